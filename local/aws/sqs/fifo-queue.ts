import { randomUUID } from 'node:crypto';
import type { DurableMap } from '../../durable-map.ts';
import { invalidParameter } from './errors.ts';
import { MessageStore, type StoreChange } from './message-store.ts';
import type { QueueSettings } from './queue-attributes.ts';
import { decodeReceipt, encodeReceipt } from './receipt-handle.ts';
import { type NewMessage, type QueueRecord, type StoredMessage, sequenceNumber } from './records.ts';

/** Twelve hours, counted from the receive, however often the time-out is changed. */
export const LONGEST_VISIBILITY_SECONDS = 43_200;

export interface Sent {
  messageId: string;
  sequenceNumber: string;
}

export interface ReceivedMessage {
  message: StoredMessage;
  receiptHandle: string;
}

/** Messages by what a receive would find. */
export interface QueueFigures {
  visible: number;
  /** In flight. */
  invisible: number;
  delayed: number;
  /** Milliseconds since the oldest message was sent; undefined in an empty queue. */
  oldestAgeMs: number | undefined;
}

export interface Redriven {
  moved: number;
  /** The message that had no destination: nothing after it was moved. */
  stuckOn: StoredMessage | undefined;
}

export interface FifoQueueOptions {
  name: string;
  arn: string;
  settings: QueueSettings;
  /** Milliseconds since 1970. */
  clock: { now(): number };
  /** Holds what the queue already has; queues between which messages move share one. */
  journal: DurableMap<QueueRecord>;
}

