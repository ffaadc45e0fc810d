import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { cut } from '../core/cut.ts';
import { encodeJob } from '../core/envelope.ts';
import type { DeadLetters, Deliveries, JobQueue } from '../core/ports/queue.ts';
import { StoreUnavailable } from '../core/ports/store-errors.ts';
import { requestTimeouts } from './request-timeouts.ts';

/** What SQS takes in one call. */
const MOST_IN_BATCH = 10;

/**
 * @param timeoutMs for one try: a caller who is waited for wants it short
 */
export function openSqs(timeoutMs = 5000): SQSClient {
  return new SQSClient({
    maxAttempts: 3,
    requestHandler: requestTimeouts(timeoutMs),
  });
}

/** events.fifo. A workspace's key is its message group. */
export function jobQueue(sqs: SQSClient, queueUrl: string): JobQueue {
  return {
    async send(job, deduplicationId) {
      await reach(
        sqs.send(
          new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: encodeJob(job),
            MessageGroupId: job.workspace,
            MessageDeduplicationId: deduplicationId,
          }),
        ),
      );
    },

    async sendAll(jobs) {
      let failures = 0;
      for (let start = 0; start < jobs.length; start += MOST_IN_BATCH) {
        const entries = jobs.slice(start, start + MOST_IN_BATCH).map(({ job, deduplicationId }, index) => ({
          Id: String(index),
          MessageBody: encodeJob(job),
          MessageGroupId: job.workspace,
          MessageDeduplicationId: deduplicationId,
        }));
        const { Failed = [] } = await reach(
          sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries })),
        );
        failures += Failed.length;
      }
      return failures;
    },
  };
}

/** What the consumer does with queues. */
export function openQueues(queueUrl: string, deadLetterQueueUrl: string, sqs = openSqs()) {
  return {
    queue: jobQueue(sqs, queueUrl),
    deliveries: deliveries(sqs, queueUrl),
    deadLetters: deadLetters(sqs, deadLetterQueueUrl),
  };
}

/** A message can be hidden for twelve hours, but an operator who has mended something should not wait. */
const MOST_SECONDS_HIDDEN = 15 * 60;

function deliveries(sqs: SQSClient, queueUrl: string): Deliveries {
  return {
    async hide(receiptHandle, ms) {
      const seconds = Math.min(MOST_SECONDS_HIDDEN, Math.max(0, Math.ceil(ms / 1000)));
      await reach(
        sqs.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: queueUrl,
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: seconds,
          }),
        ),
      );
    },
  };
}

/** dead-letters.fifo. Each copy has a group of its own: one group can be read only ten messages deep. */
function deadLetters(sqs: SQSClient, queueUrl: string): DeadLetters {
  return {
    async park({ body, deduplicationId, workspace, reason, hint, failedAt }) {
      await reach(
        sqs.send(
          new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: body,
            MessageGroupId: deduplicationId,
            MessageDeduplicationId: deduplicationId,
            MessageAttributes: {
              workspace: { DataType: 'String', StringValue: workspace },
              reason: { DataType: 'String', StringValue: cut(reason, 1000) },
              hint: { DataType: 'String', StringValue: hint },
              failedAt: { DataType: 'Number', StringValue: String(failedAt) },
            },
          }),
        ),
      );
    },
  };
}

async function reach<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw new StoreUnavailable(`the queue: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
