import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { CommandError } from '../commands/command-error.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

/** What the command needs of a deployed stack. */
export interface DeployedStack {
  tableName: string;
  /** The first workspace's webhook address. */
  webhookUrl: string;
}

/** @throws {CommandError} if the account and Region hold no such stack, or none of Pagebell's */
export async function describeStack(access: ServiceAccess, name: string): Promise<DeployedStack> {
  const stack = await findStack(new CloudFormationClient(access), name);
  const output = (key: string) => stack?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  const tableName = output('TableName');
  const webhookUrl = output('WebhookUrl');
  if (!tableName || !webhookUrl) {
    throw new CommandError(
      `The stack ${name} has no outputs TableName and WebhookUrl`,
      'If it is not Pagebell, name the right one with --stack; if a deployment is under way or failed, finish it with `npm run deploy`.',
    );
  }
  return { tableName, webhookUrl };
}

function findStack(client: CloudFormationClient, name: string): Promise<Stack | undefined> {
  return reachAws(`look up the stack ${name}`, async () => {
    try {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
      return Stacks?.[0];
    } catch (error) {
      if (!isMissing(error)) throw error;
      const region = await client.config.region();
      throw new CommandError(
        `There is no stack ${name} in ${region}`,
        'Deploy it with `npm run deploy`, name another with --stack, --profile or --region, or use --local for a local run.',
      );
    }
  });
}

/** CloudFormation has no error of its own for that. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')
  );
}
