import type { PagebellConfig } from '../../../lambdas/core/config.ts';
import { ConfigError, resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { DEFAULT_WORDS } from '../../../lambdas/core/default-messages.ts';
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

test.each<{ config: unknown; fault: RegExp }>([
  { config: 'Pagebell', fault: /^the configuration: .*expected object/ },
  { config: { stagename: 'x' }, fault: /^stagename: there is no such key/ },
  { config: { stackName: '1st' }, fault: /^stackName: expected a letter, then at most 59/ },
  { config: { stackName: 'a'.repeat(61) }, fault: /^stackName: expected a letter/ },
  { config: { stage: 'a/b' }, fault: /^stage: expected at most 32 lower-case/ },
  { config: { reservedConcurrency: false }, fault: /^reservedConcurrency: .*"on"\|"off"/ },
  { config: { logRetentionDays: 31 }, fault: /^logRetentionDays: expected one of 1, 3, 5, 7, 14, 30/ },
  { config: { alarmEmail: 'on-call' }, fault: /^alarmEmail: expected an e-mail address/ },
  { config: { alarmSilentHours: 0 }, fault: /^alarmSilentHours: expected whole hours, 1 to 168, or "off"/ },
  { config: { alarmSilentHours: 169 }, fault: /^alarmSilentHours: expected whole hours/ },
  { config: { alarmSilentHours: false }, fault: /^alarmSilentHours: expected whole hours/ },
  { config: { alarmSignatureFailures: 0 }, fault: /^alarmSignatureFailures: .*>=1/ },
  { config: { runbookUrl: 'docs/runbook.md#halted' }, fault: /^runbookUrl: expected an address or a path/ },
  { config: { workspaces: [] }, fault: /^workspaces: / },
  { config: { workspaces: [{}] }, fault: /^workspaces\[0\]\.key: .*expected string/ },
  {
    config: { workspaces: [{ key: 'main' }, { key: 'main' }] },
    fault: /^workspaces: two workspaces have the same key/,
  },
  { config: workspace({ key: 'Main' }), fault: /^workspaces\[0\]\.key: expected at most 32 lower-case/ },
  { config: workspace({ key: 'a'.repeat(33) }), fault: /^workspaces\[0\]\.key: expected at most 32/ },
  { config: workspace({ key: 'a#b' }), fault: /^workspaces\[0\]\.key: expected at most 32/ },
  { config: workspace({ token: 'ntn_x' }), fault: /^workspaces\[0\]\.token: there is no such key/ },
  { config: workspace({ mode: 'quiet' }), fault: /^workspaces\[0\]\.mode: .*"notify"\|"observe"/ },
  { config: workspace({ callsPerMinute: 9 }), fault: /^workspaces\[0\]\.callsPerMinute: .*>=10/ },
  { config: workspace({ callsPerMinute: 601 }), fault: /^workspaces\[0\]\.callsPerMinute: .*<=600/ },
  { config: workspace({ sweepMinutes: 4 }), fault: /^workspaces\[0\]\.sweepMinutes: .*>=5/ },
  { config: workspace({ callsPerMinute: 180.5 }), fault: /^workspaces\[0\]\.callsPerMinute: .*int/ },
  { config: workspace({ pace: 0 }), fault: /^workspaces\[0\]\.pace: .*>=0\.2/ },
  { config: workspace({ assigneeProperty: '' }), fault: /^workspaces\[0\]\.assigneeProperty: / },
  {
    config: workspace({ slackChannel: '#general' }),
    fault: /^workspaces\[0\]\.slackChannel: expected a channel's id/,
  },
  { config: workspace({ slackMention: 'yes' }), fault: /^workspaces\[0\]\.slackMention: .*boolean/ },
  { config: workspace({ slackSingles: -1 }), fault: /^workspaces\[0\]\.slackSingles: .*>=0/ },
  {
    config: workspace({ messages: { digest: '{people}' } }),
    fault: /^workspaces\[0\]\.messages\.digest: \{people\} is unknown; there are \{count\}/,
  },
  {
    config: workspace({ messages: { overdue: { line: '{pagebell}' } } }),
    fault: /^workspaces\[0\]\.messages\.overdue\.line: \{pagebell\} is unknown/,
  },
  { config: workspace({ slackDirectMessage: 1 }), fault: /^workspaces\[0\]\.slackDirectMessage: .*boolean/ },
  {
    config: workspace({ dataSources: [{ id: NOTION_ID, slackChannel: 'general' }] }),
    fault: /^workspaces\[0\]\.dataSources\[0\]\.slackChannel: expected a channel's id/,
  },
  {
    config: workspace({ people: [{ notion: 'Ana', slack: 'U12345' }] }),
    fault: /^workspaces\[0\]\.people\[0\]\.notion: "Ana" is not a Notion id/,
  },
  {
    config: workspace({ people: [{ notion: NOTION_ID, slack: '@ana' }] }),
    fault: /^workspaces\[0\]\.people\[0\]\.slack: expected a member's id/,
  },
  {
    config: workspace({ people: [{ notion: NOTION_ID, email: 'ana' }] }),
    fault: /^workspaces\[0\]\.people\[0\]\.email: expected an e-mail address/,
  },
  {
    config: workspace({ people: [{ notion: NOTION_ID }] }),
    fault: /^workspaces\[0\]\.people\[0\]: expected slack, email/,
  },
  {
    config: workspace({
      people: [
        { notion: NOTION_ID, slack: 'U12345' },
        { notion: NOTION_ID, slack: 'U54321' },
      ],
    }),
    fault: /^workspaces\[0\]\.people: one Notion user is there twice/,
  },
  {
    config: workspace({ reminders: {} }),
    fault: /^workspaces\[0\]\.reminders\.timeZone: .*expected string/,
  },
  {
    config: workspace({ reminders: { timeZone: 'Berlin' } }),
    fault: /^workspaces\[0\]\.reminders\.timeZone: expected an IANA time zone/,
  },
  {
    config: workspace({ reminders: { timeZone: 'UTC', at: '9' } }),
    fault: /^workspaces\[0\]\.reminders\.at: expected a time of day such as 08:30/,
  },
  {
    config: workspace({ reminders: { timeZone: 'UTC', daysBefore: [0.5] } }),
    fault: /^workspaces\[0\]\.reminders\.daysBefore\[0\]: .*int/,
  },
  {
    config: workspace({ escalations: [{ status: 'Blocked', steps: [] }] }),
    fault: /^workspaces\[0\]\.escalations\[0\]\.steps: /,
  },
  {
    config: workspace({ escalations: [ladder({ after: 'soon' })] }),
    fault: /^workspaces\[0\]\.escalations\[0\]\.steps\[0\]\.after: expected a time such as 30m/,
  },
  {
    config: workspace({ escalations: [ladder({ tell: {} })] }),
    fault:
      /^workspaces\[0\]\.escalations\[0\]\.steps\[0\]\.tell: expected people, assignees: true, a channel or an email/,
  },
  {
    config: workspace({ escalations: [ladder({ tell: { people: ['Ana'] } })] }),
    fault: /^workspaces\[0\]\.escalations\[0\]\.steps\[0\]\.tell\.people\[0\]: "Ana" is not a Notion id/,
  },
  {
    config: workspace({ escalations: [ladder({ tell: { channel: '#on-call' } })] }),
    fault: /^workspaces\[0\]\.escalations\[0\]\.steps\[0\]\.tell\.channel: expected a channel's id/,
  },
  {
    config: workspace({ escalations: [ladder({ tell: { email: 'on-call' } })] }),
    fault: /^workspaces\[0\]\.escalations\[0\]\.steps\[0\]\.tell\.email: expected an e-mail address/,
  },
  {
    config: workspace({ escalations: [ladder({ tell: { email: 'oncall@example.com' } })] }),
    fault: /^workspaces\[0\]\.escalations\[0\]\.steps\[0\]\.tell\.email: expected `email` in the workspace/,
  },
  {
    config: workspace({
      dataSources: [
        { id: NOTION_ID, escalations: [ladder({}, { after: '1h', tell: { email: 'oncall@example.com' } })] },
      ],
    }),
    fault: /^workspaces\[0\]\.dataSources\[0\]\.escalations\[0\]\.steps\[1\]\.tell\.email: expected `email`/,
  },
  {
    config: workspace({
      slackChannel: 'C0TEAM',
      escalations: [ladder({ tell: { assignees: true, channel: 'C0TEAM' } })],
    }),
    fault: /steps\[0\]\.tell\.channel: expected another channel than `slackChannel`/,
  },
  {
    config: workspace({ messages: { escalation: { toChannel: '{title}' } } }),
    fault: /^workspaces\[0\]\.messages\.escalation\.toChannel: \{url\} is missing/,
  },
  {
    config: workspace({ escalations: [ladder({ after: '24h' }, { after: '1d' })] }),
    fault: /^workspaces\[0\]\.escalations\[0\]\.steps: expected each step to be later/,
  },
  {
    config: workspace({ escalations: [ladder({}), ladder({})] }),
    fault: /^workspaces\[0\]\.escalations: there are two ladders for one status/,
  },
  {
    config: workspace({ messages: { assigned: { slack: '{people} {when}' } } }),
    fault: /^workspaces\[0\]\.messages\.assigned\.slack: \{when\} is unknown/,
  },
  { config: workspace({ dataSources: [] }), fault: /^workspaces\[0\]\.dataSources: leave the key out/ },
  {
    config: workspace({ dataSources: [{ id: 'tasks' }] }),
    fault: /^workspaces\[0\]\.dataSources\[0\]\.id: "tasks" is not a Notion id/,
  },
  {
    config: workspace({ dataSources: [{ id: NOTION_ID, name: 'Tasks' }] }),
    fault: /^workspaces\[0\]\.dataSources\[0\]\.name: there is no such key/,
  },
  {
    config: workspace({ messages: { email: '{people}' } }),
    fault: /^workspaces\[0\]\.messages\.email: there is no such key/,
  },
  {
    config: workspace({ mute: [NOTION_ID, 'ann@example.com'] }),
    fault: /^workspaces\[0\]\.mute\[1\]\.person: "ann@example.com" is not a Notion id/,
  },
  { config: workspace({ firstSight: true }), fault: /^workspaces\[0\]\.firstSight: / },
  { config: workspace({ notifySelf: 'no' }), fault: /^workspaces\[0\]\.notifySelf: .*boolean/ },
  { config: workspace({ slack: 'on' }), fault: /^workspaces\[0\]\.slack: / },
  {
    config: workspace({ mute: [{ person: NOTION_ID, channels: ['pigeon'] }] }),
    fault: /^workspaces\[0\]\.mute\[0\]\.channels\[0\]: .*"comment"\|"slack"/,
  },
  { config: workspace({ unassigned: true }), fault: /^workspaces\[0\]\.unassigned: .*"notify"\|"silent"/ },
  {
    config: workspace({ quietHours: { from: '24:00', to: '08:00', timeZone: 'UTC' } }),
    fault: /^workspaces\[0\]\.quietHours\.from: expected a time of day such as 08:30/,
  },
  {
    config: workspace({ quietHours: { from: '19:00', to: '08:00', timeZone: 'Berlin' } }),
    fault: /^workspaces\[0\]\.quietHours\.timeZone: expected an IANA time zone such as Europe\/Berlin/,
  },
  {
    config: workspace({ quietHours: { from: '08:00', to: '08:00', timeZone: 'UTC' } }),
    fault: /^workspaces\[0\]\.quietHours: from and to are the same/,
  },
  {
    config: workspace({ messages: { assigned: { comment: '{people}, yours' } } }),
    fault: /^workspaces\[0\]\.messages\.assigned\.comment: \{pagebell\} is missing/,
  },
  {
    config: workspace({ messages: { assigned: { slack: 'a page is yours' } } }),
    fault: /^workspaces\[0\]\.messages\.assigned\.slack: \{people\} is missing/,
  },
  {
    config: workspace({ messages: { unassigned: { slack: '{people}: {link}' } } }),
    fault:
      /^workspaces\[0\]\.messages\.unassigned\.slack: \{link\} is unknown; there are \{people\}, \{title\}, \{url\}/,
  },
  {
    config: workspace({ messages: { assigned: { comment: `{people}{pagebell}${'a'.repeat(1000)}` } } }),
    fault: /^workspaces\[0\]\.messages\.assigned\.comment: .*<=1000/,
  },
])('$config is refused', ({ config, fault }) => {
  const [line, ...others] = faultsOf(config);
  expect(line?.replace(/^pagebell\.config\.ts: /, '')).toMatch(fault);
  expect(others).toEqual([]);
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

  test.each<[string, object, string]>([
    [
      'an unknown workspace',
      { to: { ...good.to, workspace: 'clint' } },
      'to.workspace: "clint" is no workspace',
    ],
    [
      'one workspace on both sides',
      { to: { ...good.to, workspace: 'team' } },
      'to.workspace: expected another',
    ],
    ['a wrong id', { to: { ...good.to, dataSource: 'x' } }, 'to.dataSource: "x" is not a Notion id'],
    ['nothing to mirror', { properties: [] }, 'properties: expected one property at least'],
    ['no link', { from: { ...good.from, link: '' } }, 'from.link: '],
    [
      'a property twice',
      { properties: [...good.properties, { from: 'Status', to: 'Phase' }] },
      'properties[1].from: "Status" is mirrored twice',
    ],
    [
      'a property twice over there',
      { properties: [...good.properties, { from: 'Phase', to: 'State' }] },
      'properties[1].to: "State" is mirrored twice',
    ],
    [
      'an option that could not come back',
      { properties: [twice], both: true },
      'properties[0].options: two options are called "Shipped" over there',
    ],
  ])('%s is refused, with the key', (_, wrong, message) => {
    const faults = faultsOf({ workspaces, mirrors: [{ ...good, ...wrong }] });
    expect(faults).toContainEqual(expect.stringContaining(`pagebell.config.ts: mirrors[0].${message}`));
  });

  test('two options may be one over there where nothing comes back', () => {
    expect(faultsOf({ workspaces, mirrors: [{ ...good, properties: [twice] }] })).toEqual([]);
  });

  test('a data source that its workspace does not watch is refused, and so is the same mirror again', () => {
    const watching = [{ key: 'team', dataSources: [{ id: OTHER_ID }] }, { key: 'client' }];
    expect(faultsOf({ workspaces: watching, mirrors: [good] })).toEqual([
      'pagebell.config.ts: mirrors[0].from.dataSource: expected one of the `dataSources` of the workspace "team": no other is watched',
    ]);
    expect(faultsOf({ workspaces, mirrors: [good, good] })).toEqual([
      'pagebell.config.ts: mirrors[1]: there are two mirrors between these data sources: join them',
    ]);
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
