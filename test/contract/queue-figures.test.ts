import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { queueFigures } from '../../lambdas/adapters/queue-figures.ts';
import { StoreUnavailable } from '../../lambdas/core/ports/store-errors.ts';
import { type LocalAws, startAws } from '../../local/aws/start-aws.ts';
import { LocalClock } from '../../local/clock.ts';

const MINUTE = 60_000;

let clock: LocalClock;
let aws: LocalAws;
let sqs: SQSClient;
let cloudwatch: CloudWatchClient;
let asked: number;

beforeEach(async () => {
  clock = new LocalClock(() => Date.parse('2026-11-02T09:00:00Z'));
  aws = await startAws({ dataDir: undefined, clock });
  const access = { region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  sqs = new SQSClient({ ...access, endpoint: aws.endpoints.sqs });
  cloudwatch = new CloudWatchClient({ ...access, endpoint: aws.endpoints.cloudwatch, maxAttempts: 1 });
  asked = 0;
  cloudwatch.middlewareStack.add((next) => (request) => {
    asked += 1;
    return next(request);
  });
});

afterEach(async () => {
  sqs.destroy();
  cloudwatch.destroy();
  await aws.close();
});

async function makeQueue(name: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: `${name}.fifo`, Attributes: { FifoQueue: 'true' } }),
  );
  return QueueUrl;
}

async function send(queueUrl: string, group: string): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: '{}',
      MessageGroupId: group,
      MessageDeduplicationId: `${group}-${Math.random()}`,
    }),
  );
}

async function open(client = cloudwatch) {
  const queueUrl = await makeQueue('events');
  const deadLetterQueueUrl = await makeQueue('dead-letters');
  const figures = queueFigures({
    sqs,
    cloudwatch: client,
    queueUrl,
    deadLetterQueueUrl,
    now: () => clock.now(),
  });
  return { queueUrl, deadLetterQueueUrl, figures };
}

test('an empty queue costs no question to CloudWatch', async () => {
  const { figures } = await open();
  expect(await figures.read()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
  expect(asked).toBe(0);
});

test('depths, what is in flight, dead letters, and the age of the oldest message', async () => {
  const { figures, queueUrl, deadLetterQueueUrl } = await open();
  await send(queueUrl, 'a');
  clock.advance(2 * MINUTE);
  for (const group of ['b', 'c']) await send(queueUrl, group);
  await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 1 }));
  await send(deadLetterQueueUrl, 'a');
  await send(deadLetterQueueUrl, 'b');
  await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadLetterQueueUrl, MaxNumberOfMessages: 1 }));
  expect(await figures.read()).toEqual({ waiting: 2, inFlight: 1, deadLetters: 2, oldestSeconds: 120 });
});

test('the age is asked for every half minute at most', async () => {
  const { figures, queueUrl } = await open();
  await send(queueUrl, 'a');
  await Promise.all([figures.read(), figures.read()]);
  clock.advance(29_999);
  expect(await figures.read()).toMatchObject({ oldestSeconds: 0 });
  expect(asked).toBe(1);
  clock.advance(1);
  expect(await figures.read()).toMatchObject({ oldestSeconds: 30 });
  expect(asked).toBe(2);
});

test('without CloudWatch the rest is told', async () => {
  const client = new CloudWatchClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: 'http://127.0.0.1:1',
    maxAttempts: 1,
  });
  const { figures, queueUrl } = await open(client);
  await send(queueUrl, 'a');
  expect(await figures.read()).toEqual({ waiting: 1, inFlight: 0, deadLetters: 0 });
  client.destroy();
});

test('a queue that is not there is told as such', async () => {
  const figures = queueFigures({
    sqs,
    cloudwatch,
    queueUrl: `${aws.endpoints.sqs}/000000000000/gone.fifo`,
    deadLetterQueueUrl: `${aws.endpoints.sqs}/000000000000/gone.fifo`,
  });
  await expect(figures.read()).rejects.toThrow(StoreUnavailable);
});

describe('the stand-in for CloudWatch', () => {
  const data = async (metric: string, queue: string, namespace = 'AWS/SQS', from = -MINUTE, to = MINUTE) => {
    const { MetricDataResults = [] } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(clock.now() + from),
        EndTime: new Date(clock.now() + to),
        MetricDataQueries: [
          {
            Id: 'one',
            MetricStat: {
              Metric: {
                Namespace: namespace,
                MetricName: metric,
                Dimensions: [{ Name: 'QueueName', Value: queue }],
              },
              Period: 60,
              Stat: 'Maximum',
            },
          },
        ],
      }),
    );
    return MetricDataResults.map(({ Id, Values, Timestamps }) => ({
      Id,
      Values,
      at: Timestamps?.map(Number),
    }));
  };

  test('knows the age of the oldest message', async () => {
    await send(await makeQueue('events'), 'a');
    clock.advance(90_500);
    expect(await data('ApproximateAgeOfOldestMessage', 'events.fifo')).toEqual([
      { Id: 'one', Values: [90], at: [Math.floor(clock.now() / 1000) * 1000] },
    ]);
  });

  test.each([
    { what: 'another metric', ask: () => data('NumberOfMessagesSent', 'events.fifo') },
    { what: 'another queue', ask: () => data('ApproximateAgeOfOldestMessage', 'other.fifo') },
    {
      what: 'another namespace',
      ask: () => data('ApproximateAgeOfOldestMessage', 'events.fifo', 'AWS/Lambda'),
    },
    {
      what: 'another time',
      ask: () => data('ApproximateAgeOfOldestMessage', 'events.fifo', 'AWS/SQS', -2 * MINUTE, -MINUTE),
    },
  ])('has no data of $what', async ({ ask }) => {
    await send(await makeQueue('events'), 'a');
    expect(await ask()).toEqual([{ Id: 'one', Values: [], at: [] }]);
  });
});
