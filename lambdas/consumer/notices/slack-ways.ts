import type { Result } from '../../core/failure.ts';
import type { Notice } from '../../core/page-record.ts';
import { stepOf } from '../../core/rules/escalation.ts';
import type { SlackMessage } from '../../core/slack-message.ts';
import { slackSettingsOf } from '../../core/slack-settings.ts';
import { watchOf } from '../../core/watch.ts';
import type { Turn } from '../turn.ts';

/** The destination that the incoming webhook is: which channel it posts into, only Slack knows. */
const WEBHOOK = 'webhook';

/** Where the channel's messages about pages of a data source go: by the bot where it has a channel, else by the webhook. */
export function destinationOf(dataSourceId: string | undefined, turn: Turn): string | undefined {
  const { channel } = slackSettingsOf(dataSourceId, turn.workspace);
  if (turn.slackBot && channel !== undefined) return channel;
  return turn.slack && WEBHOOK;
}

/** Where a notice to a channel goes. Undefined: it cannot be posted, or the configuration has its step no more. */
export function destinationOfNotice(
  { channel, subject }: Pick<Notice, 'channel' | 'subject'>,
  dataSourceId: string | undefined,
  turn: Turn,
): string | undefined {
  if (channel === 'slack') return destinationOf(dataSourceId, turn);
  return turn.slackBot && stepOf(subject, watchOf(turn.workspace, dataSourceId))?.tell.channel;
}

/** Posts to such a destination. Undefined: nothing is stored by which to post there. */
export function wayTo(
  destination: string,
  { slack, slackBot, slackLanes }: Turn,
): ((message: SlackMessage) => Promise<Result<void>>) | undefined {
  if (destination === WEBHOOK)
    return slack && ((message) => slackLanes.post(destination, () => slack.post(message)));
  return slackBot && ((message) => slackLanes.post(destination, () => slackBot.post(destination, message)));
}
