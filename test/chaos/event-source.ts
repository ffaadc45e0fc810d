import type { Message } from '../../lambdas/consumer/message.ts';
import type { FifoQueue, ReceivedMessage } from '../../local/aws/sqs/fifo-queue.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Runs the function. Resolves to the ids of what it gives back; undefined: it died, and said nothing. */
export type Consume = (messages: Message[]) => Promise<ReadonlySet<string> | undefined>;

const BATCH = 10;
const POLL_MS = 10;

/** Lambda's event source: hands batches to the consumer, and deletes what it does not give back. */
export class EventSource {
  readonly #queue: FifoQueue;
  readonly #consume: Consume;
  readonly #time: VirtualTime;
  /** How many invocations may run at once. */
  readonly #most: number;
  #running = 0;
  #nextPollAt = Number.POSITIVE_INFINITY;
  /** The deletions of the next batch get lost. */
  losesAcknowledgements = false;

  constructor(queue: FifoQueue, consume: Consume, time: VirtualTime, most: number) {
    this.#queue = queue;
    this.#consume = consume;
    this.#time = time;
    this.#most = most;
    this.#watch();
  }

  #watch(): void {
    this.#queue.onceChanged(() => {
      this.#pollAt(this.#time.now() + POLL_MS);
      this.#watch();
    });
  }

  #pollAt(at: number): void {
    if (at >= this.#nextPollAt) return;
    this.#nextPollAt = at;
    this.#time.at(at, () => {
      if (at === this.#nextPollAt) this.#nextPollAt = Number.POSITIVE_INFINITY;
      this.#poll();
    });
  }

  #poll(): void {
    if (this.#running < this.#most) {
      const batch = this.#queue.receive(BATCH);
      if (batch.length > 0) void this.#invoke(batch);
    }
    const nextVisible = this.#queue.nextVisibleAt();
    if (nextVisible !== undefined) this.#pollAt(nextVisible);
  }

  async #invoke(batch: ReceivedMessage[]): Promise<void> {
    this.#running += 1;
    const givenBack = await this.#consume(batch.map(messageOf));
    this.#running -= 1;
    if (givenBack && !this.#losesNow()) {
      for (const { message, receiptHandle } of batch) {
        if (!givenBack.has(message.id)) this.#queue.delete(receiptHandle);
      }
    }
    this.#pollAt(this.#time.now() + POLL_MS);
  }

  #losesNow(): boolean {
    const loses = this.losesAcknowledgements;
    this.losesAcknowledgements = false;
    return loses;
  }
}

function messageOf({ message, receiptHandle }: ReceivedMessage): Message {
  const { id, body, groupId, receives } = message;
  return { id, body, group: groupId, receiveCount: receives, receiptHandle };
}
