import { checkDataSources, checkProperties } from '../../../bin/commands/doctor/data-source-checks.ts';
import type { StackView } from '../../../bin/commands/doctor/doctor-ports.ts';
import type { Verdict } from '../../../bin/commands/doctor/finding.ts';
import { aimed } from '../../../bin/commands/doctor/remedy.ts';
import {
  checkClock,
  checkConcurrency,
  checkDeadLetters,
  checkEvents,
  checkQueue,
  checkWebhookToken,
} from '../../../bin/commands/doctor/stack-checks.ts';
import type { DataSourceView } from '../../../bin/commands/notion-view.ts';
import { span } from '../../../bin/commands/time-words.ts';
import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { JournalLine } from '../../../lambdas/core/journal.ts';
import type { QueueState } from '../../../lambdas/core/ports/queue.ts';
import type { Preflight } from '../../../lib/deploy/preflight.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const HOUR = 3_600_000;

const line = (id: number, job: JournalLine['job'], endedAt: number): JournalLine => ({
  id: String(id),
  workspace: 'main',
  endedAt,
  job,
  outcome: 'done',
  reason: '',
  attempt: 1,
  durationMs: 1,
});

function stack(
  lines: readonly JournalLine[],
  queue: QueueState = EMPTY,
  parked: Readonly<Record<string, number>> = {},
): StackView {
  return {
    name: 'Pagebell',
    isLocal: false,
    latest: async (_, limit, before = Infinity) =>
      lines.filter(({ endedAt }) => endedAt < before).slice(0, limit),
    queues: async () => queue,
    parkedPages: async (workspace) => parked[workspace] ?? 0,
  };
}

const EMPTY: QueueState = { waiting: 0, inFlight: 0, deadLetters: 0 };

describe('the queue', () => {
  test.each<[Partial<QueueState>, Verdict['kind'], RegExp]>([
    [{}, 'ok', /^empty$/],
    [
      { waiting: 3, oldestSeconds: 900 },
      'ok',
      /^3 waiting, 0 in work or put off, the oldest 15 minutes old$/,
    ],
    [{ inFlight: 1 }, 'ok', /age of the oldest unknown$/],
    [{ waiting: 3, oldestSeconds: 901 }, 'broken', /the oldest 15 minutes old$/],
  ])('%j is %s', async (state, kind, text) => {
    const verdict = await checkQueue(stack([], { ...EMPTY, ...state }));
    expect(verdict).toMatchObject({ kind, text: expect.stringMatching(text) });
  });
});

describe('dead letters', () => {
  test.each<[string, number, Record<string, number>, Verdict['kind'], string]>([
    ['none', 0, {}, 'ok', 'none'],
    ['a message', 1, {}, 'broken', '1 message in the dead-letter queue'],
    [
      'pages whose messages are gone',
      0,
      { main: 1, ops: 2 },
      'broken',
      '3 pages with notices that were given up',
    ],
    [
      'both',
      2,
      { ops: 1 },
      'broken',
      '1 page with notices that were given up, 2 messages in the dead-letter queue',
    ],
  ])('%s', async (_, deadLetters, parked, kind, text) => {
    const view = stack([], { ...EMPTY, deadLetters }, parked);
    expect(await checkDeadLetters(view, ['main', 'ops'])).toMatchObject({ kind, text });
  });
});

describe('events', () => {
  const sweeps = Array.from({ length: 250 }, (_, index) => line(index, 'due', NOW - index));
  const look = (lines: readonly JournalLine[], config = {}) =>
    checkEvents(stack(lines), 'main', resolveConfig(config), NOW);

  test.each<[string, readonly JournalLine[], object, Verdict['kind'], RegExp]>([
    ['none', [], {}, 'unchecked', /no event has come yet$/],
    ['only sweeps', sweeps, {}, 'unchecked', /among the last 250 outcomes$/],
    ['one behind many sweeps', [...sweeps, line(999, 'event', NOW - HOUR)], {}, 'ok', /60 minutes ago/],
    ['one before the alarm', [line(1, 'event', NOW - 72 * HOUR)], {}, 'ok', /3 days ago/],
    ['one after it', [line(1, 'event', NOW - 73 * HOUR)], {}, 'broken', /3 days ago/],
    [
      'one after a shorter one',
      [line(1, 'event', NOW - 9 * HOUR)],
      { alarmSilentHours: 8 },
      'broken',
      /9 hours ago/,
    ],
    [
      'one, and no alarm',
      [line(1, 'event', NOW - 73 * HOUR)],
      { alarmSilentHours: 'off' },
      'ok',
      /^the last one came 3 days ago \(done\)$/,
    ],
  ])('%s', async (_, lines, config, kind, text) => {
    expect(await look(lines, config)).toMatchObject({ kind, text: expect.stringMatching(text) });
  });
});

