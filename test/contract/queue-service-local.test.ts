import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  ListMessageMoveTasksCommand,
  PurgeQueueCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import { type LocalAws, startAws } from '../../local/aws/start-aws.ts';
import { LocalClock } from '../../local/clock.ts';
import { createQueue, TestQueue } from './support-queue-client.ts';
import { sqsClient } from './support-queue-endpoints.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Cases that run against our stand-in alone. Some need its clock to be advanced; in the others moto differs
 * from SQS: it forgets a deduplication id with its message and has no StartMessageMoveTask, it lets expired
 * receipt handles delete, keeps the deduplication id in the dead-letter queue, ignores DeduplicationScope,
 * and queues a message before it refuses the name of an attribute.
 */
describe('a FIFO queue of the local stand-in', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pagebell-queues-'));
  let clock = new LocalClock();
  let aws: LocalAws;
  let client: SQSClient;

  const start = async () => {
    clock = new LocalClock(Date.now, clock.offset);
    aws = await startAws({ dataDir, clock });
    client = sqsClient(aws.endpoints.sqs);
  };
  const stop = async () => {
    client.destroy();
    await aws.close();
  };

  beforeAll(start);
  afterAll(async () => {
    await stop();
    rmSync(dataDir, { recursive: true });
  });

  describe('deduplication', () => {
    test('outlives the message, answers with the first one, and ends after five minutes', async () => {
      const queue = await createQueue(client);
      const input = { MessageDeduplicationId: 'same' };
      const first = await queue.send('a', input);
      await queue.delete(await queue.receiveOne());
      clock.advance(5 * MINUTE - 1000);
      expect(await queue.send('b', input)).toMatchObject({
        MessageId: first.MessageId,
        SequenceNumber: first.SequenceNumber,
      });
      expect(await queue.receive()).toEqual([]);
      clock.advance(1000);
      await queue.send('c', input);
      expect(await queue.receiveBodies()).toEqual(['c']);
    });

    test.each([
      ['queue', ['g1']],
      ['messageGroup', ['g1', 'g2']],
    ])('has the scope %s', async (DeduplicationScope, received) => {
      const queue = await createQueue(client, { DeduplicationScope });
      for (const group of ['g1', 'g2']) {
        await queue.send(group, { MessageGroupId: group, MessageDeduplicationId: 'same' });
      }
      expect(await queue.receiveBodies()).toEqual(received);
    });
  });

  describe('visibility', () => {
    test('ends with its time, for the whole group, and the old handle with it', async () => {
      const queue = await createQueue(client, { VisibilityTimeout: '60' });
      await queue.send('a');
      await queue.send('b');
      const held = await queue.receiveOne();
      expect(await queue.receive()).toEqual([]);
      clock.advance(60_000);
      await expect(queue.delete(held)).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
      expect(await queue.receiveBodies()).toEqual(['a', 'b']);
      await expect(queue.delete(held)).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
    });

    test('can be changed up to twelve hours after the receive', async () => {
      const queue = await createQueue(client);
      await queue.send('a');
      const { ReceiptHandle } = await queue.receiveOne({ VisibilityTimeout: 2 * 3600 });
      const change = (VisibilityTimeout: number) =>
        client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout }),
        );
      clock.advance(HOUR);
      await expect(change(11 * 3600 + 60)).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
      await change(10 * 3600);
      clock.advance(10 * HOUR - MINUTE);
      expect(await queue.receive()).toEqual([]);
      clock.advance(MINUTE);
      expect(await queue.receiveBodies()).toEqual(['a']);
    });

    test('ends a long poll of who waits for the message', async () => {
      const queue = await createQueue(client, { VisibilityTimeout: '900' });
      await queue.send('a');
      await queue.receiveOne();
      const waiting = queue.receiveBodies({ WaitTimeSeconds: 20 });
      clock.advance(900_000);
      expect(await waiting).toEqual(['a']);
    });
  });

  test('a message waits for the delay of its queue', async () => {
    const queue = await createQueue(client, { DelaySeconds: '900' });
    await queue.send('later');
    expect(await queue.receive()).toEqual([]);
    expect(await queue.attributes()).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    clock.advance(900_000);
    expect(await queue.receiveBodies()).toEqual(['later']);
  });

  test('a message is dropped when its retention ends, in flight or not', async () => {
    const queue = await createQueue(client, { MessageRetentionPeriod: '3600', VisibilityTimeout: '7200' });
    await queue.send('held');
    await queue.receiveOne();
    await queue.send('waiting', { MessageGroupId: 'h' });
    clock.advance(HOUR);
    expect(await queue.receive()).toEqual([]);
    expect(aws.queues.figures(queue.name)).toEqual({
      visible: 0,
      invisible: 0,
      delayed: 0,
      oldestAgeMs: undefined,
    });
  });

  describe('moving messages out of a dead-letter queue', () => {
    let source: TestQueue;
    let deadLetters: TestQueue;
    let SourceArn: string;

    beforeEach(async () => {
      deadLetters = await createQueue(client);
      SourceArn = await deadLetters.arn();
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
      source = await createQueue(client, { RedrivePolicy, VisibilityTimeout: '0' });
    });

    const giveUp = async (...bodies: string[]) => {
      for (const body of bodies) await source.send(body);
      await source.receive();
      await source.receive();
    };
    const move = (input: { DestinationArn?: string; MaxNumberOfMessagesPerSecond?: number } = {}) =>
      client.send(new StartMessageMoveTaskCommand({ SourceArn, ...input }));
    const lastTask = async () =>
      (await client.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results?.[0] ?? {};

    test('given up messages carry their source, and their id for deduplication', async () => {
      await giveUp('a');
      const { Attributes, MessageId } = await deadLetters.receiveOne({
        MessageSystemAttributeNames: ['All'],
      });
      expect(Attributes).toMatchObject({
        DeadLetterQueueSourceArn: await source.arn(),
        MessageDeduplicationId: MessageId,
        ApproximateReceiveCount: '2',
      });
    });

    test('brings them back to their source as new messages, in order', async () => {
      await giveUp('a', 'b');
      await move();
      expect(await lastTask()).toMatchObject({
        Status: 'COMPLETED',
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 2,
      });
      const back = await source.receive({ VisibilityTimeout: 60, MessageSystemAttributeNames: ['All'] });
      expect(back.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([
        ['a', '1'],
        ['b', '1'],
      ]);
      expect(await deadLetters.receive()).toEqual([]);
    });

    test('needs a destination for messages that were sent to it directly', async () => {
      await giveUp('a');
      await deadLetters.send('direct', { MessageGroupId: 'h' });
      await move();
      expect(await lastTask()).toMatchObject({
        Status: 'FAILED',
        FailureReason: 'CouldNotDetermineMessageSource',
        ApproximateNumberOfMessagesMoved: 1,
      });
      const DestinationArn = await source.arn();
      await move({ DestinationArn });
      expect(await lastTask()).toMatchObject({ Status: 'COMPLETED', DestinationArn });
      expect(await source.receiveBodies()).toEqual(['a', 'direct']);
    });

    test('fails when the source is gone', async () => {
      await giveUp('a');
      const other = await createQueue(client);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
      const Attributes = { RedrivePolicy };
      await client.send(new SetQueueAttributesCommand({ QueueUrl: other.url, Attributes }));
      await client.send(new DeleteQueueCommand({ QueueUrl: source.url }));
      await move();
      expect(await lastTask()).toMatchObject({
        Status: 'FAILED',
        FailureReason: 'AWS.SimpleQueueService.NonExistentQueue',
      });
      expect(await deadLetters.receiveBodies()).toEqual(['a']);
    });

    test('keeps to its rate, one task at a time', async () => {
      await giveUp('a', 'b', 'c');
      const { TaskHandle } = await move({ MaxNumberOfMessagesPerSecond: 2 });
      expect(await lastTask()).toMatchObject({
        Status: 'RUNNING',
        TaskHandle,
        ApproximateNumberOfMessagesMoved: 2,
      });
      await expect(move()).rejects.toMatchObject({ name: 'UnsupportedOperation' });
      clock.advance(1000);
      await Promise.resolve();
      expect(await lastTask()).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 });
    });

    test.each([
      [
        'from a queue that does not exist',
        async () => ({ SourceArn: `${SourceArn}x` }),
        'ResourceNotFoundException',
      ],
      [
        'from a queue that takes no dead letters',
        async () => ({ SourceArn: await source.arn() }),
        'InvalidParameterValue',
      ],
      [
        'to a queue that does not exist',
        async () => ({ DestinationArn: `${SourceArn}x` }),
        'ResourceNotFoundException',
      ],
      ['to the queue itself', async () => ({ DestinationArn: SourceArn }), 'InvalidParameterValue'],
      ['at a rate of 501', async () => ({ MaxNumberOfMessagesPerSecond: 501 }), 'InvalidParameterValue'],
    ])('is refused %s', async (_case, input, name) => {
      const command = new StartMessageMoveTaskCommand({ SourceArn, ...(await input()) });
      await expect(client.send(command)).rejects.toMatchObject({ name });
    });
  });

  test('everything outlives a restart: order, what is in flight, counts and deduplication', async () => {
    const before = await createQueue(client, { VisibilityTimeout: '600' });
    const sent = await before.send('a', { MessageDeduplicationId: 'same' });
    await before.send('b');
    const held = await before.receiveOne();
    const Attributes = { MaximumMessageSize: '2048' };
    await client.send(new SetQueueAttributesCommand({ QueueUrl: before.url, Attributes }));
    await stop();
    await start();
    const queue = await createQueueAgain(before.name);
    expect(await queue.attributes()).toMatchObject(Attributes);
    expect(await queue.receive()).toEqual([]);
    const duplicate = await queue.send('a again', { MessageDeduplicationId: 'same' });
    expect(duplicate.MessageId).toBe(sent.MessageId);
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle: held.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const received = await queue.receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(received.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([
      ['a', '2'],
      ['b', '1'],
    ]);
  });

  const createQueueAgain = async (name: string) => {
    const Attributes = { FifoQueue: 'true', VisibilityTimeout: '600' };
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return new TestQueue(client, name, QueueUrl);
  };

  describe('what is refused', () => {
    test('a second run with the same directory', async () => {
      const second = startAws({ dataDir, clock });
      await expect(second).rejects.toThrow(`in use by process ${process.pid}`);
    });

    test('a dead-letter queue that does not exist, for a queue that does', async () => {
      const { url } = await createQueue(client);
      const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:none.fifo';
      const Attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }) };
      const setting = client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
      await expect(setting).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
    });

    test('a purge within a minute of another', async () => {
      const { url } = await createQueue(client);
      const purge = () => client.send(new PurgeQueueCommand({ QueueUrl: url }));
      await purge();
      clock.advance(MINUTE - 1000);
      await expect(purge()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
      clock.advance(1000);
      await purge();
    });

    test.each([
      ['a standard queue', 'plain', {}],
      ['a name without its ending', 'plain', { FifoQueue: 'true' }],
      [
        'a throughput limit without its scope',
        'a.fifo',
        { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' },
      ],
      [
        'a dead-letter queue that does not exist',
        'a.fifo',
        {
          FifoQueue: 'true',
          RedrivePolicy:
            '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:none.fifo","maxReceiveCount":3}',
        },
      ],
      [
        'a redrive policy without a count',
        'a.fifo',
        {
          FifoQueue: 'true',
          RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:none.fifo"}',
        },
      ],
    ])('%s', async (_case, QueueName, Attributes) => {
      const creating = client.send(new CreateQueueCommand({ QueueName, Attributes }));
      await expect(creating).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
    });

    test.each([
      ['VisibilityTimeout', '43201'],
      ['MessageRetentionPeriod', '59'],
      ['MaximumMessageSize', '1023'],
      ['DeduplicationScope', 'group'],
    ])('the attribute %s with %s', async (name, value) => {
      await expect(createQueue(client, { [name]: value })).rejects.toMatchObject({
        name: 'InvalidAttributeValue',
        message: expect.stringContaining(name),
      });
    });

    test.each([
      ['a body that XML cannot hold', { MessageBody: 'a\u0000' }, 'InvalidMessageContents'],
      ['a group of 129 characters', { MessageGroupId: 'g'.repeat(129) }, 'InvalidParameterValue'],
      ['a deduplication id with a space', { MessageDeduplicationId: 'a b' }, 'InvalidParameterValue'],
      [
        'an attribute with a name that SQS does not take',
        { MessageAttributes: { 'aws.x': { DataType: 'String', StringValue: 'x' } } },
        'InvalidParameterValue',
      ],
      [
        'an attribute without a value',
        { MessageAttributes: { a: { DataType: 'String' } } },
        'InvalidParameterValue',
      ],
      [
        'eleven attributes',
        {
          MessageAttributes: Object.fromEntries(
            Array.from({ length: 11 }, (_, index) => [`a${index}`, { DataType: 'Number', StringValue: '1' }]),
          ),
        },
        'InvalidParameterValue',
      ],
    ])('%s', async (_case, input, name) => {
      const queue = await createQueue(client);
      await expect(queue.send('body', input)).rejects.toMatchObject({ name });
      expect(await queue.receive()).toEqual([]);
    });

    test('a message above the limit of its queue, attributes included', async () => {
      const queue = await createQueue(client, { MaximumMessageSize: '1024' });
      const body = 'é'.repeat(507);
      const attribute = { DataType: 'String', StringValue: 'xy' };
      await queue.send(body, { MessageAttributes: { ab: attribute } });
      const tooMuch = queue.send(body, { MessageAttributes: { abc: attribute } });
      await expect(tooMuch).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    });

    test('an action that is not offered, by its name', async () => {
      const { url } = await createQueue(client);
      await expect(
        client.send(new TagQueueCommand({ QueueUrl: url, Tags: { a: 'b' } })),
      ).rejects.toMatchObject({
        name: 'UnknownOperationException',
        message: expect.stringContaining('AmazonSQS.TagQueue'),
      });
    });
  });
});
