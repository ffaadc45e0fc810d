import type { DataSourceConfig, WorkspaceConfig } from '../../../lambdas/core/config.ts';
import type { ConditionConfig } from '../../../lambdas/core/config-rules.ts';
import type { NotionUser } from '../../../lambdas/core/notion-user.ts';
import type { PageProperty } from '../../../lambdas/core/page-properties.ts';
import {
  ASSIGNEE_PROPERTY_ID,
  ConsumerBench,
  DATA_SOURCE,
  pageId,
  partialUser,
  person,
} from '../../fakes/consumer-bench.ts';
import { mentionsOf, notionAnswer, plainOf } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PRIORITY_ID = 'pr:o';
const TEAM_ID = 'tm';
const only: ConditionConfig[] = [{ property: 'Priority', is: ['High', 'Urgent'] }];

function benchWith(source: Partial<DataSourceConfig> = {}, workspace: Partial<WorkspaceConfig> = {}) {
  const bench = new ConsumerBench({ dataSources: [{ id: DATA_SOURCE, only, ...source }], ...workspace });
  return bench;
}

const priority = (option: string | null): PageProperty => ({
  name: 'Priority',
  id: PRIORITY_ID,
  type: 'select',
  option,
});

/** Sets who has the page and how urgent it is, and brings the event of that. */
async function edit(
  bench: ConsumerBench,
  people: NotionUser[],
  option: string | null,
  propertyIds: string[] | undefined = undefined,
  more: PageProperty[] = [],
): Promise<void> {
  bench.clock.advance(MINUTE);
  bench.assign(PAGE, people, { properties: [priority(option), ...more] });
  await bench.deliver(bench.event(PAGE, propertyIds && { propertyIds }));
}

const told = (bench: ConsumerBench) => bench.notion.posted.map(({ text }) => mentionsOf(text));
const reads = (bench: ConsumerBench) =>
  bench.notion.calls.filter(({ operation }) => operation === 'page').length;

