import type { WorkspaceConfig } from '../../lambdas/core/config.ts';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import type { Channel } from '../../lambdas/core/page-record.ts';
import type { WorkspaceSettings } from '../../lambdas/core/settings.ts';
import { PEOPLE, type Person, SLACK_CHANNEL, WORKSPACE } from './cast.ts';
import { MESSAGES } from './told-text.ts';

/** What is configured, and differs from one schedule to the next. */
export interface Setup {
  /** Who is taken off a page is told, too. */
  tellsUnassigned: boolean;
  slack: 'webhook' | 'bot' | 'bot and direct messages';
  sendsEmail: boolean;
}

const SWEEP_MINUTES = 15;
/** The longest interval that can be set: no schedule that must do without sweeps takes so long. */
const NEVER_MINUTES = 1440;

export function settingsOf(setup: Setup, isSwept: boolean, callsPerMinute: number): WorkspaceSettings {
  const workspace: WorkspaceConfig = {
    key: WORKSPACE,
    slackSingles: 1000, // digests are not attacked yet
    callsPerMinute,
    sweepMinutes: isSwept ? SWEEP_MINUTES : NEVER_MINUTES,
    unassigned: setup.tellsUnassigned ? 'notify' : 'silent',
    ...(setup.slack !== 'webhook' && { slackChannel: SLACK_CHANNEL }),
    slackDirectMessage: setup.slack === 'bot and direct messages',
    ...(setup.sendsEmail && { email: { from: 'Pagebell <bell@team.example>' } }),
    people: PEOPLE.flatMap(({ id, configured }) => (configured ? [{ notion: id, ...configured }] : [])),
    messages: MESSAGES,
  };
  const [settings] = resolveConfig({ workspaces: [workspace] }).workspaces;
  if (!settings) throw new Error('the configuration lost its workspace');
  return settings;
}

export function channelsOf({ slack, sendsEmail }: Setup): Channel[] {
  return [
    'comment',
    'slack',
    ...(slack === 'bot and direct messages' ? (['slack-dm'] as const) : []),
    ...(sendsEmail ? (['email'] as const) : []),
  ];
}

/** Whether there is a way to somebody in a channel. */
export function isReachable({ slackId, email, configured }: Person, channel: Channel): boolean {
  switch (channel) {
    case 'comment':
    case 'slack':
      return true;
    case 'slack-dm':
      return slackId !== undefined;
    case 'email':
      return (configured?.email ?? email) !== undefined;
  }
}
