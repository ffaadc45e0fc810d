import { slackMessage } from '../../core/slack-message.ts';
import { wordingOf } from '../../core/wording.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { afterPost } from './after-post.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';
import { wayTo } from './slack-ways.ts';
import { aboutAssignees, NO_SUCH_STEP, toldAt } from './told-at.ts';

/** Posts one message into the channel that a step of a ladder names. Nobody is mentioned, or can be muted, there. */
export async function deliverToChannel(
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  const { workspace } = turn;
  const channel = toldAt(delivery, workspace)?.channel;
  if (channel === undefined) return NO_SUCH_STEP;
  const post = wayTo(channel, turn);
  if (!post) return settlementOf(NO_TOKEN, delivery, ports);
  const { notice, page } = delivery;
  const { escalation, words } = wordingOf(workspace, page.dataSourceId, notice.people);
  const message = slackMessage(escalation.toChannel, aboutAssignees(delivery), page, words, '');
  return afterPost(await post(message), delivery, ports);
}

const NO_TOKEN = {
  kind: 'parked',
  reason: 'no Slack bot token is stored',
  hint: "The channel of an escalation needs a bot: store its token as 'slack-bot-token', then retry it.",
} as const;
