import { parkPage } from '../../../lambdas/consumer/pages/park-page.ts';
import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import type { DueDate, Notice, OutboxEntry } from '../../../lambdas/core/page-record.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person } from '../../fakes/consumer-bench.ts';
import { notionAnswer, plainOf } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const HOUR = 60 * 60_000;
const DUE_ID = 'mN:x';
const STATUS_ID = 'XGe@';
const reminders = { timeZone: 'Europe/Berlin' };

/** A bench at a certain time. */
function benchAt(time: string, config: Partial<WorkspaceConfig> = { reminders }): ConsumerBench {
  const bench = new ConsumerBench(config);
  goTo(bench, time);
  return bench;
}

function goTo(bench: ConsumerBench, time: string): void {
  bench.clock.advance(Date.parse(`${time}:00Z`) - bench.clock.now());
}

function set(
  bench: ConsumerBench,
  people: (typeof ana)[],
  date: DueDate | null,
  status: string | null = null,
) {
  bench.assign(PAGE, people, {
    properties: [
      { name: 'Created', id: 'c', type: 'date', date: { start: '2020-01-01' } },
      { name: 'Due', id: DUE_ID, type: 'date', date },
      { name: 'Status', id: STATUS_ID, type: 'status', option: status },
    ],
  });
}

/** A page that is known, with a due date. */
async function known(bench: ConsumerBench, people: (typeof ana)[], date: DueDate | null): Promise<void> {
  set(bench, people, date);
  await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
  bench.clock.advance(60_000);
}

function comments(bench: ConsumerBench): string[] {
  return bench.notion.posted.map(({ text }) => plainOf(text));
}

function outbox(bench: ConsumerBench): OutboxEntry[] {
  return [...(bench.record(PAGE)?.outbox ?? [])];
}

const reads = (bench: ConsumerBench) =>
  bench.notion.calls.filter(({ operation }) => operation === 'page').length;

test('a page wakes at nine the day before and on the day: a comment and a message', async () => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana, ben], { start: '2026-11-10' });
  goTo(bench, '2026-11-09T07:59');
  await bench.tick();
  expect(comments(bench)).toEqual([]);
  goTo(bench, '2026-11-09T08:00');
  await bench.tick();
  expect(comments(bench)).toEqual([`@${ana.id}, @${ben.id}, this page is due tomorrow. (Pagebell)`]);
  expect(bench.slack.posted.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Ana, Ben, this page is due tomorrow \(2026-11-10\): Write the launch post https/),
  ]);
  goTo(bench, '2026-11-10T08:00');
  await bench.tick();
  await bench.tick();
  expect(comments(bench).slice(1)).toEqual([`@${ana.id}, @${ben.id}, this page is due today. (Pagebell)`]);
  expect(outbox(bench)).toEqual([]);
});

test('what is told is decided from the page as it is when it wakes', async () => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana], { start: '2026-11-10' });
  set(bench, [ben], { start: '2026-11-12' });
  goTo(bench, '2026-11-09T08:00');
  await bench.tick();
  expect(comments(bench).filter((text) => text.includes('due'))).toEqual([]);
  goTo(bench, '2026-11-11T08:00');
  await bench.tick();
  expect(comments(bench).filter((text) => text.includes('due'))).toEqual([
    `@${ben.id}, this page is due tomorrow. (Pagebell)`,
  ]);
});

test.each([
  ['it is done', { start: '2026-11-10' }, 'Done'],
  ['it has no date any more', null, null],
])('nobody is told where %s', async (_, date, status) => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana], { start: '2026-11-10' });
  set(bench, [ana], date, status);
  goTo(bench, '2026-11-09T08:00');
  await bench.tick();
  expect(comments(bench)).toEqual([]);
  expect(outbox(bench)).toEqual([]);
});

test('a page that is gone is looked for on some days more, and then left alone', async () => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana], { start: '2026-11-10' });
  bench.notion.pages.delete(PAGE);
  const before = reads(bench);
  for (let day = 9; day < 20; day++) {
    goTo(bench, `2026-11-${day < 10 ? '0' : ''}${day}T08:00`);
    await bench.tick();
  }
  expect(reads(bench) - before).toBe(4);
  expect(outbox(bench)).toEqual([]);
  expect(comments(bench)).toEqual([]);
});

