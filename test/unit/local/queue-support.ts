import { FifoQueue } from '../../../local/aws/sqs/fifo-queue.ts';
import { queueSettings } from '../../../local/aws/sqs/queue-attributes.ts';
import type { NewMessage, QueueRecord } from '../../../local/aws/sqs/records.ts';
import { DurableMap } from '../../../local/durable-map.ts';

/** A time that only a test moves. */
export class ManualClock {
  #now = 1_800_000_000_000;

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

/** A queue in memory, unless a journal is given that holds it already. */
export function openQueue(
  clock: { now(): number },
  {
    attributes = {},
    journal = DurableMap.open<QueueRecord>(undefined),
    name = 'test.fifo',
  }: { attributes?: Record<string, string>; journal?: DurableMap<QueueRecord>; name?: string } = {},
): FifoQueue {
  const settings = queueSettings(attributes);
  return new FifoQueue({ name, arn: `arn:aws:sqs:test:0:${name}`, settings, clock, journal });
}

/** @param id also deduplicates */
export function message(id: string, groupId = 'g'): NewMessage {
  return { body: id, attributes: {}, groupId, deduplicationId: id };
}
