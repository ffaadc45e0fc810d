import type { Job } from '../envelope.ts';

export interface JobQueue {
  /** @param deduplicationId SQS drops a second message with the same one for five minutes */
  send(job: Job, deduplicationId: string): Promise<void>;
  /** Sends all it can. Resolves to how many could not be sent. */
  sendAll(jobs: readonly { job: Job; deduplicationId: string }[]): Promise<number>;
}

/** Messages in the consumer's hands. */
export interface Deliveries {
  /** Hides one that goes back, so that it comes again after this time and not at the end of its time-out. */
  hide(receiptHandle: string, ms: number): Promise<void>;
}

/** How full the queues are, as SQS counts: approximately. */
export interface QueueFigures {
  /** @throws {StoreUnavailable} */
  read(): Promise<QueueState>;
}

export interface QueueState {
  /** Messages of events.fifo that nobody has in hand. */
  waiting: number;
  /** Those that are worked on, or were given back for later. */
  inFlight: number;
  /** Messages of the dead-letter queue. */
  deadLetters: number;
  /** Age of the oldest message of events.fifo (seconds), minutes late; absent where it is not known. */
  oldestSeconds?: number;
}

/** A message that a person must look at. */
export interface ParkedCopy {
  /** A job that can be sent again, or a body that nobody could read. */
  body: string;
  deduplicationId: string;
  workspace: string;
  reason: string;
  hint: string;
  failedAt: number;
}

export interface DeadLetters {
  park(copy: ParkedCopy): Promise<void>;
}
