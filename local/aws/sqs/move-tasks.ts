import { randomUUID } from 'node:crypto';
import type { LocalClock } from '../../clock.ts';
import { invalidParameter, requireRange, sqsError } from './errors.ts';
import type { FifoQueue } from './fifo-queue.ts';
import type { QueueService } from './queue-service.ts';

/** A second of the clock is what a rate counts by. */
const SECOND_MS = 1000;

export interface MoveTask {
  handle: string;
  status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  sourceArn: string;
  destinationArn: string | undefined;
  perSecond: number | undefined;
  moved: number;
  toMove: number;
  failureReason: string | undefined;
  startedAt: number;
}

export interface MoveRequest {
  sourceArn: string;
  /** Undefined: each message goes to the queue that gave it up. */
  destinationArn: string | undefined;
  /** Undefined: all at once. */
  perSecond: number | undefined;
}

/**
 * Moves messages out of dead-letter queues. A task with a rate ends with the process; what it had not moved
 * stays where it was.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export class MoveTasks {
  readonly #queues: QueueService;
  readonly #clock: LocalClock;
  readonly #closing: AbortSignal;
  readonly #tasks: MoveTask[] = [];

  /** @param closing ends the tasks that run */
  constructor(queues: QueueService, clock: LocalClock, closing: AbortSignal) {
    this.#queues = queues;
    this.#clock = clock;
    this.#closing = closing;
  }

  /** What can be moved at once has been when this returns. */
  start(request: MoveRequest): MoveTask {
    const source = this.#source(request);
    const task: MoveTask = {
      ...request,
      handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), ...request })).toString('base64'),
      status: 'RUNNING',
      moved: 0,
      toMove: source.figures().visible,
      failureReason: undefined,
      startedAt: this.#clock.now(),
    };
    this.#step(task, source);
    this.#tasks.unshift(task);
    if (task.status === 'RUNNING') void this.#continue(task, source);
    return task;
  }

  /** The latest first. */
  list(sourceArn: string, most: number): MoveTask[] {
    return this.#tasks.filter((task) => task.sourceArn === sourceArn).slice(0, most);
  }

  /** Moves as much as the rate allows in one second, each message or none of it. */
  #step(task: MoveTask, source: FifoQueue): void {
    const left = task.toMove - task.moved;
    const most = Math.min(left, task.perSecond ?? left);
    const { moved, stuckOn } = source.redrive(most, ({ deadLetterSource }) => {
      const destination = task.destinationArn ?? deadLetterSource;
      return destination === undefined ? undefined : this.#queues.queueByArn(destination);
    });
    task.moved += moved;
    if (stuckOn) {
      const known = task.destinationArn ?? stuckOn.deadLetterSource;
      task.status = 'FAILED';
      task.failureReason = known
        ? 'AWS.SimpleQueueService.NonExistentQueue'
        : 'CouldNotDetermineMessageSource';
    } else if (task.moved === task.toMove || moved < most) {
      task.status = 'COMPLETED';
    }
  }

  async #continue(task: MoveTask, source: FifoQueue): Promise<void> {
    while (task.status === 'RUNNING') {
      await this.#clock.sleep(SECOND_MS, this.#closing).catch(() => undefined);
      if (this.#closing.aborted) return;
      this.#step(task, source);
    }
  }

  #source({ sourceArn, destinationArn, perSecond }: MoveRequest): FifoQueue {
    if (perSecond !== undefined) requireRange('MaxNumberOfMessagesPerSecond', perSecond, 1, 500);
    const source = this.#existing('SourceArn', sourceArn);
    if (!this.#queues.isDeadLetterQueue(source)) {
      throw invalidParameter(`SourceArn: ${sourceArn} is the dead-letter queue of no queue`);
    }
    if (destinationArn !== undefined && this.#existing('DestinationArn', destinationArn) === source) {
      throw invalidParameter('DestinationArn is the SourceArn: messages are moved to another queue');
    }
    if (this.#tasks.some((task) => task.sourceArn === sourceArn && task.status === 'RUNNING')) {
      throw sqsError(
        'UnsupportedOperation',
        `a task for ${sourceArn} runs already: a queue has one at a time`,
      );
    }
    return source;
  }

  #existing(parameter: string, queueArn: string): FifoQueue {
    const queue = this.#queues.queueByArn(queueArn);
    if (queue) return queue;
    throw sqsError('ResourceNotFoundException', `${parameter}: there is no queue ${queueArn}`);
  }
}
