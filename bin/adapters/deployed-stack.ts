import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { CommandError } from '../commands/command-error.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

/** A deployed stack's outputs. */
export interface DeployedStack {
  /** The first workspace's webhook address. */
  webhookUrl: string;
  dashboardUrl: string;
  tableName: string;
  queueUrl: string;
  deadLetterQueueUrl: string;
}

/** @throws {CommandError} if the account and Region hold no such stack, or none of Pagebell's */
export async function describeStack(access: ServiceAccess, name: string): Promise<DeployedStack> {
  const stack = await findStack(access, name);
  const outputs = new Map(stack?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const missing = OUTPUTS.filter((key) => !outputs.get(key));
  if (missing.length > 0) {
    throw new CommandError(
      `The stack ${name} has no output ${missing.join(', ')}`,
      'If it is not Pagebell, name the right one with --stack; if a deployment is under way or failed, finish it with `npm run deploy`.',
    );
  }
  const output = (key: (typeof OUTPUTS)[number]) => outputs.get(key) ?? '';
  return {
    webhookUrl: output('WebhookUrl'),
    dashboardUrl: output('DashboardUrl'),
    tableName: output('TableName'),
    queueUrl: output('QueueUrl'),
    deadLetterQueueUrl: output('DeadLetterQueueUrl'),
  };
}

const OUTPUTS = ['WebhookUrl', 'DashboardUrl', 'TableName', 'QueueUrl', 'DeadLetterQueueUrl'] as const;

function findStack(access: ServiceAccess, name: string): Promise<Stack | undefined> {
  const client = new CloudFormationClient(access);
  const call = async () => {
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
  };
  return reachAws(`look up the stack ${name}`, call, access.profile);
}

/** Undefined if there is no such stack. */
export function stackStatus(access: ServiceAccess, name: string): Promise<string | undefined> {
  const client = new CloudFormationClient(access);
  const call = async () => {
    try {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
      const status = Stacks?.[0]?.StackStatus;
      return status === 'DELETE_COMPLETE' ? undefined : status;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return reachAws(`look up the stack ${name}`, call, access.profile);
}

/** CloudFormation has no error of its own for that. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')
  );
}
