import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { keys } from '../../../lambdas/core/keys.ts';
import { startBackfill } from '../../../lambdas/core/sweep.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person, WORKSPACE } from '../../fakes/consumer-bench.ts';
import { mentionsOf, notionAnswer } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const MINUTE = 60_000;

/** An edit that no webhook tells of. */
function editSilently(bench: ConsumerBench, page: string, people = [ana]): void {
  bench.assign(page, people, { createdAt: bench.notion.pages.get(page)?.createdAt });
  bench.notion.editedAt.set(page, bench.clock.now());
}

/** Lets minutes pass, with a tick of the timer in each and delivery of all that follows. */
async function pass(bench: ConsumerBench, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    bench.clock.advance(MINUTE);
    await bench.tick();
    while (bench.sent.length > 0) await bench.deliver(...bench.sent.splice(0, 10).map(({ job }) => job));
  }
}

function mentions(bench: ConsumerBench): string[][] {
  return bench.notion.posted.map(({ text }) => mentionsOf(text));
}

function queries(bench: ConsumerBench): number {
  return bench.notion.calls.filter(({ operation }) => operation === 'query').length;
}

function sweepOf(bench: ConsumerBench) {
  return bench.table.dataSourceItems.get(keys.dataSource(WORKSPACE, DATA_SOURCE))?.sweep;
}

/** Begins the sweep anew from the beginning, as the operator's command does. */
function backfill(bench: ConsumerBench): void {
  const key = keys.dataSource(WORKSPACE, DATA_SOURCE);
  const record = bench.table.dataSourceItems.get(key);
  if (!record) throw new Error('the data source is not known yet');
  const sweep = startBackfill(record.sweep, bench.clock.now());
  bench.table.dataSourceItems.set(key, { ...record, sweep });
}

describe('a sweep', () => {
  test('announces what no webhook told, within an interval and eight minutes', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    await pass(bench, 20);
    editSilently(bench, PAGE);
    await pass(bench, 15 + 8);
    expect(mentions(bench)).toEqual([[ana.id]]);
    expect(bench.slack.posted).toHaveLength(1);
    await pass(bench, 60);
    expect(mentions(bench)).toEqual([[ana.id]]);
  });

  test('leaves an edit to its webhook for six minutes', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    await pass(bench, 20);
    const before = mentions(bench).length;
    editSilently(bench, PAGE);
    await pass(bench, 5);
    expect(mentions(bench)).toHaveLength(before);
  });

  test('finds data sources that no event has named', async () => {
    const bench = new ConsumerBench();
    bench.assign(PAGE, [ana]);
    await pass(bench, 1);
    expect(sweepOf(bench)).toBeDefined();
    editSilently(bench, PAGE, [ana, ben]);
    await pass(bench, 25);
    expect(bench.record(PAGE)?.state?.assignees).toEqual([ana, ben]);
  });

  test('sweeps only the data sources that are configured', async () => {
    const bench = new ConsumerBench({ dataSources: [{ id: pageId(99) }] });
    bench.assign(PAGE, [ana]);
    await pass(bench, 30);
    expect(queries(bench)).toBe(0);
  });

  test('reads no page that is as it is known', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, [ana]);
    await pass(bench, 20);
    bench.notion.editedAt.set(PAGE, bench.clock.now());
    const reads = () => bench.notion.calls.filter(({ operation }) => operation === 'page').length;
    const before = reads();
    await pass(bench, 30);
    expect(reads()).toBe(before);
  });

  test('announces a page that was made after the data source was first seen', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    await pass(bench, 2);
    bench.assign(pageId(2), [ana], { createdAt: bench.clock.now() });
    await pass(bench, 30);
    expect(mentions(bench)).toEqual([[ana.id]]);
  });

  test.each([
    ['409', notionAnswer(409), 60],
    ['no answer', { kind: 'no-answer', service: 'notion', message: 'timed out' } as const, 60],
    ['429', notionAnswer(429, 'slow down', { retryAfterMs: 20_000 }), 30],
    ['403', notionAnswer(403), 60],
  ])('that fails (%s) goes on later', async (_, failure, minutes) => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    await pass(bench, 20);
    editSilently(bench, PAGE);
    bench.notion.failNext('query', failure);
    await pass(bench, minutes);
    expect(mentions(bench)).toEqual([[ana.id]]);
  });

  test('of a data source that is gone rests for a day, and then goes on where it was', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    await pass(bench, 20);
    editSilently(bench, PAGE);
    bench.notion.failNext('query', notionAnswer(404));
    await pass(bench, 60);
    expect(mentions(bench)).toEqual([]);
    bench.clock.advance(24 * 60 * MINUTE);
    await pass(bench, 3);
    expect(mentions(bench)).toEqual([[ana.id]]);
  });

  test('that throws three times is put off, and a copy is parked', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    const { query } = bench.notion;
    bench.notion.query = () => Promise.reject(new Error('a bug'));
    await pass(bench, 17);
    const due = sweepOf(bench)?.dueAt ?? 0;
    const job = {
      kind: 'due',
      workspace: WORKSPACE,
      key: keys.dataSource(WORKSPACE, DATA_SOURCE),
      dueAt: due,
    } as const;
    for (let death = 0; death < 3; death++) await bench.deliver(job);
    expect(bench.parked.length).toBeGreaterThan(0);
    expect(sweepOf(bench)?.dueAt).toBeGreaterThan(bench.clock.now());

    bench.notion.query = query;
    editSilently(bench, PAGE);
    await pass(bench, 30);
    expect(mentions(bench)).toEqual([[ana.id]]);
  });
});

