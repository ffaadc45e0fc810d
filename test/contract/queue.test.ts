import { CreateQueueCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { jobQueue, openQueues, openSqs } from '../../lambdas/adapters/queue.ts';
import { type DueJob, decodeJob } from '../../lambdas/core/envelope.ts';
import { StoreUnavailable } from '../../lambdas/core/ports/store-errors.ts';
import { type LocalAws, startAws } from '../../local/aws/start-aws.ts';
import { LocalClock } from '../../local/clock.ts';

const JOB: DueJob = { kind: 'due', workspace: 'main', key: 'page#main#p1', dueAt: 1 };

describe('the queues over SQS', () => {
  const clock = new LocalClock();
  let aws: LocalAws;
  let sqs: SQSClient;
  let events: string;
  let dead: string;
  let queues = 0;

  beforeAll(async () => {
    aws = await startAws({ dataDir: undefined, clock });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SQS: aws.endpoints.sqs,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    sqs = openSqs();
  });
  afterAll(async () => {
    sqs.destroy();
    await aws.close();
  });
  beforeEach(async () => {
    queues += 1;
    [events = '', dead = ''] = await Promise.all([
      make(`events-${queues}.fifo`),
      make(`dead-${queues}.fifo`),
    ]);
  });

  async function make(name: string): Promise<string> {
    const Attributes = {
      FifoQueue: 'true',
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    };
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return QueueUrl;
  }

  async function receive(QueueUrl: string) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 120,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  }

  test('a job travels in its workspace’s group, once for each deduplication id', async () => {
    const { queue } = openQueues(events, dead);
    await queue.send(JOB, 'one');
    await queue.send(JOB, 'one');
    await queue.send(JOB, 'two');
    const messages = await receive(events);
    expect(messages.map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual(['main', 'main']);
    expect(messages.map(({ Body = '' }) => decodeJob(Body))).toEqual([
      { kind: 'job', job: JOB },
      { kind: 'job', job: JOB },
    ]);
  });

  test('any number of jobs is sent in batches', async () => {
    const jobs = Array.from({ length: 23 }, (_, index) => ({ job: JOB, deduplicationId: `id-${index}` }));
    expect(await openQueues(events, dead).queue.sendAll(jobs)).toBe(0);
    expect(aws.queues.figures(`events-${queues}.fifo`)).toMatchObject({ visible: 23 });
  });

  test('a hidden message comes again after its time, rounded up, and 15 minutes at most', async () => {
    const { queue, deliveries } = openQueues(events, dead);
    await queue.send(JOB, 'one');
    for (const [ms, seconds] of [
      [1500, 2],
      [60 * 60_000, 15 * 60],
      [-5, 0],
    ] as const) {
      const [message] = await receive(events);
      await deliveries.hide(message?.ReceiptHandle ?? '', ms);
      if (seconds > 0) {
        clock.advance(seconds * 1000 - 500);
        expect(await receive(events)).toEqual([]);
        clock.advance(500);
      }
    }
    expect(await receive(events)).toHaveLength(1);
  });

  test('a parked copy tells why, in a group of its own', async () => {
    const { deadLetters } = openQueues(events, dead);
    const copy = { workspace: 'main', reason: 'why', hint: 'do this', failedAt: 7 };
    await deadLetters.park({ ...copy, body: 'first', deduplicationId: 'm1' });
    await deadLetters.park({ ...copy, body: 'second', deduplicationId: 'm2' });
    const messages = await receive(dead);
    expect(messages.map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual(['m1', 'm2']);
    expect(messages[0]?.MessageAttributes).toMatchObject({
      workspace: { StringValue: 'main' },
      reason: { StringValue: 'why' },
      hint: { StringValue: 'do this' },
      failedAt: { StringValue: '7', DataType: 'Number' },
    });
  });

  test('a queue that does not take a job says that it is not available', async () => {
    const gone = jobQueue(sqs, events.replace('events', 'gone'));
    await expect(gone.send(JOB, 'one')).rejects.toThrow(StoreUnavailable);
  });
});
