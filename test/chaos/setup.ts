import type { MirrorConfig, WorkspaceConfig } from '../../lambdas/core/config.ts';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import { attachMirrors } from '../../lambdas/core/mirror/attach-mirrors.ts';
import type { Channel, Place } from '../../lambdas/core/page-record.ts';
import type { WorkspaceSettings } from '../../lambdas/core/settings.ts';
import {
  CLIENT,
  CLIENT_DATA_SOURCE,
  DATA_SOURCE,
  EVERYBODY,
  LEADS,
  ON_CALL,
  PEOPLE,
  type Person,
  SLACK_CHANNEL,
  WORKSPACE,
} from './cast.ts';
import { OVER_THERE } from './deliverables.ts';
import { LEFT_OUT } from './notion-values.ts';
import { MESSAGES } from './told-text.ts';

/** What is configured, and differs from one schedule to the next. */
export interface Setup {
  /** Who is taken off a page is told, too. */
  tellsUnassigned: boolean;
  slack: 'webhook' | 'bot' | 'bot and direct messages';
  sendsEmail: boolean;
  /** So many notices of a minute go into a Slack channel singly: the rest is one digest. */
  slackSingles: number;
  /** Of due dates. */
  reminds: boolean;
  /** Where it reminds of them, it lists what is overdue, too. */
  lists: boolean;
  /** Tells of pages that stay blocked. */
  escalates: boolean;
  hasQuietHours: boolean;
  /** Pages may be left out. */
  filters: boolean;
  mutes: boolean;
  /** Into pages of the other workspace, and what is edited there comes back or does not. */
  mirrors: 'not' | 'one way' | 'both ways';
}

const SWEEP_MINUTES = 15;
const NEVER_MINUTES = 1440;

const TIME_ZONE = 'Europe/Berlin';
/** Local time, one hour ahead of UTC all the time that a schedule takes. */
export const REMINDERS = { at: '11:00', daysBefore: [1, 0], timeZone: TIME_ZONE };
/** Local time, too: schedules begin at ten. */
export const QUIET_HOURS = { from: '10:20', to: '11:40', timeZone: TIME_ZONE };

export const BLOCKED = 'Blocked';
/** Minutes that a page is blocked by then: the first tells of it at once. */
export const STEP_MINUTES = [0, 20, 180] as const;
/** The step that tells the assignees, too. */
export const ASSIGNEES_STEP = 1;
/** The step that tells whoever is on call. */
export const ON_CALL_STEP = 2;

const [, ben, cleo, dag] = PEOPLE;
/** Each of two in one channel, another everywhere. */
const MUTED = [
  { person: ben?.id ?? '', channels: ['slack'] satisfies Channel[] },
  { person: dag?.id ?? '', channels: ['comment'] satisfies Channel[] },
  { person: cleo?.id ?? '', channels: ['comment', 'slack', 'slack-dm', 'email'] satisfies Channel[] },
];

/** Of the team's workspace, and of the other one where there is a mirror. */
export function settingsOf(setup: Setup, isSwept: boolean, callsPerMinute: number): WorkspaceSettings[] {
  const sweepMinutes = isSwept ? SWEEP_MINUTES : NEVER_MINUTES;
  const workspace: WorkspaceConfig = {
    key: WORKSPACE,
    slackSingles: setup.slackSingles,
    callsPerMinute,
    sweepMinutes,
    unassigned: setup.tellsUnassigned ? 'notify' : 'silent',
    ...(setup.slack !== 'webhook' && { slackChannel: SLACK_CHANNEL }),
    slackDirectMessage: setup.slack === 'bot and direct messages',
    ...(setup.sendsEmail && { email: { from: 'Pagebell <bell@team.example>' } }),
    ...(setup.reminds && { reminders: { ...REMINDERS, overdue: setup.lists } }),
    ...(setup.escalates && {
      escalations: [{ status: BLOCKED, steps: LEADS.map((lead, step) => stepOf(lead, step, setup)) }],
    }),
    ...(setup.filters && {
      dataSources: [{ id: DATA_SOURCE, only: [{ property: LEFT_OUT, checked: false }] }],
    }),
    ...(setup.hasQuietHours && { quietHours: QUIET_HOURS }),
    ...(setup.mutes && { mute: MUTED }),
    people: EVERYBODY.flatMap(({ id, configured }) => (configured ? [{ notion: id, ...configured }] : [])),
    messages: MESSAGES,
  };
  const client: WorkspaceConfig = { key: CLIENT, slack: false, callsPerMinute, sweepMinutes };
  if (setup.mirrors === 'not') return resolveConfig({ workspaces: [workspace] }).workspaces;
  const mirrors = [mirrorOf(setup)];
  return attachMirrors(resolveConfig({ workspaces: [workspace, client], mirrors }));
}

function mirrorOf({ mirrors }: Setup): MirrorConfig {
  return {
    from: { workspace: WORKSPACE, dataSource: DATA_SOURCE, link: 'Client page' },
    to: { workspace: CLIENT, dataSource: CLIENT_DATA_SOURCE },
    properties: [
      { from: 'Status', to: 'State', options: OVER_THERE },
      { from: 'Points', to: 'Points' },
    ],
    both: mirrors === 'both ways',
  };
}

function stepOf({ id }: Person, step: number, setup: Setup) {
  const after = `${STEP_MINUTES[step]}m`;
  const places = step === ON_CALL_STEP ? placesOf(setup) : [];
  const tell = {
    people: [id],
    assignees: step === ASSIGNEES_STEP,
    ...(places.includes('slack-channel') && { channel: ON_CALL.channel.to }),
    ...(places.includes('email-address') && { email: ON_CALL.address.to }),
  };
  return { after, tell };
}

/** Where nobody in particular is told. */
export function placesOf({ escalates, slack, sendsEmail }: Setup): Place[] {
  if (!escalates) return [];
  return [
    ...(slack === 'webhook' ? [] : (['slack-channel'] as const)),
    ...(sendsEmail ? (['email-address'] as const) : []),
  ];
}

export function channelsOf({ slack, sendsEmail }: Setup): Channel[] {
  return [
    'comment',
    'slack',
    ...(slack === 'bot and direct messages' ? (['slack-dm'] as const) : []),
    ...(sendsEmail ? (['email'] as const) : []),
  ];
}

export function isMuted({ mutes }: Setup, personId: string, channel: Channel | Place): boolean {
  return (
    mutes &&
    MUTED.some(({ person, channels }) => person === personId && channels.some((one) => one === channel))
  );
}

/** Whether there is a way to somebody in a channel. */
export function isReachable({ slackId, email, configured }: Person, channel: Channel | Place): boolean {
  switch (channel) {
    case 'comment':
    case 'slack':
    case 'slack-channel':
    case 'email-address':
      return true;
    case 'slack-dm':
      return slackId !== undefined;
    case 'email':
      return (configured?.email ?? email) !== undefined;
  }
}
