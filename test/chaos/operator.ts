import { randomUUID } from 'node:crypto';
import { decodeJob } from '../../lambdas/core/envelope.ts';
import type { ReceivedMessage } from '../../local/aws/sqs/fifo-queue.ts';
import type { ChaosQueues } from './chaos-queues.ts';

const EVERYTHING = 1_000_000;
const BATCH = 10;
/** Long enough that a second look does not find the same message. */
const LOOK_MS = 1;

/** What is in the dead-letter queue now. */
export function deadLettersIn({ deadLetters }: ChaosQueues): ReceivedMessage[] {
  const found: ReceivedMessage[] = [];
  for (;;) {
    const batch = deadLetters.receive(BATCH, LOOK_MS);
    if (batch.length === 0) return found;
    found.push(...batch);
  }
}

/** As the console does: everything goes back with the group that it had. */
export function redriveAll({ deadLetters, events }: ChaosQueues): void {
  deadLetters.redrive(EVERYTHING, () => events);
}

/** As a command would: each job is sent to its workspace's group, under an id of its own. */
export function retryAll(queues: ChaosQueues, times: number): void {
  for (const { message, receiptHandle } of deadLettersIn(queues)) {
    const decoded = decodeJob(message.body);
    if (decoded.kind !== 'job') continue;
    for (let time = 0; time < times; time++) {
      const { body } = message;
      queues.events.send({
        body,
        attributes: {},
        groupId: decoded.job.workspace,
        deduplicationId: randomUUID(),
      });
    }
    queues.deadLetters.delete(receiptHandle);
  }
}
