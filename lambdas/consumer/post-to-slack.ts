import { classify } from '../core/classify.ts';
import type { Failure, Result } from '../core/failure.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';
import type { ConsumerPorts, Turn } from './turn.ts';
import { noTimeLeft } from './who-is-who.ts';

/** A longer wait of Slack's, all in all, is left to the outbox: whatever else the workspace has waits behind it. */
const SHORT_WAIT_MS = 5000;

/** Posts one message. Where its outcome is unknown it is posted again later: a duplicate beats a loss. */
export async function postToSlack(
  post: () => Promise<Result<void>>,
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  const posted = await postInTurn(post, turn, ports);
  return posted.ok ? { settlement: { kind: 'delivered' } } : afterFailure(posted.failure, delivery, ports);
}

/** What a failed call to Slack means for a notice. */
export function afterFailure(failure: Failure, delivery: Delivery, ports: ConsumerPorts): Delivered {
  const verdict = classify('slack', failure, ports.clock.now());
  if (verdict.kind === 'unknown') throw new Error('a Slack message is never looked up');
  return settlementOf(verdict, delivery, ports);
}

/** Slack takes about one message a second for each channel: its short waits are sat out here. */
async function postInTurn(
  post: () => Promise<Result<void>>,
  { lastCallAt, mayWait }: Turn,
  { clock }: ConsumerPorts,
): Promise<Result<void>> {
  const patience = Math.min(lastCallAt, clock.now() + SHORT_WAIT_MS);
  for (;;) {
    if (clock.now() > lastCallAt) return { ok: false, failure: noTimeLeft(clock.now()) };
    const posted = await post();
    const waitMs = posted.ok || !mayWait ? undefined : shortWait(posted.failure);
    if (waitMs === undefined || clock.now() + waitMs > patience) return posted;
    await clock.sleep(waitMs);
  }
}

function shortWait(failure: Failure): number | undefined {
  if (failure.kind !== 'answer' || failure.status !== 429) return undefined;
  const { retryAfterMs } = failure;
  return retryAfterMs !== undefined && retryAfterMs < SHORT_WAIT_MS ? Math.max(retryAfterMs, 100) : undefined;
}