test.each([
  ['is gone', (bench: ConsumerBench) => bench.notion.pages.delete(PAGE)],
  [
    'has no people property',
    (bench: ConsumerBench) => {
      const { properties, ...page } = pageOf(bench);
      bench.notion.pages.set(PAGE, {
        ...page,
        properties: properties.filter(({ type }) => type !== 'people'),
      });
    },
  ],
])('a page that %s when its time has come is told of as soon as it is seen again', async (_, hide) => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana], { start: '2026-11-10' });
  const page = pageOf(bench);
  hide(bench);
  goTo(bench, '2026-11-09T08:00');
  await bench.tick();
  bench.notion.pages.set(PAGE, page);
  goTo(bench, '2026-11-10T08:00');
  await bench.tick();
  expect(comments(bench)).toEqual([`@${ana.id}, this page is due today. (Pagebell)`]);
});

/** A page of which the reminders' date shows, and whose it is only by a property of that name. */
function setNamed(bench: ConsumerBench, name: string): void {
  set(bench, [ana], { start: '2026-11-12' });
  const page = pageOf(bench);
  page.properties = [
    ...page.properties.map((property) => (property.name === 'Assignee' ? { ...property, name } : property)),
    { name: 'Reviewer', id: 'rev', type: 'people', people: [] },
  ];
}

async function passTo(bench: ConsumerBench, day: number): Promise<void> {
  while (bench.clock.now() < Date.parse(`2026-11-${String(day).padStart(2, '0')}T12:00Z`)) {
    bench.clock.advance(HOUR);
    await bench.tick();
    await bench.tick();
  }
}

describe('where the property that tells whose a page is was renamed', () => {
  const weekly = { ...reminders, daysBefore: [7, 1, 0] };
  const DUE_TEXTS = ['due in 2 days', 'due tomorrow', 'due today'];

  test.each([
    ['a page that was known before', 'Assignee'],
    ['a page that was not', 'Owner'],
  ])('for more than some days, %s is told of as soon as it is named again', async (_, first) => {
    const bench = benchAt('2026-11-01T12:00', { reminders: weekly });
    setNamed(bench, first);
    await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
    setNamed(bench, 'Owner');
    await passTo(bench, 9);
    expect(comments(bench)).toEqual([]);
    const warnings = bench.log.lines.filter(({ level }) => level === 'warn');
    expect(warnings.map(({ fields }) => fields?.['property'])).toEqual(['Assignee']);
    setNamed(bench, 'Assignee');
    await passTo(bench, 12);
    expect(comments(bench)).toEqual(DUE_TEXTS.map((due) => `@${ana.id}, this page is ${due}. (Pagebell)`));
  });

  test.each([
    ['known before', 'Assignee', true],
    ['stored by a sweep meanwhile', 'Owner', false],
  ])(
    "and the configuration names it by now, a page that was %s is told of, and is nobody's anew",
    async (_, first, isRead) => {
      const bench = benchAt('2026-11-01T12:00', { reminders: weekly });
      setNamed(bench, first);
      bench.notion.editedAt.set(PAGE, Date.parse('2026-10-01T12:00Z'));
      const event = { type: 'page.moved', propertyIds: undefined };
      if (isRead) await bench.deliver(bench.event(PAGE, event));
      else {
        bench.assign(pageId(2), []);
        await bench.deliver(bench.event(pageId(2), event));
      }
      setNamed(bench, 'Owner');
      await passTo(bench, 9);
      expect(bench.record(PAGE)?.state?.unseenAssignees).toBe(isRead ? 'kept' : 'unknown');
      const [workspace] = bench.workspaces;
      if (workspace) workspace.assigneeProperty = 'Owner';
      await passTo(bench, 12);
      expect(comments(bench)).toEqual(
        ['due in 3 days', 'due tomorrow', 'due today'].map(
          (due) => `@${ana.id}, this page is ${due}. (Pagebell)`,
        ),
      );
    },
  );
});

function pageOf(bench: ConsumerBench) {
  const page = bench.notion.pages.get(PAGE);
  if (!page) throw new Error('there is a page');
  return page;
}

test('an edit of the date or the status costs a read, another does not', async () => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana], { start: '2026-11-10' });
  const before = reads(bench);
  await bench.deliver(bench.event(PAGE, { propertyIds: ['title', 'c'] }));
  expect(reads(bench)).toBe(before);
  bench.clock.advance(60_000);
  await bench.deliver(bench.event(PAGE, { propertyIds: [DUE_ID] }));
  expect(reads(bench)).toBe(before + 1);
  bench.clock.advance(60_000);
  await bench.deliver(bench.event(PAGE, { propertyIds: [encodeURIComponent(STATUS_ID)] }));
  expect(reads(bench)).toBe(before + 2);
});

