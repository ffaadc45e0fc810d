import type { DurableMap } from '../../durable-map.ts';
import { messageKey, type QueueRecord, type SentMessage, type StoredMessage, sentKey } from './records.ts';

/** SQS remembers a deduplication id for so long, counted from the first message that had it. */
const DEDUPLICATION_MS = 5 * 60_000;

/** A record to be written, or without one a key to be removed. */
export interface StoreChange {
  store: MessageStore;
  key: string;
  record?: StoredMessage | SentMessage;
}

/** The messages of one queue, and what it remembers of those sent before: an index into the journal. */
export class MessageStore {
  readonly #queue: string;
  readonly #journal: DurableMap<QueueRecord>;
  /** By key, in the order of their sequence. */
  readonly #messages = new Map<string, StoredMessage>();
  /** By key, the oldest first. */
  readonly #sent = new Map<string, SentMessage>();
  readonly #listeners = new Set<() => void>();
  #lastSequence = 0;

  /** @param journal shared by queues between which messages move, so that a move is one write */
  constructor(queue: string, journal: DurableMap<QueueRecord>) {
    this.#queue = queue;
    this.#journal = journal;
    for (const [key, record] of journal.entries()) {
      if (record.queue === queue && record.kind !== 'queue') this.#index(key, record);
    }
  }

  /** The oldest first. */
  messages(): StoredMessage[] {
    return [...this.#messages.values()];
  }

  message(sequence: number): StoredMessage | undefined {
    return this.#messages.get(messageKey(this.#queue, sequence));
  }

  sentBefore(deduplication: string): SentMessage | undefined {
    return this.#sent.get(sentKey(this.#queue, deduplication));
  }

  /** From the time, so that it grows over restarts of a queue that was empty. */
  nextSequence(now: number): number {
    this.#lastSequence = Math.max(this.#lastSequence + 1, now * 1000);
    return this.#lastSequence;
  }

  putting(message: StoredMessage): StoreChange {
    return { store: this, key: messageKey(this.#queue, message.sequence), record: message };
  }

  removing(message: StoredMessage): StoreChange {
    return { store: this, key: messageKey(this.#queue, message.sequence) };
  }

  remembering({ id, sequence, sentAt }: StoredMessage, deduplication: string): StoreChange {
    const record: SentMessage = { kind: 'sent', queue: this.#queue, id, sequence, at: sentAt };
    return { store: this, key: sentKey(this.#queue, deduplication), record };
  }

  /** Removes what has been kept for long enough. Both indexes begin with their oldest. */
  forgetOld(now: number, retentionMs: number): void {
    const changes: StoreChange[] = [];
    for (const [key, { sentAt }] of this.#messages) {
      if (sentAt + retentionMs > now) break;
      changes.push({ store: this, key });
    }
    for (const [key, { at }] of this.#sent) {
      if (at + DEDUPLICATION_MS > now) break;
      changes.push({ store: this, key });
    }
    this.commit(changes);
  }

  /** Makes all of the changes, of this and other queues, or none; then tells who listens to them. */
  commit(changes: readonly StoreChange[]): void {
    this.#journal.apply(changes.map(({ key, record }) => (record ? [key, record] : [key])));
    for (const { store, key, record } of changes) store.#index(key, record);
    for (const store of new Set(changes.map((change) => change.store))) store.#announce();
  }

  /** Calls once, at the next change. Returns what takes that back. */
  onceChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #index(key: string, record: StoredMessage | SentMessage | undefined): void {
    if (record === undefined) {
      this.#messages.delete(key);
      this.#sent.delete(key);
      return;
    }
    this.#lastSequence = Math.max(this.#lastSequence, record.sequence);
    if (record.kind === 'message') this.#messages.set(key, record);
    else this.#sent.set(key, record);
  }

  #announce(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
