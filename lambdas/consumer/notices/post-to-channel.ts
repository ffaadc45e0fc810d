import { backoff, oneMore, type Trouble } from '../../core/backoff.ts';
import { classify } from '../../core/classify.ts';
import { givenUp, isGivenUp } from '../../core/outbox.ts';
import type { SlackMessage } from '../../core/slack-message.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { wayTo } from './slack-ways.ts';

/** What became of a message to a channel. Where that is unknown it is posted again: a duplicate beats a loss. */
export type Posted =
  | { kind: 'told' }
  /** To be posted again at `dueAt` (ms). */
  | { kind: 'deferred'; trouble: Trouble & { dueAt: number }; reason: string }
  | { kind: 'failed'; reason: string; hint: string }
  | { kind: 'halted'; until: number; reason: string };

/**
 * Posts a message that no page's outbox holds.
 *
 * @param trouble what it had to go through so far
 */
export async function postToChannel(
  destination: string,
  message: SlackMessage,
  trouble: Trouble,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Posted> {
  const post = wayTo(destination, turn);
  if (!post) return { kind: 'failed', ...NO_WAY };
  const posted = await post(message);
  if (posted.ok) return { kind: 'told' };
  const now = ports.clock.now();
  const verdict = classify('slack', posted.failure, now);
  switch (verdict.kind) {
    case 'deferred': {
      const { reason, retryAfterMs } = verdict;
      if (isGivenUp(trouble, now)) return givenUp(reason);
      const more = oneMore(trouble, now);
      const dueAt = now + backoff(more.attempts, ports.random(), retryAfterMs);
      return { kind: 'deferred', trouble: { ...more, dueAt }, reason };
    }
    case 'halted':
      return { kind: 'halted', until: now + verdict.forMs, reason: verdict.reason };
    case 'parked':
      return { kind: 'failed', reason: verdict.reason, hint: verdict.hint };
    case 'gone':
    case 'unknown':
    case 'committed':
      throw new Error(`a Slack message cannot end as ${verdict.kind}`);
  }
}

const NO_WAY = {
  reason: 'nothing is stored any more by which to post into the channel',
  hint: "Store the incoming webhook's address as 'slack-webhook-url', or the bot's token as 'slack-bot-token', then retry it.",
};
