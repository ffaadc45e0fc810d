import { reasonOf } from '../core/classify.ts';
import { slackMessage } from '../core/messages.ts';
import type { Assignee } from '../core/page-record.ts';
import { slackSettingsOf } from '../core/slack-settings.ts';
import { afterPost } from './after-post.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';
import { destinationOf, wayTo } from './slack-ways.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/** Posts one message into the channel: by the bot where it has one, else by the webhook. */
export async function deliverSlack(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  const { notice, page } = delivery;
  const destination = destinationOf(page.dataSourceId, turn);
  const post = destination === undefined ? undefined : wayTo(destination, turn);
  if (!post) return settlementOf(turn.slackBot ? NO_CHANNEL : NOTHING_STORED, delivery, ports);
  const { mention } = slackSettingsOf(page.dataSourceId, turn.workspace);
  const slackIds = mention ? await slackIdsOf(notice.people, turn, ports) : undefined;
  const { messages } = turn.workspace;
  const message = slackMessage(messages[notice.rule].slack, notice, page, messages.mute, slackIds);
  return afterPost(await post(message), delivery, ports);
}

/** Of those who are known in Slack. Whoever cannot be looked up is named: it stops nothing. */
async function slackIdsOf(
  people: readonly Assignee[],
  { whoIsWho }: Turn,
  { log }: ConsumerPorts,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    people.map(async ({ id, kind }): Promise<[string, string][]> => {
      if (kind === 'group') return [];
      const answer = await whoIsWho.slackIdOf(id);
      if (!answer.ok) log.info('Named, not mentioned', { userId: id, reason: reasonOf(answer.failure) });
      return answer.ok && answer.value !== undefined ? [[id, answer.value]] : [];
    }),
  );
  return new Map(found.flat());
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
