import type { DataSourceSchema, SchemaProperty } from '../../../lambdas/core/data-source-schema.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person } from '../../fakes/consumer-bench.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const OTHER = pageId(2);
const ana = person(1, 'Ana');
const MINUTE = 60_000;
const STATUS_ID = 'XGe@';
const NOON = Date.parse('2026-11-09T12:00:00Z');
const reminders = { timeZone: 'UTC', daysBefore: [0] };

const SCHEMA: DataSourceSchema = [
  {
    name: 'Status',
    id: STATUS_ID,
    type: 'status',
    options: [
      { name: 'Done', group: 'In progress' },
      { name: 'Shipped', group: 'Complete' },
    ],
  },
];

function benchWith(config: { completed?: string[] } = {}): ConsumerBench {
  const bench = new ConsumerBench({ reminders: { ...reminders, ...config } });
  bench.clock.advance(NOON - bench.clock.now());
  bench.notion.schemas.set(DATA_SOURCE, SCHEMA);
  return bench;
}

function set(bench: ConsumerBench, page: string, option: string, type: 'status' | 'select' = 'status'): void {
  bench.assign(page, [ana], {
    properties: [
      { name: 'Due', id: 'due', type: 'date', date: { start: '2026-11-10' } },
      { name: 'Status', id: STATUS_ID, type, option },
    ],
  });
}

/** Lets the consumer see pages by a move, which tells nobody. */
async function see(bench: ConsumerBench, ...pages: string[]): Promise<void> {
  const type = 'page.moved';
  await bench.deliver(...pages.map((page) => bench.event(page, { type, propertyIds: undefined })));
}

async function comeNine(bench: ConsumerBench): Promise<void> {
  bench.clock.advance(NOON + 21 * 60 * MINUTE - bench.clock.now());
  await bench.tick();
}

const told = (bench: ConsumerBench) => bench.notion.posted.map((posted) => posted.pageId);
const callsOf = (bench: ConsumerBench, wanted: string) =>
  bench.notion.calls.filter(({ operation }) => operation === wanted).length;

test('a page is completed by the group of its status, whatever the status is called', async () => {
  const bench = benchWith();
  set(bench, PAGE, 'Done');
  set(bench, OTHER, 'Shipped');
  await see(bench, PAGE, OTHER);
  await comeNine(bench);
  expect(told(bench)).toEqual([PAGE]);
  // Once for both pages at noon, and once more in the morning.
  expect(callsOf(bench, 'schema')).toBe(2);
});

test('with statuses named, nobody asks for groups', async () => {
  const bench = benchWith({ completed: ['Done'] });
  set(bench, PAGE, 'Done');
  set(bench, OTHER, 'Shipped');
  await see(bench, PAGE, OTHER);
  await comeNine(bench);
  expect(told(bench)).toEqual([OTHER]);
  expect(callsOf(bench, 'schema')).toBe(0);
});

test('a select has no groups: it is completed when it says so', async () => {
  const bench = benchWith();
  set(bench, PAGE, 'Done', 'select');
  set(bench, OTHER, 'Shipped', 'select');
  await see(bench, PAGE, OTHER);
  await comeNine(bench);
  expect(told(bench)).toEqual([OTHER]);
  expect(callsOf(bench, 'schema')).toBe(0);
});

test('a status that moves to another group counts as that from the next reading on', async () => {
  const bench = benchWith();
  set(bench, PAGE, 'Done');
  await see(bench, PAGE);
  const [status] = SCHEMA;
  if (status)
    bench.notion.schemas.set(DATA_SOURCE, [{ ...status, options: [{ name: 'Done', group: 'Complete' }] }]);
  await comeNine(bench);
  expect(told(bench)).toEqual([]);
});

