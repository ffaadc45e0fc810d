import type { Channel } from './page-record.ts';
import type { PlanSettings } from './plan-input.ts';
import type { WorkspaceSettings } from './settings.ts';
import { watchOf } from './watch.ts';

/**
 * What the plan needs of a workspace's settings for a page of a data source.
 *
 * @param channels where new notices go
 */
export function planSettings(
  workspace: WorkspaceSettings,
  channels: readonly Channel[],
  dataSourceId: string | undefined,
): PlanSettings {
  const { firstSight, notifySelf, unassigned } = workspace;
  const byRule = {
    assigned: channels,
    unassigned: unassigned === 'notify' ? channels : [],
    reminder: channels,
    escalation: channels,
  };
  return {
    firstSight,
    notifySelf,
    mute: mutedIn(workspace),
    channels: byRule,
    watch: watchOf(workspace, dataSourceId),
  };
}

/** Canonical ids of people who are never told, by channel. */
export function mutedIn({ mute }: WorkspaceSettings): PlanSettings['mute'] {
  const of = (channel: Channel) =>
    mute.flatMap(({ person, channels }) => (channels.includes(channel) ? [person] : []));
  return { comment: of('comment'), slack: of('slack'), 'slack-dm': of('slack-dm'), email: of('email') };
}