test('without reminders neither is looked at', async () => {
  const bench = benchAt('2026-11-05T12:00', {});
  await known(bench, [ana], { start: '2026-11-10' });
  const before = reads(bench);
  await bench.deliver(bench.event(PAGE, { propertyIds: [DUE_ID, STATUS_ID] }));
  expect(reads(bench)).toBe(before);
  expect(bench.record(PAGE)?.state).not.toHaveProperty('due');
  expect(bench.record(PAGE)?.memory).not.toHaveProperty('reminder');
  expect(outbox(bench)).toEqual([]);
});

test('a read that fails when the page wakes is put off with its own back-off, and told then', async () => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana], { start: '2026-11-10' });
  goTo(bench, '2026-11-09T08:00');
  for (let time = 0; time < 2; time++) bench.notion.failNext('page', notionAnswer(503));
  await bench.tick();
  const before = reads(bench);
  expect(outbox(bench)).toMatchObject([{ kind: 'read', progress: { state: 'pending' } }]);
  await bench.tick();
  expect(reads(bench)).toBe(before);
  bench.clock.advance(HOUR);
  await bench.tick();
  expect(comments(bench)).toEqual([`@${ana.id}, this page is due tomorrow. (Pagebell)`]);
});

test('where its read is refused, the reminder is in the ledger and does not come again by itself', async () => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana], { start: '2026-11-10' });
  goTo(bench, '2026-11-09T08:00');
  bench.notion.failNext('page', notionAnswer(403));
  await bench.tick();
  expect(outbox(bench)).toMatchObject([{ kind: 'read', progress: { state: 'failed' } }]);
  expect(bench.parked).toHaveLength(1);
  await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices: ['read'] });
  expect(comments(bench)).toEqual([`@${ana.id}, this page is due tomorrow. (Pagebell)`]);
});

test('where working on it fails again and again, the read that it wants is in the ledger', async () => {
  const bench = benchAt('2026-11-05T12:00');
  await known(bench, [ana], { start: '2026-11-10' });
  goTo(bench, '2026-11-09T08:00');
  const asked = { events: [], due: [], retries: [], mirrors: [] };
  const work = { workspace: 'main', pageId: PAGE, ...asked, messageIds: ['m'] };
  await parkPage(work, 'it threw', 'mend it', bench.ports);
  expect(outbox(bench)).toMatchObject([{ kind: 'read', progress: { state: 'failed' } }]);
  expect(bench.parked).toMatchObject([{ body: expect.stringContaining('"notices":["read"]') }]);
  await bench.tick();
  expect(comments(bench)).toEqual([]);
});

test('quiet hours: Slack waits and then says what is true by then', async () => {
  const quietHours = { from: '18:00', to: '10:00', timeZone: 'Europe/Berlin' };
  const bench = benchAt('2026-11-05T12:00', { reminders: { ...reminders, at: '23:00' }, quietHours });
  await known(bench, [ana], { start: '2026-11-10' });
  goTo(bench, '2026-11-09T22:00');
  await bench.tick();
  expect(comments(bench)).toEqual([`@${ana.id}, this page is due tomorrow. (Pagebell)`]);
  expect(bench.slack.posted).toEqual([]);
  goTo(bench, '2026-11-10T09:00');
  await bench.tick();
  expect(bench.slack.posted.map(({ text }) => text)).toEqual([expect.stringMatching(/due today/)]);
});

test('what an operator asks for again is told only while it holds', async () => {
  const bench = benchAt('2026-11-05T12:00', { reminders, comment: false });
  await known(bench, [ana], { start: '2026-11-10' });
  goTo(bench, '2026-11-09T08:00');
  bench.slack.failNext({ kind: 'answer', service: 'slack', status: 404, message: 'no_service' });
  await bench.tick();
  const failed = outbox(bench).find((entry): entry is Notice => entry.kind === 'notice');
  expect(failed?.progress.state).toBe('failed');
  set(bench, [ana], { start: '2026-11-10' }, 'Done');
  bench.clock.advance(60_000);
  await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices: [failed?.id ?? ''] });
  expect(bench.slack.posted).toEqual([]);
});