describe('the clock', () => {
  test.each<[string, [string, number | undefined][], Verdict['kind'], RegExp]>([
    ['nobody tells', [['Notion', undefined]], 'unchecked', /no service told its time/],
    [
      'right',
      [
        ['Notion', -30_000],
        ['AWS', 0],
      ],
      'ok',
      /^right, by Notion and AWS$/,
    ],
    [
      'behind',
      [
        ['Notion', 0],
        ['AWS', 31_000],
      ],
      'broken',
      /^this machine is 31 seconds behind AWS$/,
    ],
    [
      'ahead',
      [
        ['Notion', -360_000],
        ['AWS', 5],
      ],
      'broken',
      /^this machine is 6 minutes ahead of Notion$/,
    ],
  ])('%s', (_, clocks, kind, text) => {
    expect(checkClock(new Map(clocks))).toMatchObject({ kind, text: expect.stringMatching(text) });
  });
});

describe('the webhook token', () => {
  test.each<[string | undefined, Verdict['kind'], RegExp]>([
    [undefined, 'broken', /^none is active/],
    ['secret_bare', 'ok', /^active$/],
    [
      JSON.stringify({ active: 'a', previous: { token: 'b', until: NOW + HOUR * 5 } }),
      'ok',
      /before for another 5 hours$/,
    ],
    [JSON.stringify({ active: 'a', previous: { token: 'b', until: NOW - 1 } }), 'ok', /^active$/],
    ['{"active":""}', 'broken', /cannot be read$/],
  ])('%s', (stored, kind, text) => {
    const verdict = checkWebhookToken(stored, NOW);
    expect(verdict).toMatchObject({ kind, text: expect.stringMatching(text) });
    expect(JSON.stringify(verdict)).not.toContain('secret_bare');
  });
});

test.each<[Preflight, Verdict]>([
  [{ kind: 'go' }, { kind: 'ok', text: 'enough for what the configuration reserves' }],
  [
    { kind: 'unchecked', reason: 'getaddrinfo\nENOTFOUND' },
    { kind: 'unchecked', text: 'could not be checked because getaddrinfo; ENOTFOUND' },
  ],
  [
    { kind: 'barred', reason: 'No AWS Region', remedy: 'npm run deploy -- --region <region>' },
    {
      kind: 'unchecked',
      text: 'could not be checked because no AWS Region',
      remedy: 'The line about the stack tells more.',
    },
  ],
  [
    { kind: 'stop', message: 'It cannot.\nEither this.\nOr that.' },
    { kind: 'broken', text: 'It cannot', remedy: 'Either this. Or that.' },
  ],
])('the preflight %j is %j', (preflight, verdict) => {
  expect(checkConcurrency(preflight)).toEqual(verdict);
});