describe('a page that is left out', () => {
  test('is nobody’s until it comes to match: then its assignees are told', async () => {
    const bench = benchWith();
    await edit(bench, [ana], 'Low');
    expect(told(bench)).toEqual([]);
    await edit(bench, [ana], 'High', [PRIORITY_ID]);
    expect(told(bench)).toEqual([[ana.id]]);
    await edit(bench, [ana], 'Urgent', [PRIORITY_ID]);
    expect(told(bench)).toHaveLength(1);
  });

  test('tells those who were not told before when it comes back', async () => {
    const bench = benchWith({}, { unassigned: 'notify' });
    await edit(bench, [ana], 'High');
    await edit(bench, [ana, ben], 'Low', [PRIORITY_ID, 'x']);
    await edit(bench, [ana, ben], 'High', [PRIORITY_ID]);
    expect(told(bench)).toEqual([[ana.id], [ben.id]]);
    await edit(bench, [ana, ben], 'Low', [PRIORITY_ID]);
    await edit(bench, [ben], 'Low');
    await edit(bench, [ana, ben], 'High', [PRIORITY_ID]);
    expect(told(bench).slice(2)).toEqual([[ana.id]]);
  });

  test.each([
    ['themselves, nobody', ana, []],
    ['by somebody else, them', ben, [[ana.id]]],
  ])('tells who took it, when it comes to match %s', async (_, author, expected) => {
    const bench = benchWith();
    await edit(bench, [], 'Low');
    bench.assign(PAGE, [ana], { properties: [priority('Low')] });
    await bench.deliver(bench.event(PAGE, { authors: [ana.id] }));
    bench.clock.advance(MINUTE);
    bench.assign(PAGE, [ana], { properties: [priority('High')] });
    await bench.deliver(bench.event(PAGE, { propertyIds: [PRIORITY_ID], authors: [author.id] }));
    expect(told(bench)).toEqual(expected);
  });

  test('is not said to be no longer theirs who lost it meanwhile', async () => {
    const bench = benchWith({}, { unassigned: 'notify' });
    await edit(bench, [ana], 'High');
    await edit(bench, [ana], 'Low', [PRIORITY_ID]);
    await edit(bench, [], 'High', [PRIORITY_ID, ASSIGNEE_PROPERTY_ID]);
    expect(told(bench)).toEqual([[ana.id]]);
  });

  test('takes back what waits to be told, and tells it when it comes back', async () => {
    const quietHours = { from: '00:00', to: '23:59', timeZone: 'UTC' };
    const bench = benchWith({}, { comment: false, slack: true, quietHours });
    await edit(bench, [ana], 'High');
    expect(bench.record(PAGE)?.outbox).toMatchObject([{ kind: 'notice', people: [ana] }]);
    await edit(bench, [ana], 'Low', [PRIORITY_ID]);
    expect(bench.record(PAGE)?.outbox).toEqual([]);
    await edit(bench, [ana], 'High', [PRIORITY_ID]);
    expect(bench.record(PAGE)?.outbox).toMatchObject([{ kind: 'notice', people: [ana] }]);
  });

  test('an operator tells nobody of it: they are told when it comes back', async () => {
    const bench = benchWith();
    bench.notion.failNext('comment', notionAnswer(403));
    await edit(bench, [ana], 'High');
    const notices = bench.record(PAGE)?.outbox.map(({ id }) => id) ?? [];
    expect(notices).toHaveLength(1);
    await edit(bench, [ana], 'Low', [PRIORITY_ID]);
    await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices });
    expect(told(bench)).toEqual([]);
    await edit(bench, [ana], 'High', [PRIORITY_ID]);
    expect(told(bench)).toEqual([[ana.id]]);
  });

  test('tells when it comes back what failed for a while when it was left out', async () => {
    const bench = benchWith();
    const { comment } = bench.notion;
    bench.notion.comment = async () => {
      const record = bench.record(PAGE);
      if (!record?.state) throw new Error('what is told was saved before');
      // Meanwhile somebody else has read the page.
      await bench.table.pages.save({ ...record, state: { ...record.state, isLeftOut: true } });
      return { ok: false, failure: notionAnswer(409) };
    };
    await edit(bench, [ana], 'High');
    expect(bench.record(PAGE)).toMatchObject({ outbox: [], state: { assignees: [], isLeftOut: true } });
    bench.notion.comment = comment;
    await edit(bench, [ana], 'High', [PRIORITY_ID]);
    expect(told(bench)).toEqual([[ana.id]]);
  });

  test('does not tell again when it comes back what a comment has told, though no answer came to it', async () => {
    const bench = benchWith();
    bench.notion.failNext('comment', notionAnswer(503), { isEffective: true });
    await edit(bench, [ana], 'High');
    await edit(bench, [ana], 'Low', [PRIORITY_ID]);
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(bench.record(PAGE)?.outbox).toEqual([]);
    await edit(bench, [ana], 'High', [PRIORITY_ID]);
    expect(told(bench)).toEqual([[ana.id]]);
  });

  test.each<{ channel: string; settings: Partial<WorkspaceConfig>; sent: (bench: ConsumerBench) => number }>([
    { channel: 'comment', settings: { slack: false }, sent: ({ notion }) => notion.posted.length },
    {
      channel: 'slack',
      settings: { comment: false, slack: true },
      sent: ({ slack }) => slack.posted.length,
    },
    {
      channel: 'email',
      settings: { comment: false, slack: false, email: { from: 'bell@example.com' } },
      sent: ({ mailer }) => mailer.sent.length,
    },
  ])('tells by $channel when it comes back what somebody died over before', async ({ settings, sent }) => {
    const bench = benchWith({}, settings);
    bench.notion.emails.set(ana.id, 'ana@example.com');
    const { notion, slack, mailer } = bench;
    const [comment, post, send] = [notion.comment, slack.post, mailer.send];
    notion.comment = slack.post = mailer.send = () => new Promise(() => {});
    void edit(bench, [ana], 'High');
    await new Promise((resolve) => setImmediate(resolve));
    Object.assign(notion, { comment });
    Object.assign(slack, { post });
    Object.assign(mailer, { send });
    bench.clock.advance(HOUR);
    await edit(bench, [ana], 'Low', [PRIORITY_ID]);
    expect([bench.record(PAGE)?.outbox, sent(bench)]).toEqual([[], 0]);
    await edit(bench, [ana], 'High', [PRIORITY_ID]);
    expect(sent(bench)).toBe(1);
  });

  test('whom no e-mail can reach is not tried again when it comes back', async () => {
    const bench = benchWith({}, { comment: false, slack: false, email: { from: 'bell@example.com' } });
    await edit(bench, [ana], 'High');
    await edit(bench, [ana], 'Low', [PRIORITY_ID]);
    await edit(bench, [ana], 'High', [PRIORITY_ID]);
    expect(bench.log.withMessage('Notice')).toMatchObject([{ channel: 'email', outcome: 'dropped' }]);
  });

  test('is not reminded of, and not escalated, until it comes back', async () => {
    const bench = benchWith(
      {},
      {
        reminders: { timeZone: 'UTC', daysBefore: [0], at: '09:00' },
        escalations: [{ status: 'Blocked', steps: [{ after: '1h', tell: { people: [ben.id] } }] }],
      },
    );
    bench.notion.usersById.set(ben.id, ben);
    const day = new Date(bench.clock.now() + 24 * HOUR).toISOString().slice(0, 10);
    const rest: PageProperty[] = [
      { name: 'Due', id: 'due', type: 'date', date: { start: day } },
      { name: 'Status', id: 'st', type: 'select', option: 'Blocked' },
    ];
    const rules = () => bench.notion.posted.map(({ text }) => plainOf(text).replace(/^.*this page is /, ''));
    await edit(bench, [], 'Low', undefined, rest);
    bench.clock.advance(36 * HOUR);
    await bench.tick();
    expect(rules()).toEqual([]);
    await edit(bench, [ana], 'High', [PRIORITY_ID], rest);
    expect(rules()).toEqual(['now yours. (Pagebell)', 'due today. (Pagebell)']);
    bench.clock.advance(2 * HOUR);
    await bench.tick();
    expect(rules().slice(2)).toEqual(['in the status “Blocked”. (Pagebell)']);
  });
});

