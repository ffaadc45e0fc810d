import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { deadLetterBox } from '../../bin/adapters/dead-letter-box.ts';
import { eventsQueue } from '../../bin/adapters/events-queue.ts';
import { createQueue } from './support-queue-client.ts';
import {
  motoExecutable,
  type QueueEndpoint,
  sqsClient,
  startMoto,
  startStandIn,
} from './support-queue-endpoints.ts';

const moto = motoExecutable();
if (!moto) console.warn('LEFT OUT: the dead-letter box against moto, because moto_server is not on the PATH');

const endpoints: [string, () => Promise<QueueEndpoint>][] = [
  ['the local stand-in', startStandIn],
  ...(moto ? [['moto', () => startMoto(moto)] satisfies [string, () => Promise<QueueEndpoint>]] : []),
];

describe.each(endpoints)('dead letters in a queue of %s', (_name, start) => {
  let endpoint: QueueEndpoint;
  let client: SQSClient;
  let queueUrl: string;

  beforeAll(async () => {
    endpoint = await start();
    client = sqsClient(endpoint.url);
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
  });
  beforeEach(async () => {
    queueUrl = (await createQueue(client)).url;
  });

  const access = () => ({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const box = () => deadLetterBox(access(), queueUrl);

  async function park(body: string, group = body): Promise<void> {
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: body,
        MessageAttributes: {
          workspace: text('main'),
          reason: text('why'),
          hint: text('do that'),
          failedAt: { DataType: 'Number', StringValue: '123456' },
        },
      }),
    );
  }

  async function bodies(): Promise<string[]> {
    const dead = box();
    const { letters } = await dead.take();
    await dead.giveBack(letters);
    return letters.map(({ body }) => body).sort();
  }

  test('are all taken, however many, and can be taken again once they are given back', async () => {
    const all = Array.from({ length: 25 }, (_, index) => `body-${index + 10}`);
    for (const body of all) await park(body);
    expect(await bodies()).toEqual(all);
    expect(await bodies()).toEqual(all);
  });

  test('say why they are there', async () => {
    await park('a');
    const { letters, unseen } = await box().take();
    expect(letters).toEqual([
      expect.objectContaining({
        body: 'a',
        workspace: 'main',
        reason: 'why',
        hint: 'do that',
        failedAt: 123456,
      }),
    ]);
    expect(unseen).toBe(0);
  });

  test('that somebody else has in hand are counted, and not shown', async () => {
    await park('a');
    await park('b');
    await box().take();
    expect(await box().take()).toEqual({ letters: [], unseen: 2 });
  });

  test('that lie deeper in one group than SQS shows are counted', async () => {
    for (let index = 10; index < 23; index++) await park(`body-${index}`, 'one-group');
    const { letters, unseen } = await box().take();
    expect(letters).toHaveLength(10);
    expect(unseen).toBe(3);
  });

  test('that are removed are gone', async () => {
    await park('a');
    await park('b');
    const dead = box();
    const { letters } = await dead.take();
    for (const letter of letters.filter(({ body }) => body === 'a')) await dead.remove(letter);
    await dead.giveBack(letters.filter(({ body }) => body === 'b'));
    expect(await bodies()).toEqual(['b']);
  });

  test('are sent again though SQS has seen the same a moment ago', async () => {
    const queue = eventsQueue(access(), queueUrl).again;
    const job = { kind: 'retry', workspace: 'main', pageId: 'p', notices: ['n'] } as const;
    for (const _ of [1, 2]) await queue.retry({ ...job, notices: [...job.notices] });
    for (const _ of [1, 2]) await queue.resend('main', 'as it was');
    expect(await bodies()).toHaveLength(4);
  });
});
