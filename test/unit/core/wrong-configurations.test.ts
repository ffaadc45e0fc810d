import { z } from 'zod';
import { configSchema, resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';

const ID = '1f6a3c2e-9b4d-4c6f-8a11-0d2e4b6c8f90';
const OTHER = '22222222-3333-4444-8555-666666666666';
const FILE = 'pagebell.config.ts';
const TEMPLATES = {
  comment: '{people} {pagebell}',
  slack: '{people}',
  subject: '{title}',
  email: '{url}',
};

/** What the error says, a line for each fault; none if there is no error. */
function faultsOf(config: unknown): string[] {
  try {
    resolveConfig(config, FILE);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n') : [];
  }
}

/** With every key that there is, each right. */
const WHOLE = {
  stackName: 'Bell',
  stage: 'test',
  reservedConcurrency: 'off',
  logRetentionDays: 7,
  alarmEmail: 'on-call@example.com',
  alarmSilentHours: 24,
  alarmSignatureFailures: 5,
  runbookUrl: 'https://wiki.example.com/pagebell',
  workspaces: [
    {
      key: 'team',
      mode: 'observe',
      callsPerMinute: 600,
      sweepMinutes: 15,
      pace: 3,
      assigneeProperty: 'Owner',
      dataSources: [
        {
          id: ID,
          only: [
            { property: 'Priority', is: ['High'] },
            { property: 'Priority', isNot: ['Low'] },
            { property: 'Ready', checked: true },
            { property: 'Team', includes: [OTHER] },
            { property: 'Team', isEmpty: false },
          ],
          assigneeProperty: 'Responsible',
          statusProperty: 'State',
          reminders: reminders(),
          escalations: [ladder()],
          slackChannel: 'C0INCIDENTS',
          slackMention: false,
          slackDirectMessage: true,
          messages: messages(),
        },
      ],
      firstSight: 'silent',
      notifySelf: true,
      unassigned: 'notify',
      mute: [{ person: OTHER, channels: ['slack'] }],
      quietHours: { from: '19:30', to: '08:00', timeZone: 'Europe/Berlin' },
      statusProperty: 'State',
      reminders: reminders(),
      escalations: [ladder()],
      comment: false,
      slack: true,
      slackChannel: 'C0TEAM',
      slackMention: false,
      slackDirectMessage: true,
      slackSingles: 5,
      email: { from: 'Pagebell <bell@example.com>', replyTo: 'team@example.com', identity: 'example.com' },
      people: [{ notion: OTHER, slack: 'U0123456789', email: 'ana@example.com', language: 'de' }],
      messages: messages(),
      languages: { de: { ...messages(), escalation: TEMPLATES } },
    },
    { key: 'client' },
  ],
  mirrors: [mirror()],
};

function mirror() {
  return {
    from: { workspace: 'team', dataSource: ID, link: 'Client page' },
    to: { workspace: 'client', dataSource: OTHER },
    properties: [{ from: 'Status', to: 'State', options: { de: 'Shipped' } }],
    both: true,
  };
}

function reminders() {
  return {
    property: 'Deadline',
    at: '08:30',
    timeZone: 'Europe/Berlin',
    daysBefore: [3, 0, -1],
    overdue: true,
    completed: ['Done'],
  };
}

function ladder() {
  const tell = { people: [OTHER], assignees: true, channel: 'C0ONCALL', email: 'oncall@example.com' };
  return { status: 'Blocked', steps: [{ after: '24h', tell }] };
}

function messages() {
  return {
    assigned: TEMPLATES,
    unassigned: TEMPLATES,
    reminder: TEMPLATES,
    escalation: { ...TEMPLATES, toChannel: '{url}', toAddress: '{url}' },
    digest: '{count}',
    overdue: { header: '{count}', line: '{title}' },
    mute: 'Ask.',
    words: {
      dueToday: 'today',
      dueTomorrow: 'tomorrow',
      dueInDays: 'in {days}',
      overdueOneDay: 'late',
      overdueDays: 'late for {days}',
      somebody: 'somebody',
      nobody: 'nobody',
      untitled: 'untitled',
      andMore: '+ {count}',
      manyPeople: '{count}',
      part: '{number}/{of}',
    },
  };
}

type Path = readonly (string | number)[];

/** Every place in a value, the value itself first. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

/** A copy in which something of another kind is in that place. */
function spoilt(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return typeof value === 'boolean' ? 7 : true;
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? spoilt(each, rest) : each));
  const object = Object(value);
  return { ...object, [key]: spoilt(object[key], rest) };
}

