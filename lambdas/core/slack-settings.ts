import type { WorkspaceSettings } from './settings.ts';

/** What may name a channel, or want a bot. */
type Named = Pick<WorkspaceSettings, 'dataSources' | 'escalations' | 'slackChannel' | 'slackDirectMessage'>;

type Said = Pick<WorkspaceSettings, 'dataSources' | 'slackChannel' | 'slackMention' | 'slackDirectMessage'>;

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
  { dataSources = [], slackChannel, slackMention, slackDirectMessage }: Said,
): SlackSettings {
  const own = dataSources.find(({ id }) => id === dataSourceId);
  return {
    channel: own?.slackChannel ?? slackChannel,
    mention: own?.slackMention ?? slackMention,
    directMessage: own?.slackDirectMessage ?? slackDirectMessage,
  };
}

/** Ids of all channels that the configuration names, each once. */
export function slackChannelsOf(workspace: Named): string[] {
  const places = [workspace, ...(workspace.dataSources ?? [])];
  const channels = places.flatMap(({ slackChannel, escalations = [] }) => [
    slackChannel,
    ...escalations.flatMap(({ steps }) => steps.map(({ tell }) => tell.channel)),
  ]);
  return [...new Set(channels.filter((channel) => channel !== undefined))];
}

/** Whether there is something to do that only a Slack bot can. */
export function wantsBot(workspace: Named): boolean {
  const places = [workspace, ...(workspace.dataSources ?? [])];
  return slackChannelsOf(workspace).length > 0 || places.some((place) => place.slackDirectMessage);
}
