import { backoff } from '../../core/backoff.ts';
import type { Verdict } from '../../core/classify.ts';
import type { Claim, Settlement } from '../../core/outbox.ts';
import type { Memory, Notice, PageState } from '../../core/page-record.ts';
import type { ConsumerPorts } from '../turn.ts';

/** One claimed notice, and what it is about. */
export interface Delivery extends Claim {
  pageId: string;
  page: PageState;
  /** Of that page. */
  memory: Memory | undefined;
  /** Of the messages that led here. */
  messageIds: readonly string[];
}

/** What became of it; `haltUntil` (ms) if the whole workspace must wait. */
export interface Delivered {
  settlement: Settlement;
  haltUntil?: number | undefined;
}

/** What a failed call means for its notice, or for what else was owed, whose outcome the verdict says is known. */
export function settlementOf(
  verdict: Exclude<Verdict, { kind: 'unknown' }>,
  { notice }: { notice: Pick<Notice, 'attempts'> },
  { clock, random }: ConsumerPorts,
): Delivered {
  const now = clock.now();
  switch (verdict.kind) {
    case 'committed':
      return { settlement: { kind: 'delivered' } };
    case 'gone':
      return { settlement: { kind: 'dropped', reason: verdict.reason } };
    case 'deferred': {
      const at = now + backoff(notice.attempts + 1, random(), verdict.retryAfterMs);
      return { settlement: { kind: 'pending', at, reason: verdict.reason } };
    }
    case 'halted': {
      const at = now + verdict.forMs;
      return { settlement: { kind: 'returned', to: 'pending', at, reason: verdict.reason }, haltUntil: at };
    }
    case 'parked':
      return { settlement: { kind: 'failed', reason: verdict.reason, hint: verdict.hint } };
  }
}

/** There is nobody to tell it to, then or now. */
export function untellable(reason: string): Delivered {
  return { settlement: { kind: 'dropped', reason, cannotBeTold: true } };
}