test('what is only observed is logged', async () => {
  const bench = benchAt('2026-11-05T12:00', { reminders, mode: 'observe' });
  await known(bench, [ana], { start: '2026-11-10' });
  goTo(bench, '2026-11-09T08:00');
  await bench.tick();
  goTo(bench, '2026-11-10T08:00');
  await bench.tick();
  expect(comments(bench)).toEqual([]);
  const observed = bench.log.lines.filter(({ message }) => message === 'Observed, not sent');
  expect(observed.map(({ fields }) => fields?.['rule'])).toEqual(Array(4).fill('reminder'));
});

test('a data source has reminders of its own, or none', async () => {
  const other = 'd0000000-0000-4000-8000-000000000002';
  const none = { ...reminders, daysBefore: [] };
  const bench = benchAt('2026-11-05T12:00', {
    reminders,
    dataSources: [{ id: DATA_SOURCE, reminders: none }, { id: other }],
  });
  await known(bench, [ana], { start: '2026-11-10' });
  expect(outbox(bench)).toEqual([]);
});

describe('pages that were there before', () => {
  /** A page that nobody edits any more, of a data source that Pagebell knows. */
  async function swept(due: string, people = [ana]): Promise<ConsumerBench> {
    const bench = benchAt('2026-11-05T12:00');
    bench.assign(pageId(2), [ben], { properties: [{ name: 'Due', id: DUE_ID, type: 'date', date: null }] });
    await bench.deliver(bench.event(pageId(2), { type: 'page.moved', propertyIds: undefined }));
    set(bench, people, { start: due });
    bench.clock.advance(HOUR);
    await bench.tick();
    return bench;
  }

  test('are found by a sweep of all, and wake in time', async () => {
    const bench = await swept('2026-11-10');
    expect(reads(bench)).toBe(1);
    expect(outbox(bench)).toMatchObject([{ kind: 'wake' }]);
    goTo(bench, '2026-11-09T08:00');
    await bench.tick();
    expect(comments(bench)).toEqual([`@${ana.id}, this page is due tomorrow. (Pagebell)`]);
  });

  test('are read first if there is something to tell at once', async () => {
    const bench = await swept('2026-11-05');
    await bench.tick();
    expect(reads(bench)).toBe(2);
    expect(comments(bench)).toEqual([`@${ana.id}, this page is due today. (Pagebell)`]);
  });

  test.each([
    ['2026-11-10', 0, 'wake'],
    ['2026-11-05', 1, 'wake'],
  ])('and are known: due on %s costs %i reads more', async (due, more) => {
    const bench = benchAt('2026-11-05T12:00');
    await known(bench, [ana], { start: due });
    const told = comments(bench).length;
    // As it was stored before anybody asked for dates.
    for (const [key, record] of bench.table.records) {
      const { due: __, status: ___, ...state } = record.state ?? { title: '', url: '', assignees: [] };
      const { memory: _, ...rest } = record;
      bench.table.records.set(key, { ...rest, state, outbox: [] });
    }
    const before = reads(bench);
    bench.clock.advance(HOUR);
    await bench.tick();
    await bench.tick();
    expect(reads(bench)).toBe(before + more);
    expect(bench.record(PAGE)?.state?.due).toEqual({ start: due });
    expect(comments(bench)).toHaveLength(told + more);
    goTo(bench, '2026-11-09T08:00');
    await bench.tick();
    expect(comments(bench)).toHaveLength(told + 1);
  });

  test('are looked at as a whole once', async () => {
    const bench = await swept('2026-11-10');
    const queries = () => bench.notion.calls.filter(({ operation }) => operation === 'query').length;
    const [record] = bench.table.dataSourceItems.values();
    expect(record?.sweep.sweptTo).toBeGreaterThan(0);
    const before = queries();
    bench.clock.advance(HOUR);
    await bench.tick();
    expect(queries()).toBe(before + 1);
    expect(bench.log.lines.filter(({ message }) => message.includes('as a whole'))).toHaveLength(1);
  });

  test('an edit of the date that no webhook told is found', async () => {
    const bench = await swept('2026-11-10');
    set(bench, [ana], { start: '2026-11-20' });
    bench.notion.editedAt.set(PAGE, bench.clock.now());
    bench.clock.advance(HOUR);
    await bench.tick();
    await bench.tick();
    expect(bench.record(PAGE)?.state?.due).toEqual({ start: '2026-11-20' });
  });
});
