import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Scope } from './intrinsics.ts';
import { type Resource, readProperties, resourcesOf } from './resources.ts';
import type { Template } from './template.ts';

/** Properties of the resource that are attributes of the queue, under the same names. */
const ATTRIBUTES = {
  ContentBasedDeduplication: z.boolean().optional(),
  DeduplicationScope: z.string().optional(),
  DelaySeconds: z.int().optional(),
  FifoQueue: z.boolean().optional(),
  FifoThroughputLimit: z.string().optional(),
  MaximumMessageSize: z.int().optional(),
  MessageRetentionPeriod: z.int().optional(),
  ReceiveMessageWaitTimeSeconds: z.int().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.int() }).optional(),
  SqsManagedSseEnabled: z.boolean().optional(),
  VisibilityTimeout: z.int().optional(),
};

const queueSchema = z.object({
  QueueName: z.string('the local run needs an explicit queue name'),
  ...ATTRIBUTES,
});

export interface ProvisionedQueue {
  url: string;
  arn: string;
}

/** Makes the stack's queues, or brings those that are there up to date, and defines them in the scope. */
export async function provisionQueues(
  template: Template,
  scope: Scope,
  client: SQSClient,
): Promise<ProvisionedQueue[]> {
  const queues: ProvisionedQueue[] = [];
  for (const resource of deadLettersFirst(resourcesOf(template, scope, 'AWS::SQS::Queue'))) {
    const { QueueName, ...attributes } = readProperties(resource, queueSchema, scope);
    const url = await provision(client, QueueName, toAttributes(attributes));
    const arn = await arnOf(client, url);
    scope.define(resource.logicalId, { ref: url, attributes: { Arn: arn, QueueName, QueueUrl: url } });
    queues.push({ url, arn });
  }
  return queues;
}

/** A redrive policy names another queue's ARN, which must be there before it. */
function deadLettersFirst(queues: readonly Resource[]): Resource[] {
  const hasRedrive = ({ properties }: Resource) => Number(properties['RedrivePolicy'] !== undefined);
  return queues.toSorted((a, b) => hasRedrive(a) - hasRedrive(b));
}

function toAttributes(properties: Readonly<Record<string, unknown>>): Record<string, string> {
  const set = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    set.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}

async function provision(
  client: SQSClient,
  name: string,
  attributes: Record<string, string>,
): Promise<string> {
  const existing = await find(client, name);
  if (existing) {
    const { FifoQueue: _, ...settable } = attributes;
    await client.send(new SetQueueAttributesCommand({ QueueUrl: existing, Attributes: settable }));
    return existing;
  }
  const created = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  if (!created.QueueUrl) throw new Error(`the queue ${name} was made, but its address not told`);
  return created.QueueUrl;
}

async function find(client: SQSClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

async function arnOf(client: SQSClient, url: string): Promise<string> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  const arn = Attributes?.['QueueArn'];
  if (!arn) throw new Error(`the queue ${url} does not tell its ARN`);
  return arn;
}
