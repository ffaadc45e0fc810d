import { createHash } from 'node:crypto';
import * as z from 'zod';
import { invalidParameter, missingParameter, sqsError } from './errors.ts';
import { attributesSize, checkAttributes, messageAttributesSchema } from './message-attributes.ts';
import type { QueueSettings } from './queue-attributes.ts';
import type { NewMessage } from './records.ts';

export const messageInput = z.object({
  MessageBody: z.string(),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
  DelaySeconds: z.number().optional(),
  MessageAttributes: messageAttributesSchema.optional(),
  MessageSystemAttributes: messageAttributesSchema.optional(),
});

type MessageInput = z.infer<typeof messageInput>;

/** Letters, digits and ASCII punctuation. */
const ID = /^[\x21-\x7e]{1,128}$/;
/** What XML 1.0 allows, and thereby SQS; halves of a surrogate pair are outside. */
const BODY = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** @throws {AwsError} naming what SQS would not take in a FIFO queue */
export function newMessage(input: MessageInput, settings: QueueSettings): NewMessage {
  const { MessageBody: body, MessageGroupId: groupId, MessageAttributes: attributes = {} } = input;
  if (body === '') throw missingParameter('MessageBody');
  if (!BODY.test(body)) {
    throw sqsError('InvalidMessageContents', 'the message body has characters that XML 1.0 does not allow');
  }
  if (groupId === undefined) throw missingParameter('MessageGroupId');
  if (input.DelaySeconds) {
    throw invalidParameter(
      `DelaySeconds ${input.DelaySeconds}: in a FIFO queue only the queue can have a delay`,
    );
  }
  checkAttributes(attributes);
  const size = messageSize(input);
  if (size > settings.largestMessage) {
    throw invalidParameter(
      `the message has ${size} bytes: the queue takes at most ${settings.largestMessage}`,
    );
  }
  return {
    body,
    attributes,
    traceHeader: traceHeader(input.MessageSystemAttributes),
    groupId: checkedId('MessageGroupId', groupId),
    deduplicationId: deduplicationId(input, settings),
  };
}

/** Bytes that count towards the limits of messages and batches. */
export function messageSize({ MessageBody, MessageAttributes = {} }: MessageInput): number {
  return Buffer.byteLength(MessageBody) + attributesSize(MessageAttributes);
}

function deduplicationId(
  { MessageDeduplicationId, MessageBody }: MessageInput,
  settings: QueueSettings,
): string {
  if (MessageDeduplicationId !== undefined)
    return checkedId('MessageDeduplicationId', MessageDeduplicationId);
  if (settings.contentBasedDeduplication) return createHash('sha256').update(MessageBody).digest('hex');
  throw invalidParameter('MessageDeduplicationId is missing, and the queue has no ContentBasedDeduplication');
}

function checkedId(parameter: string, id: string): string {
  if (ID.test(id)) return id;
  throw invalidParameter(`${parameter} ${JSON.stringify(id)} is not 1 to 128 letters, digits or punctuation`);
}

function traceHeader(attributes: MessageInput['MessageSystemAttributes'] = {}): string | undefined {
  const { AWSTraceHeader, ...others } = attributes;
  const other = Object.keys(others)[0];
  if (other !== undefined)
    throw invalidParameter(`the system attribute ${other}: only AWSTraceHeader can be sent`);
  if (AWSTraceHeader && AWSTraceHeader.DataType !== 'String') {
    throw invalidParameter(`AWSTraceHeader has the type ${AWSTraceHeader.DataType}: it must be String`);
  }
  return AWSTraceHeader?.StringValue;
}
