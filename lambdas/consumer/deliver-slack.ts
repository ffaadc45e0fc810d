import { classify } from '../core/classify.ts';
import type { Failure, Result } from '../core/failure.ts';
import { type SlackMessage, slackMessage } from '../core/messages.ts';
import type { Slack } from '../core/ports.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/** A longer wait of Slack's, all in all, is left to the outbox: whatever else the workspace has waits behind it. */
const SHORT_WAIT_MS = 5000;

/** Posts one message. Where its outcome is unknown it is posted again later: a duplicate beats a loss. */
export async function deliverSlack(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  if (!turn.slack) return settlementOf(NO_WEBHOOK, delivery, ports);
  const { notice, page } = delivery;
  const { messages } = turn.workspace;
  const message = slackMessage(messages[notice.rule].slack, notice, page, messages.mute);
  const posted = await postInTurn(turn.slack, message, turn, ports);
  if (posted.ok) return { settlement: { kind: 'delivered' } };
  const verdict = classify('slack', posted.failure, ports.clock.now());
  if (verdict.kind === 'unknown') throw new Error('a Slack message is never looked up');
  return settlementOf(verdict, delivery, ports);
}

const NO_WEBHOOK = {
  kind: 'parked',
  reason: 'no Slack webhook is stored',
  hint: "Store the incoming webhook's address as 'slack-webhook-url', then retry it.",
} as const;

/** Slack takes about one message a second for each channel: its short waits are sat out here. */
async function postInTurn(
  slack: Slack,
  message: SlackMessage,
  { lastCallAt, mayWait }: Turn,
  { clock }: ConsumerPorts,
): Promise<Result<void>> {
  const patience = Math.min(lastCallAt, clock.now() + SHORT_WAIT_MS);
  for (;;) {
    if (clock.now() > lastCallAt) return { ok: false, failure: noTimeLeft(clock.now()) };
    const posted = await slack.post(message);
    const waitMs = posted.ok || !mayWait ? undefined : shortWait(posted.failure);
    if (waitMs === undefined || clock.now() + waitMs > patience) return posted;
    await clock.sleep(waitMs);
  }
}

function noTimeLeft(until: number): Failure {
  return { kind: 'not-tried', service: 'slack', until, message: 'no time left in this invocation' };
}

function shortWait(failure: Failure): number | undefined {
  if (failure.kind !== 'answer' || failure.status !== 429) return undefined;
  const { retryAfterMs } = failure;
  return retryAfterMs !== undefined && retryAfterMs < SHORT_WAIT_MS ? Math.max(retryAfterMs, 100) : undefined;
}
