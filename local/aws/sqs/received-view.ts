import { sqsError } from './errors.ts';
import type { ReceivedMessage } from './fifo-queue.ts';
import { attributesMd5, bodyMd5, pickAttributes } from './message-attributes.ts';
import { QUEUE_ATTRIBUTE_NAMES } from './queue-attributes.ts';
import { type StoredMessage, sequenceNumber } from './records.ts';

/** Whoever sends to the local run. */
const SENDER_ID = 'AIDALOCALRUN';

const SYSTEM_ATTRIBUTES: Readonly<Record<string, (message: StoredMessage) => string | undefined>> = {
  AWSTraceHeader: ({ traceHeader }) => traceHeader,
  ApproximateFirstReceiveTimestamp: ({ firstReceivedAt }) => firstReceivedAt?.toString(),
  ApproximateReceiveCount: ({ receives, earlierReceives }) => String(receives + earlierReceives),
  DeadLetterQueueSourceArn: ({ deadLetterSource }) => deadLetterSource,
  MessageDeduplicationId: ({ deduplicationId }) => deduplicationId,
  MessageGroupId: ({ groupId }) => groupId,
  SenderId: () => SENDER_ID,
  SentTimestamp: ({ sentAt }) => String(sentAt),
  SequenceNumber: ({ sequence }) => sequenceNumber(sequence),
};

/**
 * A message as ReceiveMessage answers it, with the attributes that were asked for.
 *
 * @param systemNames checked, or `All`
 */
export function receivedView(
  { message, receiptHandle }: ReceivedMessage,
  systemNames: readonly string[],
  attributeNames: readonly string[],
): object {
  const attributes = pickAttributes(message.attributes, attributeNames);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle,
    Body: message.body,
    MD5OfBody: bodyMd5(message.body),
    Attributes: systemAttributes(message, systemNames),
    MessageAttributes: orUndefined(attributes),
    MD5OfMessageAttributes: attributesMd5(attributes),
  };
}

/** The older parameter, AttributeNames, may name attributes of the queue too. */
export function checkSystemAttributeNames(names: readonly string[]): void {
  const unknown = names.find(
    (name) => !Object.hasOwn(SYSTEM_ATTRIBUTES, name) && !QUEUE_ATTRIBUTE_NAMES.includes(name),
  );
  if (unknown !== undefined)
    throw sqsError('InvalidAttributeName', `there is no attribute ${unknown} of a message`);
}

function systemAttributes(message: StoredMessage, names: readonly string[]): object | undefined {
  const wanted = Object.entries(SYSTEM_ATTRIBUTES).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  const values = wanted.map(([name, read]) => [name, read(message)] as const);
  return orUndefined(Object.fromEntries(values.filter(([, value]) => value !== undefined)));
}

function orUndefined<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}
