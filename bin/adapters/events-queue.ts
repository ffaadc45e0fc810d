import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { jobQueue } from '../../lambdas/adapters/queue.ts';
import type { Job } from '../../lambdas/core/envelope.ts';
import type { DlqPorts } from '../commands/dlq/ports.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';
import { reachStore } from './table-access.ts';

interface EventsQueue {
  send(job: Job, deduplicationId: string): Promise<void>;
  /** Sends with fresh deduplication ids: SQS would drop what it has seen within five minutes. */
  again: DlqPorts['queue'];
}

/** events.fifo, from the operator's side. */
export function eventsQueue(access: ServiceAccess, queueUrl: string): EventsQueue {
  const client = new SQSClient(access);
  const queue = jobQueue(client, queueUrl);
  const purpose = 'send to the queue of events';
  return {
    send: (job, deduplicationId) => reachStore(purpose, () => queue.send(job, deduplicationId)),
    again: {
      retry: (job) => reachStore(purpose, () => queue.send(job, `retry-${randomUUID()}`)),
      resend: async (workspace, body) => {
        const command = new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageGroupId: workspace,
          MessageDeduplicationId: `retry-${randomUUID()}`,
        });
        await reachAws(purpose, () => client.send(command));
      },
    },
  };
}
