import * as z from 'zod';
import type { Action } from '../json-protocol.ts';
import { forEachEntry } from './batch.ts';
import { parseSqsInput, requireRange, sqsError } from './errors.ts';
import { type FifoQueue, LONGEST_VISIBILITY_SECONDS } from './fifo-queue.ts';
import { attributesMd5, bodyMd5 } from './message-attributes.ts';
import { messageInput, messageSize, newMessage } from './new-message.ts';
import type { QueueService } from './queue-service.ts';
import type { QueueUrls } from './queue-urls.ts';
import { checkSystemAttributeNames, receivedView } from './received-view.ts';

const LARGEST_BATCH_BYTES = 1_048_576;

const urlInput = z.object({ QueueUrl: z.string() });
const entryInput = z.object({ Id: z.string() });
const handleInput = z.object({ ReceiptHandle: z.string() });
const visibilityInput = handleInput.extend({ VisibilityTimeout: z.number() });

const sendInput = urlInput.extend(messageInput.shape);
const sendBatchInput = urlInput.extend({ Entries: z.array(entryInput.extend(messageInput.shape)) });
const deleteInput = urlInput.extend(handleInput.shape);
const deleteBatchInput = urlInput.extend({ Entries: z.array(entryInput.extend(handleInput.shape)) });
const changeInput = urlInput.extend(visibilityInput.shape);
const changeBatchInput = urlInput.extend({ Entries: z.array(entryInput.extend(visibilityInput.shape)) });
const names = z.array(z.string()).optional();
const receiveInput = urlInput.extend({
  MaxNumberOfMessages: z.number().optional(),
  WaitTimeSeconds: z.number().optional(),
  VisibilityTimeout: z.number().optional(),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});

/** What is done with messages. `ReceiveRequestAttemptId` is taken and has no effect. */
export function messageActions(queues: QueueService, urls: QueueUrls): Record<string, Action> {
  const queueAt = (queueUrl: string) => queues.queue(urls.name(queueUrl));
  return {
    SendMessage(input) {
      const { QueueUrl, ...message } = parseSqsInput(sendInput, input);
      return send(queueAt(QueueUrl), message);
    },
    SendMessageBatch(input) {
      const { QueueUrl, Entries } = parseSqsInput(sendBatchInput, input);
      const queue = queueAt(QueueUrl);
      const size = Entries.reduce((sum, entry) => sum + messageSize(entry), 0);
      if (size > LARGEST_BATCH_BYTES) {
        const fault = `the batch has ${size} bytes: at most ${LARGEST_BATCH_BYTES}`;
        throw sqsError('BatchRequestTooLong', fault);
      }
      return forEachEntry(Entries, (entry) => send(queue, entry));
    },
    async ReceiveMessage(input, { signal }) {
      const request = parseSqsInput(receiveInput, input);
      const { MaxNumberOfMessages: most = 1, WaitTimeSeconds: wait, VisibilityTimeout: visibility } = request;
      const systemNames = [...(request.AttributeNames ?? []), ...(request.MessageSystemAttributeNames ?? [])];
      requireRange('MaxNumberOfMessages', most, 1, 10);
      if (wait !== undefined) requireRange('WaitTimeSeconds', wait, 0, 20);
      if (visibility !== undefined) requireVisibility(visibility);
      checkSystemAttributeNames(systemNames);
      const received = await queues.receive(urls.name(request.QueueUrl), {
        most,
        visibilityMs: milliseconds(visibility),
        waitMs: milliseconds(wait),
        signal,
      });
      if (received.length === 0) return {};
      return {
        Messages: received.map((one) => receivedView(one, systemNames, request.MessageAttributeNames ?? [])),
      };
    },
    DeleteMessage(input) {
      const { QueueUrl, ReceiptHandle } = parseSqsInput(deleteInput, input);
      queueAt(QueueUrl).delete(ReceiptHandle);
      return {};
    },
    DeleteMessageBatch(input) {
      const { QueueUrl, Entries } = parseSqsInput(deleteBatchInput, input);
      const queue = queueAt(QueueUrl);
      return forEachEntry(Entries, ({ ReceiptHandle }) => {
        queue.delete(ReceiptHandle);
        return {};
      });
    },
    ChangeMessageVisibility(input) {
      const { QueueUrl, ...change } = parseSqsInput(changeInput, input);
      return changeVisibility(queueAt(QueueUrl), change);
    },
    ChangeMessageVisibilityBatch(input) {
      const { QueueUrl, Entries } = parseSqsInput(changeBatchInput, input);
      const queue = queueAt(QueueUrl);
      return forEachEntry(Entries, (entry) => changeVisibility(queue, entry));
    },
  };
}

function send(queue: FifoQueue, input: z.infer<typeof messageInput>): object {
  const { messageId, sequenceNumber } = queue.send(newMessage(input, queue.settings));
  return {
    MessageId: messageId,
    SequenceNumber: sequenceNumber,
    MD5OfMessageBody: bodyMd5(input.MessageBody),
    MD5OfMessageAttributes: attributesMd5(input.MessageAttributes ?? {}),
    MD5OfMessageSystemAttributes: attributesMd5(input.MessageSystemAttributes ?? {}),
  };
}

function changeVisibility(
  queue: FifoQueue,
  { ReceiptHandle, VisibilityTimeout }: z.infer<typeof visibilityInput>,
): object {
  requireVisibility(VisibilityTimeout);
  queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
  return {};
}

function requireVisibility(seconds: number): void {
  requireRange('VisibilityTimeout', seconds, 0, LONGEST_VISIBILITY_SECONDS);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