describe('a status that the kept schema does not know', () => {
  const RELEASED = { name: 'Released', group: 'Complete' };
  /** To so long before the day's reminder (ms). */
  const goTo = (bench: ConsumerBench, before: number) =>
    bench.clock.advance(NOON + 21 * 60 * MINUTE - before - bench.clock.now());

  /** A page is seen, and then its data source gets these options. */
  async function seenAnHourBefore(options: SchemaProperty['options']): Promise<ConsumerBench> {
    const bench = benchWith();
    set(bench, PAGE, 'Done');
    goTo(bench, 40 * MINUTE);
    await see(bench, PAGE);
    const [status] = SCHEMA;
    if (status) bench.notion.schemas.set(DATA_SOURCE, [{ ...status, options }]);
    return bench;
  }

  test.each([
    ['was added', [...(SCHEMA[0]?.options ?? []), RELEASED]],
    ['was renamed', [RELEASED]],
  ])('because it %s since counts by its group', async (_, options) => {
    const bench = await seenAnHourBefore(options);
    set(bench, PAGE, 'Released');
    await comeNine(bench);
    expect(told(bench)).toEqual([]);
    expect(callsOf(bench, 'schema')).toBe(2);
  });

  test('and is not in the new one either is asked for once a minute', async () => {
    const bench = await seenAnHourBefore(SCHEMA[0]?.options);
    set(bench, PAGE, 'Released');
    set(bench, OTHER, 'Released');
    bench.clock.advance(MINUTE);
    for (let half = 0; half < 8; half++) {
      await see(bench, PAGE, OTHER);
      bench.clock.advance(MINUTE / 2);
    }
    expect(callsOf(bench, 'page')).toBe(17);
    expect(callsOf(bench, 'schema')).toBe(1 + 4);
    await comeNine(bench);
    expect(told(bench)).toEqual([PAGE, OTHER]);
  });

  test.each([503, 403])('delays nobody where Notion answers %i to that', async (status) => {
    const bench = await seenAnHourBefore(SCHEMA[0]?.options);
    bench.assign(PAGE, [ana, person(2, 'Ben')], {
      properties: [{ name: 'Status', id: STATUS_ID, type: 'status', option: 'Released' }],
    });
    bench.clock.advance(2 * MINUTE);
    for (let twice = 0; twice < 2; twice++) bench.notion.failNext('schema', notionAnswer(status));
    await bench.deliver(bench.event(PAGE));
    expect(told(bench)).toEqual([PAGE]);
  });

  test('is learnt by a sweep', async () => {
    const bench = await seenAnHourBefore([RELEASED]);
    set(bench, OTHER, 'Released');
    bench.clock.advance(20 * MINUTE);
    await bench.tick();
    expect(bench.record(OTHER)).toMatchObject({ state: { isComplete: true } });
  });
});

describe('without the groups', () => {
  test('for a passing reason the read is deferred, and nothing is lost', async () => {
    const bench = benchWith();
    set(bench, PAGE, 'Done');
    for (const status of [502, 502]) bench.notion.failNext('schema', notionAnswer(status));
    await see(bench, PAGE);
    expect(bench.record(PAGE)).toMatchObject({ outbox: [{ kind: 'read', progress: { state: 'pending' } }] });
    expect(bench.record(PAGE)?.state).toBeUndefined();
    bench.clock.advance(15 * MINUTE);
    await bench.tick();
    expect(bench.record(PAGE)).toMatchObject({ state: { isComplete: false } });
    await comeNine(bench);
    expect(told(bench)).toEqual([PAGE]);
  });

  test.each([403, 404, 400])(
    'for the lasting reason %i it goes by the name, with one warning',
    async (status) => {
      const bench = benchWith();
      set(bench, PAGE, 'Done');
      set(bench, OTHER, 'Shipped');
      const refuse = () => bench.notion.failNext('schema', notionAnswer(status));
      refuse();
      await see(bench, PAGE, OTHER);
      refuse();
      await comeNine(bench);
      expect(told(bench)).toEqual([OTHER]);
      const warnings = bench.log.lines.filter(({ message }) => message.includes('does not tell the groups'));
      expect(warnings).toHaveLength(1);
    },
  );
});

describe('a sweep', () => {
  const sweepOnce = async (bench: ConsumerBench) => {
    bench.clock.advance(20 * MINUTE);
    await bench.tick();
  };

  /** Pages that nobody has told of, in a data source that is known. */
  async function benchWithRows(): Promise<ConsumerBench> {
    const bench = benchWith();
    bench.assign(pageId(3), []);
    await see(bench, pageId(3));
    set(bench, PAGE, 'Done');
    set(bench, OTHER, 'Shipped');
    return bench;
  }

  test('learns the group of each row', async () => {
    const bench = await benchWithRows();
    await sweepOnce(bench);
    expect(bench.record(PAGE)).toMatchObject({ state: { isComplete: false } });
    expect(bench.record(OTHER)).toMatchObject({ state: { isComplete: true } });
    expect(callsOf(bench, 'page')).toBe(1);
    await comeNine(bench);
    expect(told(bench)).toEqual([PAGE]);
  });

  test('that gets no groups for now stays where it is', async () => {
    const bench = await benchWithRows();
    for (const status of [502, 502]) bench.notion.failNext('schema', notionAnswer(status));
    await sweepOnce(bench);
    expect(bench.record(PAGE)).toBeUndefined();
    await sweepOnce(bench);
    expect(bench.record(PAGE)).toMatchObject({ state: { isComplete: false } });
  });
});