test('an edit of what is asked costs one read, another none', async () => {
  const bench = benchWith();
  await edit(bench, [ana], 'Low');
  const before = reads(bench);
  await edit(bench, [ana], 'Low', ['other']);
  expect(reads(bench)).toBe(before);
  await edit(bench, [ana], 'Medium', [PRIORITY_ID]);
  expect(reads(bench)).toBe(before + 1);
});

test('a page first seen when it comes to match is announced', async () => {
  const bench = benchWith();
  bench.assign(PAGE, [ana], { properties: [priority('High')], createdAt: 0 });
  await bench.deliver(bench.event(PAGE, { propertyIds: [PRIORITY_ID] }));
  expect(told(bench)).toEqual([[ana.id]]);
});

test('a condition that cannot be asked leaves nothing out, and warns once', async () => {
  const bench = benchWith({ only: [{ property: 'Urgency', is: ['High'] }] });
  await edit(bench, [ana], 'Low');
  await edit(bench, [ben], 'Low');
  expect(told(bench)).toEqual([[ana.id], [ben.id]]);
  const warnings = bench.log.lines.filter(({ level }) => level === 'warn');
  expect(warnings).toMatchObject([
    { fields: { dataSourceId: DATA_SOURCE, property: 'Urgency', condition: 'is' } },
  ]);
});

test('people are looked for beyond the first 25 that Notion shows', async () => {
  const bench = benchWith({ only: [{ property: 'Team', includes: [ben.id] }] });
  const crowd = Array.from({ length: 30 }, (_, index) => partialUser(100 + index));
  const team = (people: NotionUser[]): PageProperty => ({
    name: 'Team',
    id: TEAM_ID,
    type: 'people',
    people,
  });
  await edit(bench, [ana], 'Low', undefined, [team(crowd)]);
  expect(told(bench)).toEqual([]);
  await edit(bench, [ana], 'Low', [TEAM_ID], [team([...crowd, ben])]);
  expect(told(bench)).toEqual([[ana.id]]);
});

describe('a ladder', () => {
  const blocked: PageProperty = { name: 'Status', id: 'st', type: 'select', option: 'Blocked' };

  function benchWithLadder(): ConsumerBench {
    const steps = [{ after: '0h', tell: { people: [ben.id] } }];
    const bench = benchWith({}, { escalations: [{ status: 'Blocked', steps }] });
    bench.notion.usersById.set(ben.id, ben);
    return bench;
  }

  test('begins for a page first seen when it comes to match', async () => {
    const bench = benchWithLadder();
    bench.assign(PAGE, [], { properties: [priority('High'), blocked], createdAt: 0 });
    await bench.deliver(bench.event(PAGE, { propertyIds: [PRIORITY_ID] }));
    expect(told(bench)).toEqual([[ben.id]]);
  });

  test('begins when a page is found to match, whatever told of it', async () => {
    const bench = benchWithLadder();
    await edit(bench, [], 'Low', undefined, [blocked]);
    bench.assign(PAGE, [], { properties: [priority('High'), blocked] });
    bench.clock.advance(MINUTE);
    await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
    expect(told(bench)).toEqual([[ben.id]]);
  });
});

describe('a sweep', () => {
  async function sweep(bench: ConsumerBench): Promise<void> {
    bench.notion.editedAt.set(PAGE, bench.clock.now());
    bench.clock.advance(30 * MINUTE);
    await bench.tick();
    await bench.deliver(...bench.sent.splice(0).map(({ job }) => job));
  }

  test('finds what came to match though no webhook told, and reads nothing that is left out as before', async () => {
    const bench = benchWith();
    await edit(bench, [ana], 'Low');
    const before = reads(bench);
    bench.assign(PAGE, [ana, ben], { properties: [priority('Medium')] });
    await sweep(bench);
    expect(reads(bench)).toBe(before);
    bench.assign(PAGE, [ana, ben], { properties: [priority('High')] });
    await sweep(bench);
    expect(told(bench)).toEqual([[ana.id, ben.id]]);
  });

  test('stores an old page that is left out as nobody’s', async () => {
    const bench = benchWith();
    bench.assign(pageId(2), [], { properties: [priority('Low')] });
    await bench.deliver(bench.event(pageId(2)));
    bench.assign(PAGE, [ana], { properties: [priority('Low')] });
    const id = [...bench.table.dataSourceItems.keys()][0] ?? '';
    const item = bench.table.dataSourceItems.get(id);
    if (item) bench.table.dataSourceItems.set(id, { ...item, sweep: { ...item.sweep, sweptTo: 0 } });
    bench.clock.advance(30 * MINUTE);
    await bench.tick();
    expect(bench.record(PAGE)).toMatchObject({ state: { assignees: [], isLeftOut: true } });
    await edit(bench, [ana], 'High', [PRIORITY_ID]);
    expect(told(bench)).toEqual([[ana.id]]);
  });
});
