import type { Message } from '../../lambdas/consumer/message.ts';
import { type EventJob, encodeJob } from '../../lambdas/core/envelope.ts';
import type { JobQueue } from '../../lambdas/core/ports/queue.ts';
import type { FifoQueue } from '../../local/aws/sqs/fifo-queue.ts';

const NEWER_VERSION = 99;

/** A rolling deploy: for a while a later release writes, and this one has to read beside it. */
export class Deployment {
  /** The last event of each page. */
  readonly lastEvents = new Map<string, EventJob>();
  #newerUntil = 0;

  writeNewerMessagesUntil(time: number): void {
    this.#newerUntil = Math.max(this.#newerUntil, time);
  }

  end(): void {
    this.#newerUntil = 0;
  }

  /** The receiver's queue, which the later release may have by now. */
  writing(queue: JobQueue, events: FifoQueue, now: () => number): JobQueue {
    return {
      ...queue,
      send: async (job, deduplicationId) => {
        if (job.kind === 'event') this.lastEvents.set(job.pageId, job);
        if (now() >= this.#newerUntil) return queue.send(job, deduplicationId);
        const body = JSON.stringify({ ...JSON.parse(encodeJob(job)), v: NEWER_VERSION });
        events.send({ body, attributes: {}, groupId: job.workspace, deduplicationId });
      },
    };
  }

  /** Once the deploy is over, what the later release wrote is read by it. */
  translate(message: Message, now: number): Message {
    if (now < this.#newerUntil || !message.body.includes(`"v":${NEWER_VERSION}`)) return message;
    return { ...message, body: JSON.stringify({ ...JSON.parse(message.body), v: 1 }) };
  }
}