describe('data sources', () => {
  const id = (digit: number) => `d5000000-0000-4000-8000-00000000000${digit}`;
  const source = (digit: number, properties: Record<string, string>): DataSourceView => ({
    id: id(digit),
    name: `Source ${digit}`,
    url: undefined,
    properties: Object.entries(properties).map(([name, type]) => ({ name, type })),
  });
  const tasks = source(1, { Task: 'title', Assignee: 'people', Reviewer: 'people' });
  const bugs = source(2, { Bug: 'title', Owner: 'people' });
  const notes = source(3, { Name: 'title' });
  const pairs = source(4, { A: 'people', B: 'people', Assignee: 'date' });
  const workspaceOf = (config: Partial<WorkspaceConfig>) => {
    const [first] = resolveConfig({ workspaces: [{ key: 'main', ...config }] }).workspaces;
    if (!first) throw new Error('there is one');
    return first;
  };

  test.each<[string, DataSourceView[], Partial<WorkspaceConfig>, Verdict['kind'], RegExp]>([
    ['none at all', [], {}, 'broken', /^none is shared/],
    ['any', [tasks, bugs], {}, 'ok', /^2 shared: Source 1, Source 2$/],
    ['those that are configured', [tasks, bugs], { dataSources: [{ id: id(1) }] }, 'ok', /^1 configured/],
    ['one too few', [tasks], { dataSources: [{ id: id(1) }, { id: id(2) }] }, 'broken', /0002$/],
  ])('shared: %s', (_, visible, config, kind, text) => {
    const verdict = checkDataSources(visible, workspaceOf(config));
    expect(verdict).toMatchObject({ kind, text: expect.stringMatching(text) });
  });

  test.each<[string, DataSourceView[], Partial<WorkspaceConfig>, Verdict['kind'], RegExp]>([
    ['by its name, or the only one', [tasks, bugs], {}, 'ok', /^Source 1: Assignee, Source 2: Owner$/],
    ['none of a source among others', [tasks, notes], {}, 'ok', /not watched, for want of one: Source 3/],
    ['none anywhere', [notes], {}, 'broken', /no people property at all$/],
    [
      'several, and none of the name',
      [pairs],
      {},
      'broken',
      /of type date, not people, and people properties are A, B$/,
    ],
    [
      'a configured name that nobody has, and the only one',
      [bugs],
      { assigneeProperty: 'Boss' },
      'ok',
      /^Source 2: no property "Boss"; the only people property "Owner" is used$/,
    ],
    [
      'a configured name that another type has, and the only one',
      [bugs],
      { assigneeProperty: 'Bug' },
      'ok',
      /^Source 2: the property "Bug" is of type title; the only people property "Owner" is used$/,
    ],
    [
      'a configured name that nobody has, and several',
      [pairs],
      { assigneeProperty: 'Boss' },
      'broken',
      /no property "Boss", and people properties are A, B$/,
    ],
    [
      'a source that is not configured',
      [tasks, notes],
      { dataSources: [{ id: id(1) }] },
      'ok',
      /^Source 1: Assignee$/,
    ],
    [
      'a configured source without one',
      [tasks, notes],
      { dataSources: [{ id: id(1) }, { id: id(3) }] },
      'broken',
      /^Source 3/,
    ],
    [
      'a name of its own',
      [pairs],
      { dataSources: [{ id: id(4), assigneeProperty: 'B' }] },
      'ok',
      /^Source 4: B$/,
    ],
    ['nothing to look at', [], {}, 'unchecked', /no data source to watch/],
  ])('the assignee property: %s', (_, visible, config, kind, text) => {
    const verdict = checkProperties(visible, workspaceOf(config));
    expect(verdict).toMatchObject({ kind, text: expect.stringMatching(text) });
  });
});

test.each([
  [0, '0 seconds'],
  [1400, '1 second'],
  [119_000, '119 seconds'],
  [120_000, '2 minutes'],
  [26 * HOUR, '26 hours'],
  [49 * HOUR, '2 days'],
])('%d ms is %s', (ms, words) => {
  expect(span(ms)).toBe(words);
});

describe('a remedy can be run as it stands', () => {
  test.each([
    [{}, undefined, 'Run `npx pagebell connect`.'],
    [{ local: true }, undefined, 'Run `npx pagebell connect --local`.'],
    [
      { profile: 'ops', region: 'eu-west-1', stack: 'Bell', config: 'b.config.ts' },
      'main',
      'Run `npx pagebell connect --stack Bell --profile ops --region eu-west-1 --config b.config.ts --workspace main`.',
    ],
  ])('%j', (options, workspace, remedy) => {
    expect(aimed('Run `pagebell connect`.', options, workspace)).toBe(remedy);
  });

  test('what is no command of Pagebell stays', () => {
    expect(aimed('Start `npm start`.', { local: true }, undefined)).toBe('Start `npm start`.');
  });
});