function nameOf(path: Path): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return name.replace(/^\./, '') || 'the configuration';
}

describe('a value of another kind', () => {
  test('the configuration that is spoilt here has every key, and is right', () => {
    expect(faultsOf(WHOLE)).toEqual([]);
    const there = new Set(placesIn(WHOLE).map((path) => nameOf(path).replaceAll(/\[\d+\]/g, '[]')));
    const json = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
    expect(keysOf(json).filter((key) => !there.has(key))).toEqual([]);
  });

  test.each(placesIn(WHOLE).map((path) => [nameOf(path), path] as const))(
    'at %s is one line',
    (name, path) => {
      const faults = faultsOf(spoilt(WHOLE, path));
      expect(faults).toEqual([expect.stringMatching(/: expected \S/)]);
      expect(faults[0]?.startsWith(`${FILE}: ${name}: expected `)).toBe(true);
      expect(faults[0]).not.toMatch(/invalid|received|undefined|Zod/i);
    },
  );
});

/** Names of all keys of a JSON schema: `workspaces[].key`. Keys of a record are the reader's own: `de` here. */
function keysOf(schema: unknown, name = ''): string[] {
  const { properties, items, additionalProperties, anyOf } = Object(schema);
  const inner = [
    ...Object.entries(Object(properties)).flatMap(([key, one]) => keysOf(one, name ? `${name}.${key}` : key)),
    ...(items ? keysOf(items, `${name}[]`) : []),
    ...(typeof additionalProperties === 'object' ? keysOf(additionalProperties, `${name}.de`) : []),
    ...(anyOf ?? []).flatMap((one: unknown) => keysOf(one, name).slice(1)),
  ];
  return name === '' ? inner : [name, ...inner];
}

/** A configuration with one workspace that differs from the default in this. */
const workspace = (change: object) => ({ workspaces: [{ key: 'main', ...change }] });
/** One with a data source that does. */
const dataSource = (change: object) => workspace({ dataSources: [{ id: ID, ...change }] });
/** One with a ladder of such steps. */
const steps = (...all: object[]) =>
  workspace({
    escalations: [
      { status: 'Blocked', steps: all.map((step) => ({ after: '0h', tell: { assignees: true }, ...step })) },
    ],
  });
/** Two workspaces with mirrors that differ from a right one in these. */
const mirrors = (...all: object[]) => ({
  workspaces: [{ key: 'team', dataSources: [{ id: ID }] }, { key: 'client' }],
  mirrors: all.map((change) => ({ ...mirror(), ...change })),
});
/** Mirrors of the status between three workspaces, each with a data source. */
const round = (...all: { ends: string; both?: boolean; from?: string; to?: string }[]) => ({
  workspaces: ['a', 'b', 'c'].map((key) => ({ key })),
  mirrors: all.map(({ ends: [from, to], both, ...property }) => ({
    from: { workspace: from, dataSource: ID, link: 'Link' },
    to: { workspace: to, dataSource: ID },
    properties: [{ from: 'Status', to: 'Status', ...property }],
    both,
  })),
});
const MAIN = 'workspaces[0]';
const STEP = `${MAIN}.escalations[0].steps[0]`;

