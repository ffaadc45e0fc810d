import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import type { CdkOptions } from './cdk-options.ts';
import type { ConcurrencyAccount } from './preflight.ts';

/** The account and Region that `cdk deploy` would deploy to with the same options and environment. */
export function awsAccount(
  { profile, region }: CdkOptions,
  environment: Readonly<Record<string, string | undefined>>,
): ConcurrencyAccount {
  // The SDK for JavaScript does not read AWS_DEFAULT_REGION; the CDK's CLI does.
  const chosenRegion = region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  const options = { ...(profile && { profile }), ...(chosenRegion && { region: chosenRegion }) };
  const lambda = new LambdaClient(options);
  const cloudFormation = new CloudFormationClient(options);

  return {
    profile: profile || undefined,

    async quota() {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      const limit = AccountLimit?.ConcurrentExecutions;
      const unreserved = AccountLimit?.UnreservedConcurrentExecutions;
      if (limit === undefined || unreserved === undefined) {
        throw new Error('GetAccountSettings answered without the limits of concurrency');
      }
      return { limit, unreserved };
    },

    async heldBy(stackName) {
      const names = await functionsOf(cloudFormation, stackName);
      const reserved = await Promise.all(names.map((name) => reservedBy(lambda, name)));
      return reserved.reduce((sum, units) => sum + units, 0);
    },
  };
}

async function functionsOf(client: CloudFormationClient, stackName: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
      for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (ResourceType === 'AWS::Lambda::Function' && PhysicalResourceId) names.push(PhysicalResourceId);
      }
    }
  } catch (error) {
    if (error instanceof Error && /^Stack .* does not exist/.test(error.message)) return [];
    throw error;
  }
  return names;
}

/** A function that a failed or half-done deployment lists, but that is not there, holds nothing. */
async function reservedBy(client: LambdaClient, name: string): Promise<number> {
  try {
    const answer = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: name }));
    return answer.ReservedConcurrentExecutions ?? 0;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return 0;
    throw error;
  }
}