describe('a backfill', () => {
  test('stores old pages silently, and what was assigned since is announced', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    for (let index = 0; index < 250; index++) bench.assign(pageId(100 + index), [ana]);
    backfill(bench);
    await pass(bench, 10);
    expect(bench.table.records.size).toBe(251);
    expect(mentions(bench)).toEqual([]);

    bench.assign(pageId(100), [ana, ben]);
    await bench.deliver(bench.event(pageId(100)));
    expect(mentions(bench)).toEqual([[ben.id]]);
  });

  test('keeps within its third of the budget, and leaves the rest to webhooks', async () => {
    const bench = new ConsumerBench({ callsPerMinute: 30 });
    await bench.known(PAGE, []);
    for (let index = 0; index < 1500; index++) {
      const createdAt = Date.parse('2026-01-01T00:00:00Z') + index * MINUTE;
      bench.assign(pageId(100 + index), [ana], { createdAt });
    }
    backfill(bench);
    await pass(bench, 1);
    expect(queries(bench)).toBeLessThanOrEqual(10);
    bench.assign(PAGE, [ana]);
    expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
    expect(mentions(bench)).toEqual([[ana.id]]);
    await pass(bench, 5);
    expect(bench.table.records.size).toBe(1501);
  });

  test('of 10,000 pages needs at most 200 calls, whatever minutes they were made in', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    for (let index = 0; index < 10_000; index++) {
      const createdAt = Date.parse('2025-01-01T00:00:00Z') + Math.floor(index / 7) * MINUTE;
      bench.assign(pageId(100 + index), [ana], { createdAt });
    }
    backfill(bench);
    const before = bench.notion.calls.length;
    await pass(bench, 5);
    expect(bench.table.records.size).toBe(10_001);
    expect(bench.notion.calls.length - before).toBeLessThanOrEqual(200);
  }, 30_000);

  test('of 30,000 pages made in the same minute ends, and says what it did not see', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    for (let index = 0; index < 30_000; index++) bench.assign(pageId(100 + index), [ana]);
    backfill(bench);
    await pass(bench, 15);
    expect(sweepOf(bench)?.sweptTo).toBeGreaterThan(bench.clock.now() - 30 * MINUTE);
    expect(bench.table.records.size).toBe(10_000);
    expect(bench.log.lines.map(({ message }) => message)).toContain(
      'More pages were edited in one minute than Notion shows: not all were swept',
    );
  }, 60_000);

  test.each<[string, Partial<WorkspaceConfig>, number]>([
    ['failures and waits', {}, 0],
    ['those, where rules ask of every page', { reminders: { timeZone: 'UTC' } }, 30],
    ['those, where rules begin to ask of every page meanwhile', { reminders: { timeZone: 'UTC' } }, 0],
  ])('counts its rows through %s, and ends where it was to end', async (_, config, knownFor) => {
    const bench = new ConsumerBench({ callsPerMinute: 30, ...config });
    await bench.known(PAGE, []);
    await pass(bench, knownFor);
    const first = Date.parse('2026-01-01T00:00:00Z');
    for (let index = 0; index < 1500; index++) {
      bench.assign(pageId(100 + index), [ana], { createdAt: first + index * MINUTE });
    }
    backfill(bench);
    const startedAt = bench.clock.now();
    bench.notion.failNext('query', notionAnswer(409));
    await pass(bench, 2);
    const underWay = sweepOf(bench)?.backfill;
    expect(underWay).toMatchObject({ startedAt, oldestAt: first });
    expect(underWay?.rows).toBeLessThan(1500);
    expect(underWay?.endedAt).toBeUndefined();
    await pass(bench, 8);
    const ended = sweepOf(bench)?.backfill;
    expect(ended?.rows).toBeGreaterThanOrEqual(1500);
    expect(ended?.endedAt).toBeLessThanOrEqual(bench.clock.now());
    await pass(bench, 40);
    expect(sweepOf(bench)?.backfill).toEqual(ended);
  });

  test('that was given up in the middle of a minute begins that minute anew: rows have moved by then', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, []);
    for (let index = 0; index < 250; index++) bench.assign(pageId(100 + index), [ana]);
    backfill(bench);
    const { pages } = bench.ports;
    const { loadAll } = pages;
    let queried = 0;
    pages.loadAll = (...asked) => {
      queried += 1;
      return queried <= 2 ? loadAll(...asked) : Promise.reject(new Error('unreadable'));
    };
    await pass(bench, 4);
    expect(sweepOf(bench)?.cursor).toBeUndefined();
    expect(bench.table.records.size).toBe(100);

    pages.loadAll = loadAll;
    await pass(bench, 20);
    expect(bench.table.records.size).toBe(251);
  });

  test('never overwrites what a webhook has stored', async () => {
    const bench = new ConsumerBench();
    await bench.known(PAGE, [ana]);
    const { version } = bench.record(PAGE) ?? {};
    backfill(bench);
    await pass(bench, 3);
    expect(bench.record(PAGE)?.version).toBe(version);
  });
});
