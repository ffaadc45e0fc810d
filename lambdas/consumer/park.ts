import { createHash } from 'node:crypto';
import { encodeJob } from '../core/envelope.ts';
import type { Message } from './message.ts';
import type { ConsumerPorts } from './turn.ts';

const MOST_DEDUPLICATION_CHARACTERS = 128;

export interface Parked {
  workspace: string;
  pageId: string;
  /** Ids of outbox entries: a retry asks for them again. */
  entries: readonly string[];
  /** Of the messages that led here. */
  messageIds: readonly string[];
  reason: string;
  hint: string;
}

/** Copies what a person must look at to the dead-letter queue, as a job that asks for it again. */
export async function park(parked: Parked, ports: ConsumerPorts): Promise<void> {
  const { workspace, pageId, entries, messageIds, reason, hint } = parked;
  await ports.deadLetters.park({
    body: encodeJob({ kind: 'retry', workspace, pageId, notices: [...entries] }),
    deduplicationId: deduplicationId([...messageIds, ...entries].join(':')),
    workspace,
    reason,
    hint,
    failedAt: ports.clock.now(),
  });
}

/** Copies a message that has no page record to the dead-letter queue, as it is. */
export async function parkMessage(
  { id, body, group }: Message,
  reason: string,
  hint: string,
  { deadLetters, log, clock }: ConsumerPorts,
): Promise<void> {
  log.error('Parked a message', { messageId: id, outcome: 'parked', reason });
  log.count('MessageParked');
  await deadLetters.park({
    body,
    deduplicationId: deduplicationId(id),
    workspace: group ?? 'unknown',
    reason,
    hint,
    failedAt: clock.now(),
  });
}

/** SQS takes at most 128 characters. */
function deduplicationId(id: string): string {
  return id.length <= MOST_DEDUPLICATION_CHARACTERS ? id : createHash('sha256').update(id).digest('hex');
}
