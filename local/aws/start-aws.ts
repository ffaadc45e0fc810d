import { createServer } from 'node:http';
import { join } from 'node:path';
import type { LocalClock } from '../clock.ts';
import { DurableMap } from '../durable-map.ts';
import { listen, stop } from '../simulation/listen.ts';
import { cloudWatchActions } from './cloudwatch/cloudwatch-actions.ts';
import { lockDirectory } from './directory-lock.ts';
import { startDynamoDb } from './dynamodb.ts';
import { type JsonService, jsonProtocol } from './json-protocol.ts';
import { messageActions } from './sqs/message-actions.ts';
import { moveActions } from './sqs/move-actions.ts';
import { MoveTasks } from './sqs/move-tasks.ts';
import { queueActions } from './sqs/queue-actions.ts';
import { QueueService } from './sqs/queue-service.ts';
import { queueUrls } from './sqs/queue-urls.ts';
import type { QueueRecord } from './sqs/records.ts';
import { parameterActions } from './ssm/parameter-actions.ts';
import { type Parameter, ParameterStore } from './ssm/parameter-store.ts';

export interface LocalAwsOptions {
  /** Everything is kept below its `aws/`; undefined: memory only. */
  dataDir: string | undefined;
  clock: LocalClock;
  /** Of queues, parameters and metrics. Default: a free one. */
  port?: number;
}

export interface LocalAws {
  /** Without a slash at the end: what the `AWS_ENDPOINT_URL_*` variables hold. */
  endpoints: { sqs: string; ssm: string; dynamodb: string; cloudwatch: string };
  queues: QueueService;
  close(): Promise<void>;
}

/**
 * Starts what stands in for SQS, Parameter Store, DynamoDB and one metric of CloudWatch on this machine, on the loopback interface.
 *
 * @throws {Error} when another run has the directory, the port is taken, or a journal cannot be read
 */
export async function startAws({ dataDir, clock, port }: LocalAwsOptions): Promise<LocalAws> {
  const fileOf = (name: string) => (dataDir === undefined ? undefined : join(dataDir, 'aws', name));
  const lock = fileOf('lock');
  const unlock = lock === undefined ? () => undefined : lockDirectory(lock);
  const opened: (() => void | Promise<void>)[] = [unlock];
  const close = async () => {
    for (const undo of opened.splice(0).reverse()) await undo();
  };
  try {
    const journal = DurableMap.open<QueueRecord>(fileOf('queues.jsonl'));
    opened.push(() => journal.close());
    const parameters = DurableMap.open<Parameter>(fileOf('parameters.jsonl'));
    opened.push(() => parameters.close());
    const closing = new AbortController();
    opened.push(() => closing.abort());

    const server = createServer();
    const origin = await listen(server, port);
    opened.push(() => stop(server));
    const dynamodb = await startDynamoDb(fileOf('dynamodb'));
    opened.push(() => dynamodb.close());

    const queues = new QueueService(journal, clock);
    const tasks = new MoveTasks(queues, clock, closing.signal);
    const urls = queueUrls(origin);
    const sqs: JsonService = {
      target: 'AmazonSQS',
      contentType: 'application/x-amz-json-1.0',
      actions: { ...queueActions(queues, urls), ...messageActions(queues, urls), ...moveActions(tasks) },
    };
    const ssm: JsonService = {
      target: 'AmazonSSM',
      contentType: 'application/x-amz-json-1.1',
      actions: parameterActions(new ParameterStore(parameters, clock)),
    };
    const cloudwatch: JsonService = {
      target: 'GraniteServiceVersion20100801',
      contentType: 'application/x-amz-json-1.0',
      actions: cloudWatchActions(queues, clock),
    };
    server.on('request', jsonProtocol([sqs, ssm, cloudwatch]));
    const endpoints = { sqs: origin, ssm: origin, dynamodb: dynamodb.url, cloudwatch: origin };
    return { endpoints, queues, close };
  } catch (error) {
    await close();
    throw error;
  }
}
