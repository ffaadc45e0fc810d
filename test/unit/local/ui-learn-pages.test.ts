import { keys } from '../../../lambdas/core/keys.ts';
import { newDataSource } from '../../../lambdas/core/sweep.ts';
import { learnPages } from '../../../local/ui/demonstration/learn-pages.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';

const NOW = Date.parse('2026-11-22T10:00:30Z');
const MINUTE = 60_000;
const WORKSPACE = { key: 'main', sweepMinutes: 15 };

/** @param sweepsAfter looks until the consumer has swept; never, if there are not so many */
function start(sweepsAfter: number) {
  const table = new MemoryTable();
  const sent: unknown[] = [];
  let looks = 0;
  const learn = () =>
    learnPages(WORKSPACE, 'd1', {
      now: () => NOW,
      dataSources: table.dataSources,
      queue: {
        send: async (job, deduplicationId) => {
          sent.push({ job, deduplicationId });
        },
      },
      wait: async () => {
        looks += 1;
        const sweep = await sweepOf();
        if (!sweep || looks < sweepsAfter - 1) return;
        const isHalfWay = looks < sweepsAfter;
        const swept = isHalfWay
          ? { ...sweep, sweptTo: NOW - 999 * MINUTE, dueAt: NOW }
          : { ...sweep, sweptTo: NOW - 6 * MINUTE, dueAt: NOW + 15 * MINUTE };
        await table.dataSources.moveSweep('main', 'd1', sweep.dueAt, swept);
      },
    });
  const sweepOf = async () => (await table.dataSources.load('main', 'd1'))?.sweep;
  return { table, sent, learn, looks: () => looks };
}

const WATCH = { watchedIds: ['p'], watchedAt: NOW - 99 * MINUTE };

test.each([
  ['was never seen', undefined],
  ['was swept before', newDataSource(WATCH, NOW - 99 * MINUTE, 15 * MINUTE)],
  ['was first seen just now', newDataSource(WATCH, NOW, 0)],
])('a data source that %s is swept from its beginning, and waited for', async (_, before) => {
  const { table, sent, learn, looks } = start(3);
  if (before) await table.dataSources.add('main', 'd1', before);
  await learn();
  expect(looks()).toBe(3);
  const dueAt = expect.any(Number);
  const key = keys.dataSource('main', 'd1');
  expect(sent).toEqual([
    {
      job: { kind: 'due', workspace: 'main', key, dueAt },
      deduplicationId: expect.stringContaining(key),
    },
  ]);
  const record = await table.dataSources.load('main', 'd1');
  expect(record).toMatchObject({
    baseline: before?.baseline ?? NOW,
    watchedIds: before?.watchedIds ?? [],
    sweep: { backfill: { startedAt: NOW } },
  });
  const [job] = sent as { job: { dueAt: number } }[]; // as it was sent above
  expect(job?.job.dueAt).not.toBe(before?.sweep.dueAt);
});

test('what takes too long is given up, with what to do', async () => {
  await expect(start(Number.POSITIVE_INFINITY).learn()).rejects.toThrow(
    'switch the other faults off and try again',
  );
});
