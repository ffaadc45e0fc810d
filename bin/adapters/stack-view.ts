import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queueFigures } from '../../lambdas/adapters/queue-figures.ts';
import { journalReader } from '../../lambdas/adapters/table/journal.ts';
import { StoreUnavailable } from '../../lambdas/core/ports/store-errors.ts';
import type { StackView } from '../commands/doctor/doctor-ports.ts';
import type { Target } from '../commands/target.ts';
import { reachAws } from './aws-access.ts';
import { countParked } from './parked-records.ts';

/** A running stack's journal and queues, to look at. */
export function stackView(target: Target): StackView {
  const { stackName, tableName, queueUrl, deadLetterQueueUrl } = target;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(target.dynamodb));
  const journal = journalReader({ client, name: tableName });
  const figures = queueFigures({
    sqs: new SQSClient(target.sqs),
    cloudwatch: new CloudWatchClient(target.cloudwatch),
    queueUrl,
    deadLetterQueueUrl,
  });
  return {
    name:
      target.dynamodb.region && target.kind === 'deployed'
        ? `${stackName} in ${target.dynamodb.region}`
        : stackName,
    isLocal: target.kind === 'local',
    latest: (workspace, limit, before) =>
      reachAws(`read the table ${tableName}`, () => uncovered(journal.latest(workspace, limit, before))),
    parkedPages: (workspace) => countParked({ client, name: tableName }, workspace),
    queues: () => reachAws('look at the queues', () => uncovered(figures.read())),
  };
}

/** The functions' adapters cover what AWS said; the operator is to read it. */
async function uncovered<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof StoreUnavailable && error.cause !== undefined ? error.cause : error;
  }
}