test.each<[unknown, string]>([
  ['Pagebell', 'the configuration: expected an object, not a text'],
  [{ stagename: 'x' }, 'stagename: there is no such key; did you mean stackName?'],
  [{ logretentiondays: 7 }, 'logretentiondays: there is no such key; did you mean logRetentionDays?'],
  [{ region: 'eu-west-1' }, 'region: there is no such key'],
  [
    workspace({ assigneProperty: 'Owner' }),
    `${MAIN}.assigneProperty: there is no such key; did you mean assigneeProperty?`,
  ],
  [
    dataSource({ escalation: [] }),
    `${MAIN}.dataSources[0].escalation: there is no such key; did you mean escalations?`,
  ],
  [
    { stackName: '1st' },
    'stackName: expected a letter, then at most 59 letters, digits and dashes, not "1st"',
  ],
  [{ stackName: 'a'.repeat(61) }, 'stackName: expected a letter, then at most 59 letters, digits and dashes'],
  [{ stage: 'a/b' }, 'stage: expected at most 32 lower-case letters, digits and dashes, not "a/b"'],
  [{ reservedConcurrency: 'maybe' }, 'reservedConcurrency: expected "on" or "off"'],
  [
    { logRetentionDays: 31 },
    'logRetentionDays: expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365',
  ],
  [{ alarmEmail: 'on-call' }, 'alarmEmail: expected an e-mail address, not "on-call"'],
  [{ alarmSilentHours: 0 }, 'alarmSilentHours: expected whole hours, 1 to 168, or "off"'],
  [{ alarmSilentHours: 169 }, 'alarmSilentHours: expected whole hours, 1 to 168, or "off"'],
  [{ alarmSignatureFailures: 0 }, 'alarmSignatureFailures: expected at least 1'],
  [
    { runbookUrl: 'docs/runbook.md#halted' },
    'runbookUrl: expected an address or a path without spaces and without "#", at most 200 characters',
  ],
  [{ workspaces: [] }, 'workspaces: expected one workspace at least'],
  [{ workspaces: [{}] }, `${MAIN}.key: expected a text, and it is missing`],
  [
    { workspaces: [{ key: 'main' }, { key: 'main' }] },
    'workspaces[1].key: expected another than "main", which is there already',
  ],
  [
    workspace({ key: 'Main' }),
    `${MAIN}.key: expected at most 32 lower-case letters, digits and dashes, not "Main"`,
  ],
  [
    workspace({ key: 'a#b' }),
    `${MAIN}.key: expected at most 32 lower-case letters, digits and dashes, not "a#b"`,
  ],
  [workspace({ token: 'ntn_x' }), `${MAIN}.token: there is no such key`],
  [workspace({ mode: 'quiet' }), `${MAIN}.mode: expected "notify" or "observe"`],
  [workspace({ callsPerMinute: 9 }), `${MAIN}.callsPerMinute: expected at least 10`],
  [workspace({ callsPerMinute: 601 }), `${MAIN}.callsPerMinute: expected at most 600`],
  [workspace({ callsPerMinute: 180.5 }), `${MAIN}.callsPerMinute: expected a whole number, not 180.5`],
  [workspace({ sweepMinutes: 4 }), `${MAIN}.sweepMinutes: expected at least 5`],
  [workspace({ pace: 0 }), `${MAIN}.pace: expected at least 0.2`],
  [workspace({ statusProperty: '  ' }), `${MAIN}.statusProperty: expected a text that is not empty`],
  [workspace({ assigneeProperty: ' ' }), `${MAIN}.assigneeProperty: expected a text that is not empty`],
  [workspace({ assigneeProperty: '' }), `${MAIN}.assigneeProperty: expected a text that is not empty`],
  [
    workspace({ dataSources: [] }),
    `${MAIN}.dataSources: expected one at least; leave the key out to watch every data source`,
  ],
  [
    workspace({ dataSources: [`https://www.notion.so/${ID}`] }),
    `${MAIN}.dataSources[0]: expected an object: { id: '<data source id>' }`,
  ],
  [
    workspace({ dataSources: [{ id: 'tasks' }] }),
    `${MAIN}.dataSources[0].id: expected a Notion id (32 hexadecimal digits), not "tasks"`,
  ],
  [
    workspace({ dataSources: [{ id: ID }, { id: ID.replaceAll('-', '') }] }),
    `${MAIN}.dataSources[1].id: expected another than "${ID}", which is there already`,
  ],
  [dataSource({ name: 'Tasks' }), `${MAIN}.dataSources[0].name: there is no such key`],
  [
    dataSource({ only: [{ property: 'Priority', is: ['High'], isNot: ['Low'] }] }),
    `${MAIN}.dataSources[0].only[0]: expected is, isNot, checked, includes or isEmpty, and one of them only`,
  ],
  [
    dataSource({ only: [{ property: 'Priority', equals: 'High' }] }),
    `${MAIN}.dataSources[0].only[0].equals: there is no such key; a condition asks is, isNot, checked, includes or isEmpty`,
  ],
  [
    dataSource({ only: [{ property: 'Priority', is: [] }] }),
    `${MAIN}.dataSources[0].only[0].is: expected at least 1 entry`,
  ],
  [
    dataSource({ slackChannel: 'general' }),
    `${MAIN}.dataSources[0].slackChannel: expected a channel's id such as C0123456789, from its details in Slack, not "general"`,
  ],
  [workspace({ firstSight: true }), `${MAIN}.firstSight: expected "notify" or "silent"`],
  [workspace({ unassigned: true }), `${MAIN}.unassigned: expected "notify" or "silent"`],
  [
    workspace({ mute: ['ann@example.com'] }),
    `${MAIN}.mute[0]: expected a Notion user id, which \`npx pagebell people\` shows, not "ann@example.com"`,
  ],
  [
    workspace({ mute: [{ person: 'Ann', channels: ['email'] }] }),
    `${MAIN}.mute[0].person: expected a Notion user id, which \`npx pagebell people\` shows, not "Ann"`,
  ],
  [
    workspace({ mute: [{ person: ID, channels: ['pigeon'] }] }),
    `${MAIN}.mute[0].channels[0]: expected "comment" or "slack" or "slack-dm" or "email"`,
  ],
  [
    workspace({ quietHours: { from: '24:00', to: '08:00', timeZone: 'UTC' } }),
    `${MAIN}.quietHours.from: expected a time of day such as 08:30, not "24:00"`,
  ],
  [
    workspace({ quietHours: { from: '19:00', to: '08:00', timeZone: 'Berlin' } }),
    `${MAIN}.quietHours.timeZone: expected an IANA time zone such as Europe/Berlin, not "Berlin"`,
  ],
  [
    workspace({ quietHours: { from: '08:00', to: '08:00', timeZone: 'UTC' } }),
    `${MAIN}.quietHours.to: expected another time than \`from\`; leave quietHours out for none`,
  ],
  [workspace({ reminders: {} }), `${MAIN}.reminders.timeZone: expected a text, and it is missing`],
  [
    workspace({ reminders: { timeZone: 'UTC', at: '9' } }),
    `${MAIN}.reminders.at: expected a time of day such as 08:30, not "9"`,
  ],
  [
    workspace({ reminders: { timeZone: 'UTC', daysBefore: [0.5] } }),
    `${MAIN}.reminders.daysBefore[0]: expected a whole number, not 0.5`,
  ],
  [
    workspace({ reminders: { timeZone: 'UTC', daysBefore: [-31] } }),
    `${MAIN}.reminders.daysBefore[0]: expected at least -30`,
  ],
  [
    workspace({ escalations: [{ status: 'Blocked', steps: [] }] }),
    `${MAIN}.escalations[0].steps: expected at least 1 entry`,
  ],
  [steps({ after: 'soon' }), `${STEP}.after: expected a time such as 30m, 24h or 3d, not "soon"`],
  [
    steps({ after: '24h' }, { after: '1d' }),
    `${MAIN}.escalations[0].steps[1].after: expected a time after that of the step before, 24h`,
  ],
  [steps({ tell: {} }), `${STEP}.tell: expected people, assignees: true, a channel or an email`],
  [
    steps({ tell: { people: ['Ana'] } }),
    `${STEP}.tell.people[0]: expected a Notion user id, which \`npx pagebell people\` shows, not "Ana"`,
  ],
  [
    steps({ tell: { people: [ID, OTHER, ID.replaceAll('-', '')] } }),
    `${STEP}.tell.people[2]: expected another than "${ID}", which is there already`,
  ],
  [
    steps({ tell: { channel: '#on-call' } }),
    `${STEP}.tell.channel: expected a channel's id such as C0123456789, from its details in Slack, not "#on-call"`,
  ],
  [steps({ tell: { email: 'on-call' } }), `${STEP}.tell.email: expected an e-mail address, not "on-call"`],
  [
    steps({ tell: { email: 'oncall@example.com' } }),
    `${STEP}.tell.email: expected \`email\` in the workspace, which says from whom e-mails come`,
  ],
  [
    dataSource({
      escalations: [{ status: 'Blocked', steps: [{ after: '0h', tell: { email: 'a@example.com' } }] }],
    }),
    `${MAIN}.dataSources[0].escalations[0].steps[0].tell.email: expected \`email\` in the workspace, which says from whom e-mails come`,
  ],
  [
    workspace({
      slackChannel: 'C0TEAM',
      escalations: [
        { status: 'Blocked', steps: [{ after: '0h', tell: { assignees: true, channel: 'C0TEAM' } }] },
      ],
    }),
    `${STEP}.tell.channel: expected another channel than \`slackChannel\`, which is told of the step as it is`,
  ],
  [
    workspace({
      slackChannel: 'C0TEAM',
      dataSources: [{ id: ID, slackChannel: 'C0DS0' }, { id: OTHER }],
      escalations: [
        { status: 'Blocked', steps: [{ after: '0h', tell: { assignees: true, channel: 'C0TEAM' } }] },
      ],
    }),
    `${STEP}.tell.channel: expected another channel than \`slackChannel\`, which is told of the step as it is`,
  ],
  [
    workspace({
      dataSources: [{ id: ID }, { id: OTHER, slackChannel: 'C0DS0' }],
      escalations: [
        { status: 'Blocked', steps: [{ after: '0h', tell: { assignees: true, channel: 'C0DS0' } }] },
      ],
    }),
    `${MAIN}.dataSources[1].slackChannel: expected another channel than the \`escalations\` of the workspace tell, or \`escalations\` of its own`,
  ],
  [
    workspace({
      escalations: ['0h', '1h'].map((after) => ({
        status: 'Blocked',
        steps: [{ after, tell: { assignees: true } }],
      })),
    }),
    `${MAIN}.escalations[1].status: expected another than "Blocked", which is there already`,
  ],
  [
    workspace({ slack: false, reminders: { timeZone: 'UTC', overdue: true } }),
    `${MAIN}.reminders.overdue: expected false where \`slack\` is: the list goes to its channel`,
  ],
  [
    workspace({ slack: false, dataSources: [{ id: ID, reminders: { timeZone: 'UTC', overdue: true } }] }),
    `${MAIN}.dataSources[0].reminders.overdue: expected false where \`slack\` is: the list goes to its channel`,
  ],
  [
    workspace({ comment: false, slack: false }),
    `${MAIN}.comment: expected true, or \`slack\`, or \`email\`: as it is nobody is ever told`,
  ],
  [workspace({ slack: 'on' }), `${MAIN}.slack: expected "auto", true or false`],
  [
    workspace({ slackChannel: '#general' }),
    `${MAIN}.slackChannel: expected a channel's id such as C0123456789, from its details in Slack, not "#general"`,
  ],
  // It may be a secret in the wrong place, so it is not repeated.
  [
    workspace({ slackChannel: 'https://hooks.slack.com/services/T0123/B0123/abcdefghijkl' }),
    `${MAIN}.slackChannel: expected a channel's id such as C0123456789, from its details in Slack`,
  ],
  [workspace({ slackSingles: -1 }), `${MAIN}.slackSingles: expected at least 0`],
  [workspace({ notifySelf: 'no' }), `${MAIN}.notifySelf: expected true or false, not a text`],
  [
    workspace({ email: { from: 'Pagebell' } }),
    `${MAIN}.email.from: expected an address such as bell@example.com or Pagebell <bell@example.com>, not "Pagebell"`,
  ],
  [
    workspace({ email: { from: 'bell@example.com', identity: 'other.com' } }),
    `${MAIN}.email.identity: expected bell@example.com, its domain, or a domain above that`,
  ],
  [
    workspace({ people: [{ notion: ID, slack: '@ana' }] }),
    `${MAIN}.people[0].slack: expected a member's id such as U0123456789, from their profile in Slack, not "@ana"`,
  ],
  [
    workspace({ people: [{ notion: ID, email: 'ana' }] }),
    `${MAIN}.people[0].email: expected an e-mail address, not "ana"`,
  ],
  [workspace({ people: [{ notion: ID }] }), `${MAIN}.people[0]: expected slack, email or language`],
  [
    workspace({ people: ['U12345', 'U54321'].map((slack) => ({ notion: ID, slack })) }),
    `${MAIN}.people[1].notion: expected another than "${ID}", which is there already`,
  ],
  [
    workspace({ people: [{ notion: ID, language: 'de' }] }),
    `${MAIN}.people[0].language: expected one of \`languages\`, of which there are none`,
  ],
  [
    workspace({ languages: { German: { mute: '' } } }),
    `${MAIN}.languages.German: expected a language such as de or pt-BR`,
  ],
  [
    workspace({ messages: { assigned: { comment: 'A page is yours' } } }),
    `${MAIN}.messages.assigned.comment: expected {people}, {pagebell} in it`,
  ],
  [
    workspace({ messages: { assigned: { slack: '{people}, {people}' } } }),
    `${MAIN}.messages.assigned.slack: expected {people} once only`,
  ],
  [
    workspace({ messages: { unassigned: { slack: '{people}: {link}' } } }),
    `${MAIN}.messages.unassigned.slack: expected no placeholders but {people}, {title}, {url}, not {link}`,
  ],
  [
    workspace({ messages: { assigned: { comment: `{people}{pagebell}${'a'.repeat(1000)}` } } }),
    `${MAIN}.messages.assigned.comment: expected at most 1000 characters`,
  ],
  [
    workspace({ messages: { escalation: { toChannel: '{title}' } } }),
    `${MAIN}.messages.escalation.toChannel: expected {url} in it`,
  ],
  [
    workspace({ messages: { digest: '{people}' } }),
    `${MAIN}.messages.digest: expected no placeholders but {count}, not {people}`,
  ],
  [
    workspace({ messages: { overdue: { line: '{pagebell}' } } }),
    `${MAIN}.messages.overdue.line: expected no placeholders but {title}, {url}, {people}, {when}, {date}, not {pagebell}`,
  ],
  [workspace({ messages: { email: '{people}' } }), `${MAIN}.messages.email: there is no such key`],
  [
    mirrors({ to: { workspace: 'clint', dataSource: OTHER } }),
    'mirrors[0].to.workspace: expected the key of one of `workspaces`, which are "team", "client", not "clint"; did you mean client?',
  ],
  [
    mirrors({ to: { workspace: 'team', dataSource: ID } }),
    'mirrors[0].to.workspace: expected another workspace than that of `from`',
  ],
  [
    mirrors({ from: { workspace: 'team', dataSource: OTHER, link: 'Client page' } }),
    'mirrors[0].from.dataSource: expected one of the `dataSources` of the workspace "team": no other is watched',
  ],
  [
    mirrors({ from: { workspace: 'team', dataSource: ID } }),
    'mirrors[0].from.link: expected a text, and it is missing',
  ],
  [mirrors({ properties: [] }), 'mirrors[0].properties: expected one property at least'],
  [
    mirrors({ properties: ['State', 'Phase'].map((to) => ({ from: 'Status', to })) }),
    'mirrors[0].properties[1].from: expected another than "Status", which is mirrored already',
  ],
  [
    mirrors({ properties: ['Status', 'Phase'].map((from) => ({ from, to: 'State' })) }),
    'mirrors[0].properties[1].to: expected another than "State", which is mirrored already',
  ],
  [
    mirrors({ properties: [{ from: 'Status', to: 'State', options: { Done: 'Over', Closed: 'Over' } }] }),
    'mirrors[0].properties[0].options: expected each name once, not "Over" twice: with `both` nobody could tell which option comes back',
  ],
  [
    mirrors({ properties: [{ from: 'Status', to: 'State', options: { Done: '' } }] }),
    'mirrors[0].properties[0].options.Done: expected a text that is not empty',
  ],
  [
    mirrors({ properties: [{ from: 'Client page', to: 'Page' }] }),
    'mirrors[0].properties[0].from: expected another than "Client page", which is the link',
  ],
  [
    round({ ends: 'ab' }, { ends: 'ba' }),
    'mirrors[1]: expected one mirror between these data sources, with `both`',
  ],
  [
    round({ ends: 'ab', both: true }, { ends: 'ba', both: true }),
    'mirrors[1]: expected one mirror between these data sources, with `both`',
  ],
  [
    round({ ends: 'ab' }, { ends: 'bc' }, { ends: 'ca' }),
    'mirrors[2].properties[0]: expected no circle: by mirrors[0] and mirrors[1] it comes back to where it comes from',
  ],
  [
    round({ ends: 'ba', both: true }, { ends: 'cb' }, { ends: 'ac' }),
    'mirrors[2].properties[0]: expected no circle: by mirrors[1] and mirrors[0] it comes back to where it comes from',
  ],
  [
    round({ ends: 'ab', both: true }, { ends: 'bc', both: true }, { ends: 'ac', both: true }),
    'mirrors[2].properties[0]: expected no circle: by mirrors[1] and mirrors[0] it comes back to where it comes from',
  ],
  [mirrors({}, {}), 'mirrors[1]: expected one mirror only between these data sources: join them'],
])('%j is one line', (config, line) => {
  expect(faultsOf(config)).toEqual([`${FILE}: ${line}`]);
});

