import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type LocalAws, startAws } from '../../../local/aws/start-aws.ts';
import { closeClients, openClients } from '../../../local/runtime/aws-access.ts';
import { succeeded } from '../../../local/runtime/batch-response.ts';
import { EventSource } from '../../../local/runtime/event-source.ts';
import type { Outcome } from '../../../local/runtime/outcome.ts';
import { ACCESS, Workshop } from './runtime-support.ts';

describe('the messages that a response calls done', () => {
  const ALL = ['a', 'b', 'c'];
  const success = (payload: unknown): Outcome => ({ kind: 'success', payload });
  const failed = (...ids: unknown[]) =>
    success({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

  test.each<[string, Outcome, boolean, string[]]>([
    ['no response', success(null), true, ALL],
    ['an empty text', success(''), true, ALL],
    ['an empty object', success({}), true, ALL],
    ['a null list', success({ batchItemFailures: null }), true, ALL],
    ['an empty list', failed(), true, ALL],
    ['one failure', failed('b'), true, ['a', 'c']],
    ['all failures', failed('a', 'b', 'c'), true, []],
    ['an empty id', failed('b', ''), true, []],
    ['an id that is no text', failed('b', null), true, []],
    ['an item without an id', success({ batchItemFailures: [{ id: 'b' }] }), true, []],
    ['an unknown id', failed('b', 'z'), true, []],
    ['a list that is none', success({ batchItemFailures: 'b' }), true, []],
    ['a text', success('fine'), true, []],
    ['failures that nobody asked for', failed('b'), false, ALL],
    ['an error', { kind: 'error', errorType: 'E', errorMessage: '', trace: [] }, true, []],
    ['an error without reports', { kind: 'error', errorType: 'E', errorMessage: '', trace: [] }, false, []],
    ['a time-out', { kind: 'timeout', afterMs: 1 }, true, []],
  ])('%s', (_, outcome, reports, expected) => {
    expect(succeeded(outcome, ALL, reports)).toEqual(expected);
  });
});

describe('an event source', () => {
  const workshop = new Workshop();
  let aws: LocalAws;
  let client: SQSClient;
  let source: EventSource | undefined;
  let close: () => void;

  beforeAll(async () => {
    aws = await startAws({ dataDir: undefined, clock: workshop.clock });
    const clients = openClients({ ...ACCESS, endpoints: aws.endpoints });
    client = clients.sqs;
    close = () => closeClients(clients);
  });
  afterEach(async () => {
    await source?.close();
    source = undefined;
  });
  afterAll(async () => {
    close();
    await aws.close();
    await workshop.close();
  });

  const makeQueue = async (name: string) => {
    const { QueueUrl: url = '' } = await client.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: { FifoQueue: 'true', VisibilityTimeout: '60' },
      }),
    );
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    return { url, arn: Attributes?.['QueueArn'] ?? '' };
  };
  const send = (url: string, ...bodies: string[]) =>
    Promise.all(
      bodies.map((body) =>
        client.send(
          new SendMessageCommand({
            QueueUrl: url,
            MessageBody: body,
            MessageGroupId: `group-of-${body}`,
            MessageDeduplicationId: body,
            MessageAttributes: { kind: { DataType: 'String', StringValue: 'probe' } },
          }),
        ),
      ),
    );
  const feed = (handlerSource: string, queue: { url: string; arn: string }, reservedConcurrency = 1) => {
    source = new EventSource({
      client,
      region: 'eu-north-1',
      queue,
      target: workshop.function(handlerSource, { reservedConcurrency }),
      batchSize: 10,
      reportsBatchItemFailures: true,
      onTrouble: (trouble) => workshop.lines.push(trouble),
    });
    return source;
  };
  /** Resolves with the lines that the function wrote, once one of them satisfies. */
  const lines = async (isLast: (line: string) => boolean) => {
    const from = workshop.lines.length;
    for (;;) {
      const written = workshop.lines.slice(from);
      if (written.some(isLast)) return written;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  test("hands messages over in Lambda's shape", async () => {
    const queue = await makeQueue('shape.fifo');
    await send(queue.url, 'hello');
    feed('export const handler = async (event) => console.log(JSON.stringify(event))', queue);
    const [line = ''] = await lines((each) => each.includes('Records'));
    expect(JSON.parse(line)).toEqual({
      Records: [
        {
          messageId: expect.any(String),
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: expect.objectContaining({
            ApproximateReceiveCount: '1',
            MessageGroupId: 'group-of-hello',
            MessageDeduplicationId: 'hello',
            SequenceNumber: expect.any(String),
            SentTimestamp: expect.any(String),
          }),
          messageAttributes: {
            kind: { stringValue: 'probe', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          eventSource: 'aws:sqs',
          eventSourceARN: queue.arn,
          awsRegion: 'eu-north-1',
        },
      ],
    });
  });

  test('deletes what succeeded and leaves what failed to its visibility', async () => {
    const queue = await makeQueue('partial.fifo');
    await send(queue.url, 'good', 'bad', 'fine');
    const partial = feed(
      `export const handler = async ({ Records }) => {
         console.log('handled ' + Records.map(({ body }) => body).sort());
         return { batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })) };
       }`,
      queue,
    );
    await lines((line) => line.startsWith('handled'));
    await partial.close();
    expect(aws.queues.figures('partial.fifo')).toMatchObject({ visible: 0, invisible: 1 });
    workshop.clock.advance(60_000);
    expect(aws.queues.figures('partial.fifo')).toMatchObject({ visible: 1, invisible: 0 });
  });

  test('leaves a batch whose function died, and hands it over again with its receive count', async () => {
    const queue = await makeQueue('crash.fifo');
    await send(queue.url, 'x');
    feed(
      `export const handler = async ({ Records: [{ attributes }] }) => {
         console.log('received ' + attributes.ApproximateReceiveCount);
         if (attributes.ApproximateReceiveCount === '1') throw new Error('first time');
       }`,
      queue,
    );
    await lines((line) => line.includes('first time'));
    workshop.clock.advance(60_000);
    await lines((line) => line === 'received 2');
    await source?.close();
    expect(aws.queues.figures('crash.fifo')).toMatchObject({ visible: 0, invisible: 0 });
  });

  test('has no more invocations at once than the function may', async () => {
    const queue = await makeQueue('many.fifo');
    const bodies = Array.from({ length: 40 }, (_, index) => `m${index}`);
    await send(queue.url, ...bodies);
    const two = feed(
      `import { threadId } from 'node:worker_threads';
       export const handler = async ({ Records }) => {
         await new Promise((resolve) => setTimeout(resolve, 20));
         for (const { body } of Records) console.log(threadId + ' ' + body);
       }`,
      queue,
      2,
    );
    const seen = new Map<string, string>();
    await lines((line) => {
      const [thread = '', body = ''] = line.split(' ');
      seen.set(body, thread);
      return seen.size === bodies.length;
    });
    await two.close();
    const threads = new Set(seen.values());
    expect(threads.size).toBeLessThanOrEqual(2);
    expect(aws.queues.figures('many.fifo')).toMatchObject({ visible: 0, invisible: 0 });
  });

  test('says once that its queue does not answer, however many poll it', async () => {
    const from = workshop.lines.length;
    const gone = { url: `${aws.endpoints.sqs}/000000000000/gone.fifo`, arn: 'arn' };
    feed('export const handler = async () => {}', gone, 5);
    await lines((line) => line.includes('does not answer'));
    for (let requests = 0; requests < 5; requests += 1) await makeQueue('gone-not.fifo'); // the other polls' turn
    expect(workshop.lines.slice(from)).toEqual([
      expect.stringMatching(/^the queue .*gone\.fifo does not answer: .*; trying again$/),
    ]);
  });
});
