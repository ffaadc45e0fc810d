import { slackMessage } from '../../core/slack-message.ts';
import { wordingOf } from '../../core/wording.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { afterFailure, afterPost } from './after-post.ts';
import { type Delivered, type Delivery, settlementOf, untellable } from './delivery.ts';

/** Tells one person by the bot's direct message. Whom Slack does not know is not told. */
export async function deliverDirectMessage(
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  const { notice, page } = delivery;
  const { slackBot, slackLanes, whoIsWho, workspace } = turn;
  if (!slackBot) return settlementOf(NO_TOKEN, delivery, ports);
  const [person] = notice.people;
  if (!person || person.kind === 'group') return untellable('groups get no direct messages');
  const found = await whoIsWho.slackIdOf(person.id);
  if (!found.ok) return afterFailure(found.failure, delivery, ports);
  const slackId = found.value;
  if (slackId === undefined) return untellable(`nobody in Slack is known to be ${person.id}`);
  const wording = wordingOf(workspace, page.dataSourceId, notice.people);
  // In a conversation of their own nobody needs to be mentioned.
  const message = slackMessage(wording[notice.rule].slack, notice, page, wording.words, wording.mute);
  const posted = await slackLanes.post(slackId, () => slackBot.post(slackId, message));
  return afterPost(posted, delivery, ports);
}

const NO_TOKEN = {
  kind: 'parked',
  reason: 'no Slack bot token is stored',
  hint: "Direct messages need a bot: store its token as 'slack-bot-token', or turn `slackDirectMessage` off, then retry it.",
} as const;