/**
 * A FIFO queue as SQS has it. A group's messages come in order, up to ten at once, and none of the group
 * while one of them is in flight. Every change is in the journal before a method returns.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class FifoQueue {
  readonly name: string;
  readonly arn: string;
  settings: QueueSettings;
  readonly #clock: { now(): number };
  readonly #store: MessageStore;

  constructor({ name, arn, settings, clock, journal }: FifoQueueOptions) {
    this.name = name;
    this.arn = arn;
    this.settings = settings;
    this.#clock = clock;
    this.#store = new MessageStore(name, journal);
  }

  /** A message like one of the last five minutes is dropped, and the answer tells of that one. */
  send(message: NewMessage): Sent {
    const now = this.#time();
    const before = this.#store.sentBefore(this.#deduplication(message));
    if (before) return { messageId: before.id, sequenceNumber: sequenceNumber(before.sequence) };
    const stored = this.#stored(message, now);
    this.#store.commit(this.#adding(stored));
    return { messageId: stored.id, sequenceNumber: sequenceNumber(stored.sequence) };
  }

  /**
   * @param most messages, 1 to 10
   * @param deadLetters takes what was received as often as the redrive policy allows
   */
  receive(
    most: number,
    visibilityMs = this.settings.visibilityMs,
    deadLetters?: FifoQueue,
  ): ReceivedMessage[] {
    const now = this.#time();
    const mostReceives = deadLetters && this.settings.redrive?.maxReceiveCount;
    const changes: StoreChange[] = [];
    const received: ReceivedMessage[] = [];
    for (const message of this.#available(now)) {
      if (received.length === most) break;
      if (deadLetters && mostReceives !== undefined && message.receives >= mostReceives) {
        changes.push(this.#store.removing(message), ...deadLetters.#addingDeadLetter(message, this.arn, now));
        continue;
      }
      const nonce = randomUUID();
      const taken: StoredMessage = {
        ...message,
        receives: message.receives + 1,
        receipt: { nonce, at: now },
        firstReceivedAt: message.firstReceivedAt ?? now,
        visibleAt: now + visibilityMs,
      };
      changes.push(this.#store.putting(taken));
      const { sequence } = taken;
      received.push({ message: taken, receiptHandle: encodeReceipt({ queue: this.name, sequence, nonce }) });
    }
    this.#store.commit(changes);
    return received;
  }

  /** @throws {AwsError} when the handle is none, or has expired; a message that is gone is no error */
  delete(receiptHandle: string): void {
    const held = this.#held(receiptHandle);
    if (held.kind === 'expired') throw invalidParameter(`the receipt handle ${receiptHandle} has expired`);
    if (held.kind === 'held') this.#store.commit([this.#store.removing(held.message)]);
  }

  /** @throws {AwsError} when the handle is none or has expired, or the message would be hidden for too long */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const held = this.#held(receiptHandle);
    if (held.kind !== 'held')
      throw invalidParameter(`the message of ${receiptHandle} is not in flight any more`);
    const visibleAt = this.#clock.now() + seconds * 1000;
    if (visibleAt > held.receivedAt + LONGEST_VISIBILITY_SECONDS * 1000) {
      throw invalidParameter(`VisibilityTimeout ${seconds}: a message is hidden for at most 12 hours in all`);
    }
    this.#store.commit([this.#store.putting({ ...held.message, visibleAt })]);
  }

  /** Removes every message. What was sent in the last five minutes stays remembered. */
  purge(): void {
    this.#store.commit(this.#store.messages().map((message) => this.#store.removing(message)));
  }

  /** Moves messages that can be received, the oldest first, each as a new one. */
  redrive(most: number, destinationOf: (message: StoredMessage) => FifoQueue | undefined): Redriven {
    const now = this.#time();
    const oldest = this.#available(now).sort((a, b) => a.sequence - b.sequence);
    const changes: StoreChange[] = [];
    let moved = 0;
    let stuckOn: StoredMessage | undefined;
    for (const message of oldest.slice(0, most)) {
      const destination = destinationOf(message);
      if (!destination) {
        stuckOn = message;
        break;
      }
      changes.push(this.#store.removing(message), ...destination.#adding(destination.#stored(message, now)));
      moved += 1;
    }
    this.#store.commit(changes);
    return { moved, stuckOn };
  }

  figures(): QueueFigures {
    const now = this.#time();
    const figures: QueueFigures = { visible: 0, invisible: 0, delayed: 0, oldestAgeMs: undefined };
    for (const message of this.#store.messages()) {
      figures.oldestAgeMs ??= now - message.sentAt;
      if (message.visibleAt <= now) figures.visible += 1;
      else if (message.receipt) figures.invisible += 1;
      else figures.delayed += 1;
    }
    return figures;
  }

  /** When the next hidden message shows itself, if there is one. */
  nextVisibleAt(): number | undefined {
    const now = this.#clock.now();
    const hidden = this.#store.messages().filter(({ visibleAt }) => visibleAt > now);
    return hidden.reduce<number | undefined>(
      (earliest, { visibleAt }) => Math.min(earliest ?? visibleAt, visibleAt),
      undefined,
    );
  }

  /** Calls once, when messages come, go, or change their state. Returns what takes that back. */
  onceChanged(listener: () => void): () => void {
    return this.#store.onceChanged(listener);
  }

  /** The time, at which nothing outdated is left. */
  #time(): number {
    const now = this.#clock.now();
    this.#store.forgetOld(now, this.settings.retentionMs);
    return now;
  }

  /** Group by group, so that a receive takes as many of one group as it can. */
  #available(now: number): StoredMessage[] {
    const messages = this.#store.messages();
    const locked = new Set(
      messages.filter((message) => isInFlight(message, now)).map(({ groupId }) => groupId),
    );
    const groups = new Map<string, StoredMessage[]>();
    for (const message of messages) {
      if (message.visibleAt > now) locked.add(message.groupId);
      if (locked.has(message.groupId)) continue;
      const group = groups.get(message.groupId);
      if (group) group.push(message);
      else groups.set(message.groupId, [message]);
    }
    return [...groups.values()].flat();
  }

  #held(receiptHandle: string): Held {
    const { sequence, nonce } = decodeReceipt(receiptHandle, this.name);
    const message = this.#store.message(sequence);
    if (!message) return { kind: 'gone' };
    const { receipt } = message;
    if (receipt?.nonce !== nonce || !isInFlight(message, this.#clock.now())) return { kind: 'expired' };
    return { kind: 'held', message, receivedAt: receipt.at };
  }

  #stored(
    { body, attributes, traceHeader, groupId, deduplicationId }: NewMessage,
    now: number,
  ): StoredMessage {
    return {
      kind: 'message',
      queue: this.name,
      sequence: this.#store.nextSequence(now),
      id: randomUUID(),
      body,
      attributes,
      traceHeader,
      groupId,
      deduplicationId,
      sentAt: now,
      visibleAt: now + this.settings.delayMs,
      receives: 0,
      earlierReceives: 0,
    };
  }

  #adding(message: StoredMessage): StoreChange[] {
    return [this.#store.putting(message), this.#store.remembering(message, this.#deduplication(message))];
  }

  /** It keeps its id, which also deduplicates it from now on: two that were given up never count as one. */
  #addingDeadLetter(message: StoredMessage, source: string, now: number): StoreChange[] {
    return this.#adding({
      ...this.#stored({ ...message, deduplicationId: message.id }, now),
      id: message.id,
      earlierReceives: message.earlierReceives + message.receives,
      firstReceivedAt: message.firstReceivedAt,
      deadLetterSource: source,
    });
  }

  #deduplication({ groupId, deduplicationId }: NewMessage): string {
    const ofGroup = this.settings.deduplicationScope === 'messageGroup';
    return ofGroup ? JSON.stringify([groupId, deduplicationId]) : deduplicationId;
  }
}

type Held =
  | { kind: 'held'; message: StoredMessage; receivedAt: number }
  /** The message is there, but was received again, or can be. */
  | { kind: 'expired' }
  | { kind: 'gone' };

function isInFlight({ receipt, visibleAt }: StoredMessage, now: number): boolean {
  return receipt !== undefined && visibleAt > now;
}
