import type { WorkspaceSettings } from './settings.ts';

/** How people are told in Slack of pages of one data source. */
export interface SlackSettings {
  /** Id of the channel that the bot posts into. */
  channel: string | undefined;
  mention: boolean;
  directMessage: boolean;
}

/** The workspace's, with what the data source says otherwise. */
export function slackSettingsOf(
  dataSourceId: string | undefined,
  { dataSources = [], slackChannel, slackMention, slackDirectMessage }: WorkspaceSettings,
): SlackSettings {
  const own = dataSources.find(({ id }) => id === dataSourceId);
  return {
    channel: own?.slackChannel ?? slackChannel,
    mention: own?.slackMention ?? slackMention,
    directMessage: own?.slackDirectMessage ?? slackDirectMessage,
  };
}
