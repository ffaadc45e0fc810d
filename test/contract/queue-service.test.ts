import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createQueue } from './support-queue-client.ts';
import {
  motoExecutable,
  type QueueEndpoint,
  sqsClient,
  startMoto,
  startStandIn,
} from './support-queue-endpoints.ts';

const moto = motoExecutable();
if (!moto) console.warn('LEFT OUT: the queue contract against moto, because moto_server is not on the PATH');

const endpoints: [string, () => Promise<QueueEndpoint>][] = [
  ['the local stand-in', startStandIn],
  ...(moto ? [['moto', () => startMoto(moto)] satisfies [string, () => Promise<QueueEndpoint>]] : []),
];

describe.each(endpoints)('a FIFO queue of %s', (_name, start) => {
  let endpoint: QueueEndpoint;
  let client: SQSClient;

  beforeAll(async () => {
    endpoint = await start();
    client = sqsClient(endpoint.url);
  }, 60_000);

  afterAll(async () => {
    client.destroy();
    await endpoint.close();
  });

  describe('the queue itself', () => {
    test('is found again when it is created with equal attributes, and refused with others', async () => {
      const { name, url } = await createQueue(client, { VisibilityTimeout: '45' });
      const create = (VisibilityTimeout: string) =>
        client.send(
          new CreateQueueCommand({ QueueName: name, Attributes: { FifoQueue: 'true', VisibilityTimeout } }),
        );
      expect((await create('45')).QueueUrl).toBe(url);
      await expect(create('46')).rejects.toMatchObject({
        name: 'QueueNameExists',
        Code: 'QueueAlreadyExists',
      });
    });

    test('is known by its name and listed by its beginning', async () => {
      const { name, url } = await createQueue(client);
      expect((await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl).toBe(url);
      const listed = await client.send(new ListQueuesCommand({ QueueNamePrefix: name }));
      expect(listed.QueueUrls).toEqual([url]);
    });

    test('tells its attributes, all or those asked for, and takes new ones', async () => {
      const queue = await createQueue(client, { DeduplicationScope: 'messageGroup' });
      expect(await queue.attributes()).toMatchObject({
        QueueArn: expect.stringMatching(`^arn:aws:sqs:us-east-1:\\d{12}:${queue.name}$`),
        FifoQueue: 'true',
        ContentBasedDeduplication: 'false',
        DeduplicationScope: 'messageGroup',
        VisibilityTimeout: '30',
        ApproximateNumberOfMessages: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
      });
      const Attributes = { VisibilityTimeout: '120' };
      await client.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes }));
      const one = new GetQueueAttributesCommand({
        QueueUrl: queue.url,
        AttributeNames: ['VisibilityTimeout'],
      });
      expect((await client.send(one)).Attributes).toEqual(Attributes);
    });

    test('counts what is visible and what is in flight', async () => {
      const queue = await createQueue(client);
      for (const body of ['a', 'b', 'c']) await queue.send(body);
      await queue.receiveOne();
      expect(await queue.attributes()).toMatchObject({
        ApproximateNumberOfMessages: '2',
        ApproximateNumberOfMessagesNotVisible: '1',
      });
    });

    test('is empty once purged, in flight or not', async () => {
      const queue = await createQueue(client);
      await queue.send('a');
      await queue.receiveOne();
      await queue.send('b', { MessageGroupId: 'h' });
      await client.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
      expect(await queue.receive()).toEqual([]);
      expect((await queue.attributes())['ApproximateNumberOfMessagesNotVisible']).toBe('0');
    });

    test('is gone once deleted', async () => {
      const queue = await createQueue(client);
      await client.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
      await expect(queue.send('a')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
      await expect(queue.receive()).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    });
  });

  describe('messages', () => {
    test('of a group come in order, up to ten at once, and lock it until they are deleted', async () => {
      const queue = await createQueue(client);
      const bodies = Array.from({ length: 12 }, (_, index) => `message ${index}`);
      for (const body of bodies) await queue.send(body);
      const first = await queue.receive();
      expect(first.map(({ Body }) => Body)).toEqual(bodies.slice(0, 10));
      expect(await queue.receive()).toEqual([]);
      const [held, ...others] = first;
      for (const message of others) await queue.delete(message);
      expect(await queue.receive()).toEqual([]);
      if (held) await queue.delete(held);
      expect(await queue.receiveBodies()).toEqual(bodies.slice(10));
    });

    test('of another group are not held up', async () => {
      const queue = await createQueue(client);
      for (const [body, MessageGroupId] of [
        ['a1', 'a'],
        ['a2', 'a'],
        ['b1', 'b'],
        ['b2', 'b'],
      ] as const) {
        await queue.send(body, { MessageGroupId });
      }
      expect(await queue.receiveBodies({ MaxNumberOfMessages: 1 })).toEqual(['a1']);
      expect(await queue.receiveBodies()).toEqual(['b1', 'b2']);
    });

    test('come back at once with visibility 0, in their place, with a count and another handle', async () => {
      const queue = await createQueue(client);
      await queue.send('a');
      await queue.send('b');
      const first = await queue.receiveOne({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
      const { ReceiptHandle } = first;
      await client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: 0 }),
      );
      const again = await queue.receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
      expect(again.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([
        ['a', '2'],
        ['b', '1'],
      ]);
      expect(first.Attributes).toEqual({ ApproximateReceiveCount: '1' });
      expect(again[0]?.MessageId).toBe(first.MessageId);
      expect(again[0]?.ReceiptHandle).not.toBe(ReceiptHandle);
    });

    test('carry system attributes, by the new and the old name of the parameter', async () => {
      const queue = await createQueue(client);
      const before = Date.now();
      const sent = await queue.send('a', { MessageGroupId: 'g1', MessageDeduplicationId: 'd1' });
      const { Attributes, MessageId } = await queue.receiveOne({
        AttributeNames: ['All'],
        VisibilityTimeout: 60,
      });
      expect(MessageId).toBe(sent.MessageId);
      expect(Attributes).toMatchObject({
        ApproximateReceiveCount: '1',
        MessageGroupId: 'g1',
        MessageDeduplicationId: 'd1',
        SequenceNumber: sent.SequenceNumber,
        SenderId: expect.any(String),
      });
      expect(sent.SequenceNumber).toMatch(/^\d{20}$/);
      expect(Number(Attributes?.SentTimestamp)).toBeGreaterThanOrEqual(before);
      expect(Number(Attributes?.ApproximateFirstReceiveTimestamp)).toBeLessThanOrEqual(Date.now());
    });

    test('carry the message attributes that are asked for, and a digest of those that were sent', async () => {
      const queue = await createQueue(client);
      const MessageAttributes = {
        'reason.code': { DataType: 'String', StringValue: 'größe' },
        attempts: { DataType: 'Number', StringValue: '3' },
        raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 1, 255]) },
      };
      const sent = await queue.send('a', { MessageAttributes });
      expect(sent.MD5OfMessageAttributes).toBe('f50570830e0dae5eca7c1b8adc234719');
      const received = await queue.receiveOne({ MessageAttributeNames: ['reason.*', 'raw'] });
      expect(Object.keys(received.MessageAttributes ?? {}).sort()).toEqual(['raw', 'reason.code']);
      expect(received.MessageAttributes?.['reason.code']).toMatchObject(MessageAttributes['reason.code']);
      expect([...(received.MessageAttributes?.['raw']?.BinaryValue ?? [])]).toEqual([0, 1, 255]);
    });

    test('with a deduplication id that was just used are accepted and dropped', async () => {
      const queue = await createQueue(client);
      await queue.send('first', { MessageDeduplicationId: 'same' });
      await queue.send('second', { MessageDeduplicationId: 'same' });
      expect(await queue.receiveBodies()).toEqual(['first']);
    });

    test('need no deduplication id where the content makes one', async () => {
      const queue = await createQueue(client, { ContentBasedDeduplication: 'true' });
      for (const body of ['a', 'b', 'a']) await queue.send(body, { MessageDeduplicationId: undefined });
      expect(await queue.receiveBodies()).toEqual(['a', 'b']);
    });

    test('received too often go to the dead-letter queue', async () => {
      const deadLetters = await createQueue(client);
      const deadLetterTargetArn = await deadLetters.arn();
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
      const queue = await createQueue(client, { RedrivePolicy });
      const { MessageId } = await queue.send('poison');
      await queue.send('good');
      for (const count of ['1', '2']) {
        const { ReceiptHandle, Attributes, Body } = await queue.receiveOne({
          MessageSystemAttributeNames: ['All'],
        });
        expect([Body, Attributes?.ApproximateReceiveCount]).toEqual(['poison', count]);
        const input = { QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: 0 };
        await client.send(new ChangeMessageVisibilityCommand(input));
      }
      expect(await queue.receiveBodies()).toEqual(['good']);
      const dead = await deadLetters.receiveOne({ MessageSystemAttributeNames: ['All'] });
      expect([dead.Body, dead.MessageId]).toEqual(['poison', MessageId]);
      expect(dead.Attributes).toMatchObject({ ApproximateReceiveCount: '3', MessageGroupId: 'g' });
    });

    test('that arrive during a long poll end it', async () => {
      const queue = await createQueue(client);
      const poll = queue.receiveBodies({ WaitTimeSeconds: 20 });
      await queue.send('at last');
      expect(await poll).toEqual(['at last']);
    }, 20_000);
  });

  describe('batches', () => {
    test('send and delete up to ten', async () => {
      const queue = await createQueue(client);
      const Entries = ['x', 'y'].map((Id) => ({
        Id,
        MessageBody: `body ${Id}`,
        MessageGroupId: 'g',
        MessageDeduplicationId: Id,
      }));
      const sent = await client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
      expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['x', 'y']);
      expect(sent.Failed ?? []).toEqual([]);
      const received = await queue.receive();
      expect(received.map(({ MessageId }) => MessageId)).toEqual(
        sent.Successful?.map(({ MessageId }) => MessageId),
      );
      const handles = received.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle }));
      const wrong = { Id: 'wrong', ReceiptHandle: 'none' };
      const deleted = await client.send(
        new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries: [...handles, wrong] }),
      );
      expect(deleted.Successful?.map(({ Id }) => Id)).toEqual(['m0', 'm1']);
      expect(deleted.Failed).toMatchObject([
        { Id: 'wrong', Code: 'ReceiptHandleIsInvalid', SenderFault: true },
      ]);
      expect((await queue.attributes())['ApproximateNumberOfMessagesNotVisible']).toBe('0');
    });

    const entry = (Id: string) => ({ Id, MessageBody: 'b', MessageGroupId: 'g', MessageDeduplicationId: Id });
    test.each([
      ['EmptyBatchRequest', []],
      ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, index) => entry(String(index)))],
      ['BatchEntryIdsNotDistinct', [entry('a'), entry('a')]],
      ['InvalidBatchEntryId', [entry('a b')]],
      ['BatchRequestTooLong', ['a', 'b'].map((Id) => ({ ...entry(Id), MessageBody: 'x'.repeat(600_000) }))],
    ])('are refused as %s', async (name, Entries) => {
      const queue = await createQueue(client);
      const sending = client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
      await expect(sending).rejects.toMatchObject({ name });
      expect(await queue.receive()).toEqual([]);
    });
  });

  describe('what is wrong', () => {
    test.each([
      ['a missing group', { MessageGroupId: undefined }, 'MissingParameter'],
      ['a missing deduplication id', { MessageDeduplicationId: undefined }, 'InvalidParameterValue'],
      ['a delay of one message', { DelaySeconds: 5 }, 'InvalidParameterValue'],
      ['a body above the limit', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
      [
        'an attribute of no known type',
        { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
        'InvalidParameterValue',
      ],
    ])('%s', async (_case, input, Code) => {
      const queue = await createQueue(client);
      await expect(queue.send('body', input)).rejects.toMatchObject({ Code });
      expect(await queue.receive()).toEqual([]);
    });

    test.each([
      ['a receive of eleven messages', { MaxNumberOfMessages: 11 }, 'InvalidParameterValue'],
      ['a receive of no message', { MaxNumberOfMessages: 0 }, 'InvalidParameterValue'],
      ['a receive that waits 21 seconds', { WaitTimeSeconds: 21 }, 'InvalidParameterValue'],
      ['a receive that hides for over 12 hours', { VisibilityTimeout: 43_201 }, 'InvalidParameterValue'],
    ])('%s', async (_case, input, Code) => {
      const queue = await createQueue(client);
      await expect(queue.receive(input)).rejects.toMatchObject({ Code });
    });

    test('a receipt handle that is none', async () => {
      const { url } = await createQueue(client);
      const target = { QueueUrl: url, ReceiptHandle: 'none' };
      const name = 'ReceiptHandleIsInvalid';
      await expect(client.send(new DeleteMessageCommand(target))).rejects.toMatchObject({ name });
      const change = new ChangeMessageVisibilityCommand({ ...target, VisibilityTimeout: 1 });
      await expect(client.send(change)).rejects.toMatchObject({ name });
    });

    test('an attribute that no queue has', async () => {
      const { url } = await createQueue(client);
      const names = ['Colour' as QueueAttributeName]; // the SDK's type would not let it through
      const asking = client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names }));
      await expect(asking).rejects.toMatchObject({ name: 'InvalidAttributeName' });
    });

    test('a name that no queue has', async () => {
      const asking = client.send(new GetQueueUrlCommand({ QueueName: 'nowhere.fifo' }));
      await expect(asking).rejects.toMatchObject({
        name: 'QueueDoesNotExist',
        Code: 'AWS.SimpleQueueService.NonExistentQueue',
      });
    });
  });
});
