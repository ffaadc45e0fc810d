import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { FifoQueue } from '../../local/aws/sqs/fifo-queue.ts';
import { messageInput, newMessage } from '../../local/aws/sqs/new-message.ts';
import { queueSettings } from '../../local/aws/sqs/queue-attributes.ts';
import type { QueueRecord } from '../../local/aws/sqs/records.ts';
import { DurableMap } from '../../local/durable-map.ts';
import type { Faults } from './faults.ts';
import { between, type Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

export type QueueFault =
  | { kind: 'unavailable' }
  /** Done, but the answer is an error. */
  | { kind: 'lost-answer' };

export const EVENTS_URL = 'events.fifo';
export const DEAD_LETTERS_URL = 'dead-letters.fifo';

/** As the stack sets them. */
const ATTRIBUTES = {
  FifoQueue: 'true',
  DeduplicationScope: 'messageGroup',
  FifoThroughputLimit: 'perMessageGroupId',
  VisibilityTimeout: '120',
  MessageRetentionPeriod: String(14 * 24 * 60 * 60),
};

interface Input {
  QueueUrl?: string;
  ReceiptHandle?: string;
  VisibilityTimeout?: number;
  Entries?: readonly object[];
}

/** Both queues, behind the client that the product's own adapters use. */
export class ChaosQueues {
  readonly events: FifoQueue;
  readonly deadLetters: FifoQueue;
  readonly client: SQSClient;
  /** What was put into the dead-letter queue, and when (ms). */
  readonly parked: { body: string; at: number }[] = [];
  /** So many were sent by that client. */
  requests = 0;
  readonly #faults: Faults<QueueFault>;
  readonly #time: VirtualTime;
  readonly #random: Random;

  constructor(faults: Faults<QueueFault>, time: VirtualTime, random: Random) {
    this.#faults = faults;
    this.#time = time;
    this.#random = random;
    const journal = DurableMap.open<QueueRecord>(undefined);
    const settings = queueSettings(ATTRIBUTES);
    const open = (name: string) =>
      new FifoQueue({ name, arn: `arn:aws:sqs:::${name}`, settings, clock: time, journal });
    this.events = open(EVENTS_URL);
    this.deadLetters = open(DEAD_LETTERS_URL);
    // Nothing of the client but `send` is used.
    this.client = Object.assign(Object.create(SQSClient.prototype), {
      send: (command: { input: object }) => this.#send(command),
    });
  }

  async #send(command: { input: object }): Promise<object> {
    const input: Input = command.input; // of one of the commands in #act
    this.requests += 1;
    const isDead = input.QueueUrl === DEAD_LETTERS_URL;
    const verb = command instanceof ChangeMessageVisibilityCommand ? 'hide' : 'send';
    const fault = this.#faults.next(isDead ? 'dead-letters.send' : `queue.${verb}`);
    await this.#time.sleep(between(this.#random, 1, 30));
    if (fault?.kind === 'unavailable') throw new Error('injected: SQS does not answer');
    const answer = this.#act(command, isDead ? this.deadLetters : this.events, input);
    await this.#time.sleep(between(this.#random, 1, 30));
    if (fault) throw new Error('injected: the answer of SQS was lost');
    return answer;
  }

  #act(command: object, queue: FifoQueue, input: Input): object {
    if (command instanceof SendMessageCommand) {
      const message = newMessage(messageInput.parse(input), queue.settings);
      queue.send(message);
      if (queue === this.deadLetters) this.parked.push({ body: message.body, at: this.#time.now() });
      return {};
    }
    if (command instanceof SendMessageBatchCommand) {
      for (const entry of input.Entries ?? []) {
        queue.send(newMessage(messageInput.parse(entry), queue.settings));
      }
      return {};
    }
    if (command instanceof ChangeMessageVisibilityCommand) {
      queue.changeVisibility(input.ReceiptHandle ?? '', input.VisibilityTimeout ?? 0);
      return {};
    }
    throw new Error(`the chaos queues do not know ${command.constructor.name}`);
  }
}
