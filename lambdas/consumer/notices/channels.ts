import { CHANNELS, type Channel } from '../../core/page-record.ts';
import type { WorkspaceSettings } from '../../core/settings.ts';
import { slackSettingsOf } from '../../core/slack-settings.ts';
import type { Turn } from '../turn.ts';

/** Where new notices about pages of a data source go. */
export function channelsOf(turn: Turn, dataSourceId: string | undefined): Channel[] {
  const { workspace } = turn;
  const isMeant = (channel: Channel) =>
    channel !== 'slack' || workspace.slack !== 'auto' || isSlackMeant(turn, dataSourceId);
  return CHANNELS.filter((channel) => !isTurnedOff(channel, workspace, dataSourceId) && isMeant(channel));
}

/** Whether the configuration says that nobody is told there: what is merely not stored by now is no such thing. */
export function isTurnedOff(
  channel: Channel,
  workspace: WorkspaceSettings,
  dataSourceId: string | undefined,
): boolean {
  switch (channel) {
    case 'comment':
      return !workspace.comment;
    case 'slack':
      return workspace.slack === false;
    case 'slack-dm':
      return !slackSettingsOf(dataSourceId, workspace).directMessage;
    case 'email':
      return workspace.email === undefined;
  }
}

/** Where nothing is said, Slack is meant if anything for it is stored or named. A bot may only be for direct messages. */
function isSlackMeant({ workspace, slack, slackBot }: Turn, dataSourceId: string | undefined): boolean {
  const { channel, directMessage } = slackSettingsOf(dataSourceId, workspace);
  return slack !== undefined || channel !== undefined || (slackBot !== undefined && !directMessage);
}
