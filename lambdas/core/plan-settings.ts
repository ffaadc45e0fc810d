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
  const { firstSight, notifySelf, mute, unassigned } = workspace;
  const byRule = {
    assigned: channels,
    unassigned: unassigned === 'notify' ? channels : [],
    reminder: channels,
    escalation: channels,
  };
  const mutedIn = (channel: Channel) =>
    mute.flatMap(({ person, channels }) => (channels.includes(channel) ? [person] : []));
  return {
    firstSight,
    notifySelf,
    mute: {
      comment: mutedIn('comment'),
      slack: mutedIn('slack'),
      'slack-dm': mutedIn('slack-dm'),
      email: mutedIn('email'),
    },
    channels: byRule,
    watch: watchOf(workspace, dataSourceId),
  };
}
