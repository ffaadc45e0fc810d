import type { MessageAttributes } from './message-attributes.ts';
import type { QueueAttributes } from './queue-attributes.ts';

/** What the journal of the queues holds. Times are milliseconds on the local clock. */
export type QueueRecord = QueueDefinition | StoredMessage | SentMessage;

export interface QueueDefinition {
  kind: 'queue';
  queue: string;
  attributes: QueueAttributes;
  createdAt: number;
  modifiedAt: number;
}

/** A message as its sender wrote it. */
export interface NewMessage {
  body: string;
  attributes: MessageAttributes;
  /** The X-Ray header, the only system attribute that a sender can set. */
  traceHeader?: string | undefined;
  groupId: string;
  deduplicationId: string;
}

export interface StoredMessage extends NewMessage {
  kind: 'message';
  queue: string;
  /** Grows with each message of the queue, which is its order. */
  sequence: number;
  id: string;
  sentAt: number;
  /** Up to this time the message is delayed or, if it has a receipt, in flight. */
  visibleAt: number;
  /** The last receive. */
  receipt?: { nonce: string; at: number } | undefined;
  /** Receives in this queue, and in those that it was moved from. */
  receives: number;
  earlierReceives: number;
  firstReceivedAt?: number | undefined;
  /** ARN of the queue that gave it up, if this is its dead-letter queue. */
  deadLetterSource?: string | undefined;
}

/** Remembered for five minutes, even if the message is gone: a second one like it is dropped. */
export interface SentMessage {
  kind: 'sent';
  queue: string;
  id: string;
  sequence: number;
  at: number;
}

export function messageKey(queue: string, sequence: number): string {
  return `${queue}/message/${sequence}`;
}

export function sentKey(queue: string, deduplication: string): string {
  return `${queue}/sent/${deduplication}`;
}

export function definitionKey(queue: string): string {
  return `${queue}/queue`;
}

/** A sequence as SQS writes it: 20 digits, so that text sorts like numbers. */
export function sequenceNumber(sequence: number): string {
  return String(sequence).padStart(20, '0');
}
