import type { PagebellConfig } from '../../../lambdas/core/config.ts';
import { ConfigError, resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { DEFAULT_MESSAGES, DEFAULT_WORDS } from '../../../lambdas/core/default-messages.ts';
import { CHANNELS } from '../../../lambdas/core/page-record.ts';

const NOTION_ID = '1f6a3c2e-9b4d-4c6f-8a11-0d2e4b6c8f90';
const OTHER_ID = '22222222-3333-4444-8555-666666666666';

/** What the error says, a line for each fault; none if there is no error. */
function faultsOf(config: unknown): string[] {
  try {
    resolveConfig(config);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error instanceof Error ? error.message.split('\n') : [];
  }
}

test('an empty configuration is complete', () => {
  expect(resolveConfig({})).toEqual({
    stackName: 'Pagebell',
    stage: 'prod',
    reservedConcurrency: 'on',
    logRetentionDays: 30,
    alarmSilentHours: 72,
    alarmSignatureFailures: 20,
    runbookUrl: 'docs/runbook.md',
    mirrors: [],
    workspaces: [
      {
        key: 'main',
        mode: 'notify',
        callsPerMinute: 180,
        sweepMinutes: 15,
        assigneeProperty: 'Assignee',
        firstSight: 'notify',
        notifySelf: false,
        unassigned: 'silent',
        mute: [],
        statusProperty: 'Status',
        escalations: [],
        comment: true,
        slack: 'auto',
        slackMention: true,
        slackDirectMessage: false,
        slackSingles: 10,
        people: [],
        messages: {
          assigned: {
            comment: '{people}, this page is now yours. ({pagebell})',
            slack: '{people}, this page is now yours: *<{url}|{title}>*',
            subject: 'Now yours: {title}',
            email: '{people}, this page is now yours: {title}\n\n{url}',
          },
          unassigned: {
            comment: '{people}, this page is no longer yours. ({pagebell})',
            slack: '{people}, this page is no longer yours: *<{url}|{title}>*',
            subject: 'No longer yours: {title}',
            email: '{people}, this page is no longer yours: {title}\n\n{url}',
          },
          reminder: {
            comment: '{people}, this page is {when}. ({pagebell})',
            slack: '{people}, this page is {when} ({date}): *<{url}|{title}>*',
            subject: '{when}: {title}',
            email: '{people}, this page is {when} ({date}): {title}\n\n{url}',
          },
          escalation: {
            comment: '{people}, this page is in the status “{status}”. ({pagebell})',
            slack: '{people}, this page is in the status “{status}”: *<{url}|{title}>*',
            subject: '{status}: {title}',
            email: '{people}, this page is in the status “{status}”: {title}\n\n{url}',
            toChannel: '*<{url}|{title}>* is in the status “{status}”. Assigned to: {people}.',
            toAddress: 'This page is in the status “{status}”: {title}\n\nAssigned to: {people}\n\n{url}',
          },
          digest: '*{count} more in the same minute:*',
          overdue: { header: '*{count} overdue:*', line: '*<{url}|{title}>* is {when} ({date}): {people}' },
          mute: 'To be told no longer, ask who runs Pagebell to mute you.',
          words: DEFAULT_WORDS,
        },
        languages: {},
      },
    ],
  });
});

test('what is configured is kept, ids in their canonical form', () => {
  const compact = NOTION_ID.replaceAll('-', '').toUpperCase();
  const config = {
    stackName: 'Bell',
    stage: 'test',
    reservedConcurrency: 'off',
    logRetentionDays: 7,
    alarmEmail: 'on-call@example.com',
    alarmSilentHours: 'off',
    alarmSignatureFailures: 5,
    runbookUrl: 'https://wiki.example.com/pagebell',
    workspaces: [
      {
        key: 'design',
        mode: 'observe',
        callsPerMinute: 600,
        sweepMinutes: 15,
        pace: 3,
        assigneeProperty: 'Owner',
        dataSources: [{ id: compact, assigneeProperty: 'Responsible' }],
        firstSight: 'silent',
        notifySelf: true,
        unassigned: 'notify',
        mute: [compact, { person: OTHER_ID, channels: ['slack'] }],
        quietHours: { from: '19:30', to: '08:00', timeZone: 'Europe/Berlin' },
        statusProperty: 'State',
        reminders: {
          property: 'Deadline',
          at: '08:30',
          timeZone: 'America/New_York',
          daysBefore: [3, 0, -1],
          completed: ['Done', 'Dropped'],
          overdue: true,
        },
        escalations: [
          { status: 'Blocked', steps: [{ after: '0h', tell: { people: [OTHER_ID], assignees: true } }] },
          {
            status: 'Lost',
            steps: [
              {
                after: '30m',
                tell: { people: [], assignees: false, channel: 'C0ONCALL', email: 'oncall@example.com' },
              },
            ],
          },
        ],
        comment: false,
        slack: true,
        slackChannel: 'C0123456789',
        slackMention: false,
        slackDirectMessage: true,
        slackSingles: 3,
        email: { from: 'Pagebell <bell@example.com>', replyTo: 'team@example.com', identity: 'example.com' },
        people: [{ notion: OTHER_ID, slack: 'U0123456789', email: 'ana@example.com', language: 'de' }],
        messages: {
          assigned: {
            comment: '{pagebell}: {people}',
            slack: '{people}',
            subject: '{title}',
            email: '{url}',
          },
          unassigned: {
            comment: '{people} {pagebell}',
            slack: '{people} {title}',
            subject: 'No',
            email: '{people} {url}',
          },
          reminder: {
            comment: '{people} {pagebell} {date}',
            slack: '{people} {when}',
            subject: '{title}',
            email: '{url}',
          },
          escalation: {
            comment: '{people} {pagebell} {status}',
            slack: '{people} {status}',
            subject: '{title}',
            email: '{url}',
            toChannel: '{url} {status}',
            toAddress: '{url} {people}',
          },
          digest: '{count}',
          overdue: { header: '', line: '{title}' },
          mute: '',
          words: { ...DEFAULT_WORDS, untitled: 'No title' },
        },
        languages: { de: { assigned: { slack: '{people}' }, words: { untitled: 'Ohne Titel' } } },
      },
    ],
  } satisfies PagebellConfig;
  const [workspace] = config.workspaces;
  expect(resolveConfig(config)).toEqual({
    ...config,
    mirrors: [],
    workspaces: [
      {
        ...workspace,
        dataSources: [{ id: NOTION_ID, assigneeProperty: 'Responsible' }],
        mute: [
          { person: NOTION_ID, channels: [...CHANNELS] },
          { person: OTHER_ID, channels: ['slack'] },
        ],
      },
    ],
  });
});

/** A configuration with one workspace that differs from the default in this. */
const workspace = (change: object) => ({ workspaces: [{ key: 'main', ...change }] });

test.each([
  ['more', { slackSingles: 1 }, '*{count} more in the same minute:*'],
  ['all, where nothing is told singly', { slackSingles: 0 }, '*{count} in one minute:*'],
  ['what the team says, then too', { slackSingles: 0, messages: { digest: 'News' } }, 'News'],
])('above a digest stands that it is %s', (_, change, digest) => {
  const [resolved] = resolveConfig(workspace(change)).workspaces;
  expect(resolved?.messages).toEqual({ ...DEFAULT_MESSAGES, digest });
});

test('what was resolved, with rules of a data source, resolves to itself', () => {
  const rules = { reminders: { timeZone: 'UTC' }, escalations: [ladder({}, { after: '3d' })] };
  const resolved = resolveConfig(workspace({ ...rules, dataSources: [{ id: NOTION_ID, ...rules }] }));
  expect(resolved.workspaces[0]?.dataSources?.[0]?.reminders?.daysBefore).toEqual([1, 0]);
  expect(resolveConfig(JSON.parse(JSON.stringify(resolved)))).toEqual(resolved);
});

/** A ladder with steps that differ from a right one in this. */
const ladder = (...steps: object[]) => ({
  status: 'Blocked',
  steps: steps.map((step) => ({ after: '0h', tell: { assignees: true }, ...step })),
});

test.each([
  { slackChannel: 'C0TEAM', escalations: [ladder({ tell: { channel: 'C0TEAM' } })] },
  {
    slack: false,
    slackChannel: 'C0TEAM',
    escalations: [ladder({ tell: { assignees: true, channel: 'C0TEAM' } })],
  },
  {
    slackChannel: 'C0TEAM',
    dataSources: [
      {
        id: NOTION_ID,
        slackChannel: 'C0OTHER',
        escalations: [ladder({ tell: { assignees: true, channel: 'C0TEAM' } })],
      },
    ],
  },
  {
    escalations: [ladder({ tell: { assignees: true, channel: 'C0OTHER' } })],
    dataSources: [{ id: NOTION_ID, slackChannel: 'C0OTHER', escalations: [] }],
  },
  {
    escalations: [ladder({ tell: { channel: 'C0OTHER' } })],
    dataSources: [{ id: NOTION_ID, slackChannel: 'C0OTHER' }],
  },
  {
    slackChannel: 'C0TEAM',
    escalations: [ladder({ tell: { assignees: true, channel: 'C0TEAM' } })],
    dataSources: [
      { id: NOTION_ID, slackChannel: 'C0OTHER' },
      { id: OTHER_ID, escalations: [] },
    ],
  },
])('a channel that is told once is right: %j', (change) => {
  expect(faultsOf(workspace(change))).toEqual([]);
});

describe('mirrors', () => {
  const good = {
    from: { workspace: 'team', dataSource: NOTION_ID, link: 'Client page' },
    to: { workspace: 'client', dataSource: OTHER_ID },
    properties: [{ from: 'Status', to: 'State' }],
  };
  const twice = { from: 'Status', to: 'State', options: { Done: 'Shipped', Closed: 'Shipped' } };
  const workspaces = [{ key: 'team' }, { key: 'client' }];

  test('are complete with their defaults', () => {
    expect(resolveConfig({ workspaces, mirrors: [good] }).mirrors).toEqual([
      { ...good, properties: [{ from: 'Status', to: 'State', options: {} }], both: false },
    ]);
  });

  test('two options may be one over there where nothing comes back', () => {
    expect(faultsOf({ workspaces, mirrors: [{ ...good, properties: [twice] }] })).toEqual([]);
  });
});

test('every fault has its line, after the name of the file', () => {
  expect(faultsOf({ stage: '', workspaces: [{ key: '' }, { key: 'design', pace: 'fast' }] })).toEqual([
    expect.stringMatching(/^pagebell\.config\.ts: stage: /),
    expect.stringMatching(/^pagebell\.config\.ts: workspaces\[0\]\.key: /),
    expect.stringMatching(/^pagebell\.config\.ts: workspaces\[1\]\.pace: /),
  ]);
  expect(() => resolveConfig({ stage: '' }, 'other.config.ts')).toThrow(/^other\.config\.ts: stage: /);
});

test('what is resolved can be resolved again: the local run reads it from the assembly', () => {
  const config = {
    workspaces: [
      { key: 'main', mute: [NOTION_ID], quietHours: { from: '19:30', to: '08:00', timeZone: 'UTC' } },
    ],
  };
  const settings = resolveConfig(config);
  expect(resolveConfig(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
});
