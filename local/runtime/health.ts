import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { PAGE_KEYS } from '../../lambdas/core/keys.ts';
import { ATTRIBUTES, INDEXES } from '../../lambdas/core/names.ts';
import type { AwsClients } from './aws-access.ts';

/** What `GET /healthz` tells. */
export interface Health {
  /** Messages of events.fifo that wait. */
  queued: number;
  /** Messages of events.fifo that somebody works on, or that were given back for later. */
  inFlight: number;
  /** Messages of the dead-letter queue. */
  deadLetters: number;
  /** Page records that owe something, now or later. */
  due: number;
}

export interface HealthTargets {
  queueUrl: string;
  deadLetterQueueUrl: string;
  tableName: string;
}

export async function readHealth(clients: AwsClients, targets: HealthTargets): Promise<Health> {
  const [events, deadLetters, due] = await Promise.all([
    countMessages(clients.sqs, targets.queueUrl),
    countMessages(clients.sqs, targets.deadLetterQueueUrl),
    countDue(clients.dynamodb, targets.tableName),
  ]);
  return {
    queued: events.visible,
    inFlight: events.invisible,
    deadLetters: deadLetters.visible + deadLetters.invisible,
    due,
  };
}

async function countMessages(
  client: SQSClient,
  url: string,
): Promise<{ visible: number; invisible: number }> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    visible: Number(Attributes['ApproximateNumberOfMessages']),
    invisible: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
  };
}

async function countDue(client: DynamoDBClient, tableName: string): Promise<number> {
  let due = 0;
  const scan = {
    TableName: tableName,
    IndexName: INDEXES.due,
    Select: 'COUNT',
    // Data sources and workspaces are always due some time: that is no work that waits.
    FilterExpression: 'begins_with(#key, :page)',
    ExpressionAttributeNames: { '#key': ATTRIBUTES.key },
    ExpressionAttributeValues: { ':page': { S: PAGE_KEYS } },
  } as const;
  for await (const { Count = 0 } of paginateScan({ client }, scan)) due += Count;
  return due;
}
