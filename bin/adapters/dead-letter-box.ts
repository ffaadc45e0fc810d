import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { DeadLetterBox, Letter } from '../commands/dlq/ports.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

/** What SQS takes, or hands out, in one call. */
const MOST_AT_ONCE = 10;
/** Long enough to retry some thousands; after a crash of ours they are out of sight for as long. */
const HELD_SECONDS = 180;
/** A receive that waits asks all of SQS's servers: an empty answer then means that there is nothing. */
const WAIT_SECONDS = 1;

/** dead-letters.fifo, from the operator's side. */
export function deadLetterBox(access: ServiceAccess, queueUrl: string): DeadLetterBox {
  const client = new SQSClient(access);
  const read = <Answer>(call: () => Promise<Answer>) => reachAws('read the dead-letter queue', call);

  const receive = async (): Promise<Letter[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: MOST_AT_ONCE,
      VisibilityTimeout: HELD_SECONDS,
      WaitTimeSeconds: WAIT_SECONDS,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    });
    const { Messages = [] } = await read(() => client.send(command));
    return Messages.map(toLetter);
  };

  return {
    async take() {
      const letters = new Map<string, Letter>();
      for (let received = await receive(); received.length > 0; received = await receive()) {
        const isRound = received.some(({ messageId }) => letters.has(messageId));
        for (const letter of received) letters.set(letter.messageId, letter); // the newest handle counts
        if (isRound) break; // reading took so long that the first ones come again
      }
      const command = new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      const { Attributes } = await read(() => client.send(command));
      const all = Object.values(figuresSchema.parse(Attributes)).reduce((sum, count) => sum + count);
      return { letters: [...letters.values()], unseen: Math.max(0, all - letters.size) };
    },

    async giveBack(letters) {
      for (let start = 0; start < letters.length; start += MOST_AT_ONCE) {
        const Entries = letters.slice(start, start + MOST_AT_ONCE).map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        }));
        const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries });
        await reachAws('give messages back to the dead-letter queue', () => client.send(command));
      }
    },

    async remove({ receiptHandle }) {
      const command = new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle });
      await reachAws('remove a message from the dead-letter queue', () => client.send(command));
    },
  };
}

const figuresSchema = z.object({
  ApproximateNumberOfMessages: z.coerce.number(),
  ApproximateNumberOfMessagesNotVisible: z.coerce.number(),
});

const messageSchema = z.object({ MessageId: z.string(), ReceiptHandle: z.string(), Body: z.string() });

function toLetter(message: Message): Letter {
  const { MessageId, ReceiptHandle, Body } = messageSchema.parse(message);
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    workspace: attribute('workspace'),
    reason: attribute('reason'),
    hint: attribute('hint'),
    failedAt: Number(attribute('failedAt') ?? message.Attributes?.SentTimestamp),
  };
}
