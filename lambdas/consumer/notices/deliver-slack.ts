import { slackMessage } from '../../core/slack-message.ts';
import { wordingOf } from '../../core/wording.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { afterPost } from './after-post.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';
import { mentionsIn } from './mentions.ts';
import { destinationOf, wayTo } from './slack-ways.ts';

/** Posts one message into the channel: by the bot where it has one, else by the webhook. */
export async function deliverSlack(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  const { notice, page } = delivery;
  const destination = destinationOf(page.dataSourceId, turn);
  const post = destination === undefined ? undefined : wayTo(destination, turn);
  if (!post) return settlementOf(turn.slackBot ? NO_CHANNEL : NOTHING_STORED, delivery, ports);
  const slackIds = await mentionsIn(notice.people, page.dataSourceId, turn, ports);
  const wording = wordingOf(turn.workspace, page.dataSourceId, notice.people);
  const { words, mute } = wording;
  const message = slackMessage(wording[notice.rule].slack, notice, page, words, mute, slackIds);
  return afterPost(await post(message), delivery, ports);
}

const NOTHING_STORED = {
  kind: 'parked',
  reason: 'neither a Slack webhook nor a bot token is stored',
  hint: "Store the incoming webhook's address as 'slack-webhook-url', or a bot's token as 'slack-bot-token', then retry it.",
} as const;

const NO_CHANNEL = {
  kind: 'parked',
  reason: 'no channel is configured for the Slack bot',
  hint: "Set `slackChannel` in pagebell.config.ts to the channel's id and deploy, then retry it.",
} as const;
