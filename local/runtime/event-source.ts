import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { succeeded } from './batch-response.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { toSqsEvent } from './sqs-event.ts';
import type { EventSourceDefinition } from './stack.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const MOST_POLLERS = 5;
const LONG_POLL_SECONDS = 20;
const PAUSE_AFTER_FAILURE_MS = 1000;

export interface EventSourceOptions
  extends Pick<EventSourceDefinition, 'batchSize' | 'reportsBatchItemFailures'> {
  client: SQSClient;
  region: string;
  queue: { url: string; arn: string };
  target: LambdaFunction;
  /** Told of a queue that does not answer, once until it answers again. */
  onTrouble: (message: string) => void;
}

/**
 * Lambda's event source mapping: polls a queue, hands batches to a function and deletes what succeeded.
 * What did not stays invisible until its visibility time-out ends. Never more invocations at once than the
 * function may have.
 */
export class EventSource {
  readonly #options: EventSourceOptions;
  readonly #closing = new AbortController();
  readonly #pollers: Promise<void>[];
  #isTroubled = false;

  constructor(options: EventSourceOptions) {
    this.#options = options;
    const pollers = Math.min(options.target.concurrency, MOST_POLLERS);
    this.#pollers = Array.from({ length: pollers }, () => this.#poll());
  }

  /** Resolves when the batches in work are done with. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#pollers);
  }

  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const messages = await this.#receive();
        this.#isTroubled = false;
        if (messages.length > 0) await this.#work(messages);
      } catch (error) {
        if (signal.aborted) return;
        this.#complain(error);
        await sleep(PAUSE_AFTER_FAILURE_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async #receive(): Promise<Message[]> {
    const { client, queue, batchSize } = this.#options;
    const command = new ReceiveMessageCommand({
      QueueUrl: queue.url,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: LONG_POLL_SECONDS,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await client.send(command, { abortSignal: this.#closing.signal });
    return Messages;
  }

  async #work(messages: readonly Message[]): Promise<void> {
    const { client, region, queue, target, reportsBatchItemFailures } = this.#options;
    const outcome = await target.invoke(toSqsEvent(messages, queue.arn, region));
    const ids = messages.map(({ MessageId = '' }) => MessageId);
    const done = new Set(succeeded(outcome, ids, reportsBatchItemFailures));
    const entries = messages
      .filter(({ MessageId = '' }) => done.has(MessageId))
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    if (entries.length === 0) return;
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries: entries }));
  }

  #complain(error: unknown): void {
    if (this.#isTroubled) return;
    this.#isTroubled = true;
    const reason = error instanceof Error ? error.message || error.name : String(error);
    this.#options.onTrouble(`the queue ${this.#options.queue.url} does not answer: ${reason}; trying again`);
  }
}
