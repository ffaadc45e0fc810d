import * as fc from 'fast-check';
import type { JournalLine } from '../../../lambdas/core/journal.ts';
import type { ReadLines } from '../../../lambdas/core/journal-walk.ts';
import { findLines, type LineFilter, PAGE_LENGTH } from '../../../lambdas/dashboard/find-lines.ts';
import { line } from './bench.ts';

/** As the table does: strictly earlier, the newest first, ties in any order. */
function reading(lines: readonly JournalLine[]): { read: ReadLines; reads: number[] } {
  const sorted = [...lines].sort((a, b) => b.endedAt - a.endedAt);
  const reads: number[] = [];
  return {
    reads,
    read: async (limit, before = Number.POSITIVE_INFINITY) => {
      reads.push(limit);
      return sorted.filter(({ endedAt }) => endedAt < before).slice(0, limit);
    },
  };
}

/** Every page from the first to the last, as who follows "Older". */
async function allPages(read: ReadLines, filter: LineFilter): Promise<string[][]> {
  const pages: string[][] = [];
  for (let before: number | undefined; pages.length < 200; ) {
    const found = await findLines(read, { ...filter, before });
    pages.push(found.lines.map(({ id }) => id));
    if (found.olderThan === undefined) return pages;
    before = found.olderThan;
  }
  throw new Error('there is no end');
}

const ending = fc.record({
  endedAt: fc.integer({ min: 1, max: 12 }),
  outcome: fc.constantFrom('parked' as const, ...Array<'skipped'>(9).fill('skipped')),
});

test.each<LineFilter>([{}, { outcome: 'parked' }])(
  'pages by %j from the newest to the oldest hold every line once, whatever ended together',
  async (filter) => {
    await fc.assert(
      fc.asyncProperty(fc.array(ending, { minLength: 90, maxLength: 180 }), async (endings) => {
        const lines = endings.map((each) => line(each));
        const pages = await allPages(reading(lines).read, filter);
        const wanted = lines.filter(({ outcome }) => !filter.outcome || outcome === filter.outcome);
        expect(pages.flat().sort()).toEqual(wanted.map(({ id }) => id).sort());
      }),
      { numRuns: 60 },
    );
  },
);

test('a page has twenty lines, or more only where they ended together', async () => {
  const lines = Array.from({ length: 65 }, (_, index) => line({ endedAt: 1000 - index }));
  expect((await allPages(reading(lines).read, {})).map(({ length }) => length)).toEqual([20, 20, 20, 5]);
  const together = Array.from({ length: 25 }, () => line({ endedAt: 7 }));
  expect(
    (await allPages(reading([...together, line({ endedAt: 6 })]).read, {})).map(({ length }) => length),
  ).toEqual([25, 1]);
});

test('so many lines of one millisecond that no read holds them are all on their page', async () => {
  const together = Array.from({ length: 200 }, () => line({ endedAt: 7 }));
  const pages = await allPages(reading([...together, line({ endedAt: 6 })]).read, {});
  expect(pages.map(({ length }) => length)).toEqual([200, 1]);
});

test('where a search ends for now, no line is on two pages', async () => {
  // Three to a millisecond, so that a read ends within one; few match, so that no page is full.
  const lines = Array.from({ length: 1500 }, (_, index) =>
    line({ endedAt: 5000 - Math.floor(index / 3), outcome: index % 100 === 98 ? 'parked' : 'skipped' }),
  );
  const wanted = lines.filter(({ outcome }) => outcome === 'parked').map(({ id }) => id);
  for (let shift = 0; shift < 100; shift++) {
    const pages = await allPages(reading(lines.slice(shift)).read, { outcome: 'parked' });
    expect(pages.flat()).toEqual(wanted.filter((id) => lines.slice(shift).some((each) => each.id === id)));
  }
});

test('exactly one page has no older one', async () => {
  const lines = Array.from({ length: PAGE_LENGTH }, (_, index) => line({ endedAt: index + 1 }));
  expect(await findLines(reading(lines).read, {})).not.toHaveProperty('olderThan');
});

const told = [{ channel: 'slack', rule: 'assigned', people: ['Chen Wei'] }];
const one = line({
  title: 'Übergabe',
  reason: 'all delivered',
  assignees: ['Ana Silva'],
  told,
  type: 'page.created',
  eventId: 'e-42',
});

test.each<{ filter: LineFilter; expected: boolean }>([
  { filter: { outcome: 'done' }, expected: true },
  { filter: { outcome: 'parked' }, expected: false },
  { filter: { text: 'übergabe' }, expected: true },
  { filter: { text: 'silva' }, expected: true },
  { filter: { text: 'chen' }, expected: true },
  { filter: { text: 'delivered' }, expected: true },
  { filter: { text: 'page.created' }, expected: true },
  { filter: { text: 'e-42' }, expected: true },
  { filter: { text: '7a500000' }, expected: true },
  { filter: { text: 'nobody' }, expected: false },
  { filter: { text: 'silva', outcome: 'skipped' }, expected: false },
])('$filter finds it: $expected', async ({ filter, expected }) => {
  expect((await findLines(reading([one]).read, filter)).lines).toEqual(expected ? [one] : []);
});

test.each<{ more: Partial<JournalLine>; expected: boolean }>([
  { more: { job: 'event', outcome: 'skipped' }, expected: true },
  { more: { job: 'retry', outcome: 'skipped' }, expected: true },
  { more: { job: 'due', outcome: 'done' }, expected: false },
  { more: { job: 'due', outcome: 'skipped', told: [] }, expected: false },
  { more: { job: 'due', outcome: 'deferred' }, expected: false },
  { more: { job: 'due', outcome: 'done', told }, expected: true },
  { more: { job: 'due', outcome: 'parked' }, expected: true },
  { more: { job: 'due', outcome: 'halted' }, expected: true },
  { more: { job: 'due', outcome: 'failed' }, expected: true },
])('$more matters: $expected', async ({ more, expected }) => {
  const lines = [line(more)];
  expect((await findLines(reading(lines).read, { isEventful: true })).lines).toEqual(expected ? lines : []);
  expect((await findLines(reading(lines).read, {})).lines).toEqual(lines);
});

test('a line that is far back is found by going on', async () => {
  const lines = Array.from({ length: 1200 }, (_, index) =>
    line({ endedAt: 5000 - index, outcome: 'skipped' }),
  );
  const wanted = line({ endedAt: 1, outcome: 'parked' });
  const { read, reads } = reading([...lines, wanted]);
  const first = await findLines(read, { outcome: 'parked' });
  expect(first).toMatchObject({ lines: [], isCutOff: true });
  expect(reads).toHaveLength(10);
  expect((await allPages(read, { outcome: 'parked' })).flat()).toEqual([wanted.id]);
});

test('without a filter one read makes a page', async () => {
  const { read, reads } = reading(Array.from({ length: 300 }, (_, index) => line({ endedAt: index + 1 })));
  await findLines(read, {});
  expect(reads).toHaveLength(1);
});