test('of several keys that there are not, each is told what it may mean', () => {
  const faults = faultsOf({ workspaces: [{ key: 'main', remindres: {}, token: 'ntn_x', pase: 3 }] });
  expect(faults).toEqual([
    `${FILE}: ${MAIN}.remindres: there is no such key; did you mean reminders?`,
    `${FILE}: ${MAIN}.token: there is no such key`,
    `${FILE}: ${MAIN}.pase: there is no such key; did you mean pace?`,
  ]);
});

test.each([
  ['two to one', round({ ends: 'ac' }, { ends: 'bc' })],
  ['one to two, and on', round({ ends: 'ab' }, { ends: 'ac' }, { ends: 'bc' })],
  ['back and on', round({ ends: 'ab', both: true }, { ends: 'bc', both: true })],
  ['another property back', round({ ends: 'ab' }, { ends: 'ba', from: 'Notes', to: 'Notes' })],
])('mirrors that come to rest are none: %s', (_, config) => {
  expect(faultsOf(config)).toEqual([]);
});

test.each([
  ['a mirror', { ...mirrors({}), workspaces: [{ key: 'team' }, { key: 'client', ...silent() }] }],
  ['e-mail', workspace({ ...silent(), email: { from: 'bell@example.com' } })],
  ['direct messages', workspace({ ...silent(), slackDirectMessage: true })],
  ['those of a data source', workspace({ ...silent(), dataSources: [{ id: ID, slackDirectMessage: true }] })],
  [
    'a channel of a ladder',
    workspace({
      ...silent(),
      escalations: [{ status: 'Blocked', steps: [{ after: '0h', tell: { channel: 'C0ONCALL' } }] }],
    }),
  ],
])('a workspace without comments and Slack may have %s', (_, config) => {
  expect(faultsOf(config)).toEqual([]);
});

function silent() {
  return { comment: false, slack: false };
}
