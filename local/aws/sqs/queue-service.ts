import type { LocalClock } from '../../clock.ts';
import type { DurableMap } from '../../durable-map.ts';
import { arn } from '../identity.ts';
import { invalidParameter, sqsError } from './errors.ts';
import { FifoQueue, type QueueFigures, type ReceivedMessage } from './fifo-queue.ts';
import { receiveOrWait } from './long-poll.ts';
import {
  effectiveAttributes,
  normaliseAttributes,
  type QueueAttributes,
  type QueueSettings,
  queueSettings,
} from './queue-attributes.ts';
import { definitionKey, type QueueDefinition, type QueueRecord } from './records.ts';

const NAME = /^[\w-]{1,75}\.fifo$/;
const PURGE_PAUSE_MS = 60_000;

interface Entry {
  definition: QueueDefinition;
  queue: FifoQueue;
  purgedAt?: number;
}

export interface ReceiveOptions {
  most: number;
  /** Undefined: what the queue says. */
  visibilityMs: number | undefined;
  waitMs: number | undefined;
  signal: AbortSignal;
}

/** The queues of the local run: FIFO queues only, as Pagebell has no other. */
export class QueueService {
  readonly #journal: DurableMap<QueueRecord>;
  readonly #clock: LocalClock;
  readonly #entries = new Map<string, Entry>();

  /** Takes up the queues that the journal holds. */
  constructor(journal: DurableMap<QueueRecord>, clock: LocalClock) {
    this.#journal = journal;
    this.#clock = clock;
    for (const record of journal.values()) if (record.kind === 'queue') this.#open(record);
  }

  /**
   * Creates a queue, or finds it if it has these attributes.
   *
   * @throws {AwsError} when it exists with others, or is not one that SQS or this stand-in would create
   */
  create(name: string, given: QueueAttributes): FifoQueue {
    if (given['FifoQueue'] !== 'true' || !NAME.test(name)) throw notFifo(name);
    const attributes = normaliseAttributes(given);
    const existing = this.#entries.get(name);
    if (existing) {
      const effective = effectiveAttributes(existing.definition.attributes);
      const other = Object.keys(attributes).find((key) => attributes[key] !== (effective[key] ?? ''));
      if (!other) return existing.queue;
      throw sqsError('QueueNameExists', `the queue ${name} exists, with another ${other}`);
    }
    this.#checkDeadLetterQueue(queueSettings(attributes));
    const now = this.#clock.now();
    const definition = { kind: 'queue', queue: name, attributes, createdAt: now, modifiedAt: now } as const;
    const { queue } = this.#open(definition);
    this.#journal.set(definitionKey(name), definition);
    return queue;
  }

  /** @throws {AwsError} QueueDoesNotExist */
  queue(name: string): FifoQueue {
    return this.#entry(name).queue;
  }

  queueByArn(queueArn: string): FifoQueue | undefined {
    return this.#entries.get(queueArn.slice(queueArn.lastIndexOf(':') + 1))?.queue;
  }

  names(): string[] {
    return [...this.#entries.keys()].sort();
  }

  /** How many messages a queue has, for who runs in the same process. */
  figures(name: string): QueueFigures {
    return this.queue(name).figures();
  }

  isDeadLetterQueue(queue: FifoQueue): boolean {
    return [...this.#entries.values()].some((entry) => this.#deadLettersOf(entry.queue) === queue);
  }

  attributes(name: string): QueueAttributes {
    const { definition, queue } = this.#entry(name);
    const { visible, invisible, delayed } = queue.figures();
    return {
      ...effectiveAttributes(definition.attributes),
      QueueArn: queue.arn,
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(invisible),
      ApproximateNumberOfMessagesDelayed: String(delayed),
      CreatedTimestamp: String(Math.floor(definition.createdAt / 1000)),
      LastModifiedTimestamp: String(Math.floor(definition.modifiedAt / 1000)),
    };
  }

  setAttributes(name: string, given: QueueAttributes): void {
    const entry = this.#entry(name);
    const attributes = { ...entry.definition.attributes, ...normaliseAttributes(given) };
    const settings = queueSettings(attributes);
    this.#checkDeadLetterQueue(settings);
    const definition = { ...entry.definition, attributes, modifiedAt: this.#clock.now() };
    this.#journal.set(definitionKey(name), definition);
    entry.definition = definition;
    entry.queue.settings = settings;
  }

  delete(name: string): void {
    this.#entry(name);
    const keys = [...this.#journal.entries()]
      .filter(([, record]) => record.queue === name)
      .map(([key]) => key);
    this.#journal.apply(keys.map((key) => [key]));
    this.#entries.delete(name);
  }

  purge(name: string): void {
    const entry = this.#entry(name);
    const now = this.#clock.now();
    if (entry.purgedAt !== undefined && now < entry.purgedAt + PURGE_PAUSE_MS) {
      throw sqsError(
        'PurgeQueueInProgress',
        `the queue ${name} was purged within the last minute: wait for its end`,
      );
    }
    entry.queue.purge();
    entry.purgedAt = now;
  }

  receive(name: string, { most, visibilityMs, waitMs, signal }: ReceiveOptions): Promise<ReceivedMessage[]> {
    const { queue } = this.#entry(name);
    const receive = () => queue.receive(most, visibilityMs, this.#deadLettersOf(queue));
    return receiveOrWait(queue, receive, waitMs ?? queue.settings.waitMs, this.#clock, signal);
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (!entry) throw sqsError('QueueDoesNotExist', `there is no queue ${name}`);
    return entry;
  }

  #open(definition: QueueDefinition): Entry {
    const queue = new FifoQueue({
      name: definition.queue,
      arn: arn('sqs', definition.queue),
      settings: queueSettings(definition.attributes),
      clock: this.#clock,
      journal: this.#journal,
    });
    const entry = { definition, queue };
    this.#entries.set(definition.queue, entry);
    return entry;
  }

  #deadLettersOf(queue: FifoQueue): FifoQueue | undefined {
    const { redrive } = queue.settings;
    return redrive && this.queueByArn(redrive.deadLetterTargetArn);
  }

  #checkDeadLetterQueue({ redrive }: QueueSettings): void {
    if (!redrive || this.queueByArn(redrive.deadLetterTargetArn)) return;
    throw invalidParameter(
      `RedrivePolicy: there is no queue ${redrive.deadLetterTargetArn}: create it first`,
    );
  }
}

function notFifo(name: string) {
  return invalidParameter(
    `${name}: the local run has FIFO queues only; the name must be 1 to 75 letters, digits, - and _ and end in .fifo, and the attribute FifoQueue must be true`,
  );
}
