import { estimate } from '../../../bin/commands/backfill/estimate.ts';
import {
  type BackfillPorts,
  begin,
  chooseDataSources,
  follow,
  type Run,
} from '../../../bin/commands/backfill/run-backfill.ts';
import { Unreachable } from '../../../bin/commands/command-error.ts';
import type { DueJob } from '../../../lambdas/core/envelope.ts';
import { keys } from '../../../lambdas/core/keys.ts';
import type { Backfill, SweepProgress } from '../../../lambdas/core/ports/data-sources.ts';
import { NO_WATCH, newDataSource } from '../../../lambdas/core/sweep.ts';
import { MemoryTable } from '../../fakes/memory-table.ts';
import { DAY, HOUR, MINUTE, NOW } from '../core/builders.ts';

const SUBJECT = { workspace: 'main', dataSourceId: 'd1' };

class Bench {
  readonly table = new MemoryTable();
  readonly sent: { job: DueJob; deduplicationId: string }[] = [];
  now = NOW;
  /** Called in each sleep. */
  whileAsleep: () => Promise<void> = async () => undefined;
  readonly ports: BackfillPorts = {
    dataSources: {
      ...this.table.dataSources,
      known: async (workspace) =>
        [...this.table.dataSourceItems.keys()].flatMap((key) => {
          const [, of, id] = key.split('#');
          return of === workspace && id !== undefined ? [id] : [];
        }),
    },
    queue: { send: async (job, deduplicationId) => void this.sent.push({ job, deduplicationId }) },
    clock: {
      now: () => this.now,
      sleep: async (ms) => {
        this.now += ms;
        await this.whileAsleep();
      },
    },
  };

  add(dataSourceId = 'd1', workspace = 'main'): Promise<void> {
    return this.table.dataSources.add(
      workspace,
      dataSourceId,
      newDataSource(NO_WATCH, NOW - HOUR, 14 * MINUTE),
    );
  }

  get sweep(): SweepProgress | undefined {
    return this.table.dataSourceItems.get(keys.dataSource('main', 'd1'))?.sweep;
  }

  /** What the consumer does in a step. */
  async step(change: (sweep: SweepProgress, backfill: Backfill) => SweepProgress): Promise<void> {
    const { sweep } = this;
    if (!sweep?.backfill) throw new Error('no backfill is under way');
    await this.table.dataSources.moveSweep('main', 'd1', sweep.dueAt, change(sweep, sweep.backfill));
  }
}

describe('what is backfilled', () => {
  test('is all that is known, or the one that is named, wherever it is', async () => {
    const bench = new Bench();
    await bench.add('d1');
    await bench.add('d2', 'ops');
    const all = [SUBJECT, { workspace: 'ops', dataSourceId: 'd2' }];
    expect(await chooseDataSources(['main', 'ops'], undefined, bench.ports)).toEqual(all);
    expect(await chooseDataSources(['main', 'ops'], 'd2', bench.ports)).toEqual([all[1]]);
  });

  test('is nothing that is not known: the known ones are named', async () => {
    const bench = new Bench();
    await expect(chooseDataSources(['main'], undefined, bench.ports)).rejects.toThrow(
      'No data source is known yet',
    );
    await bench.add('d1');
    await expect(chooseDataSources(['main'], 'd9', bench.ports)).rejects.toMatchObject({
      message: 'No data source d9 is known',
      remedy: expect.stringContaining('Known: d1.'),
    });
  });
});

describe('a begin', () => {
  test('moves the sweep to the first edit of all, and queues its job', async () => {
    const bench = new Bench();
    await bench.add();
    const run = await begin(SUBJECT, bench.ports);
    expect(run).toMatchObject({ ...SUBJECT, wasUnderWay: false });
    expect(bench.sweep).toMatchObject({ sweptTo: 0, dueAt: NOW, backfill: { startedAt: NOW, rows: 0 } });
    const key = keys.dataSource('main', 'd1');
    expect(bench.sent).toEqual([
      { job: { kind: 'due', workspace: 'main', key, dueAt: NOW }, deduplicationId: `${key}:${NOW}` },
    ]);
  });

  test('wins against a step of a sweep that comes in between', async () => {
    const bench = new Bench();
    await bench.add();
    const { moveSweep } = bench.ports.dataSources;
    bench.ports.dataSources.moveSweep = async (...move) => {
      bench.ports.dataSources.moveSweep = moveSweep;
      await moveSweep('main', 'd1', bench.sweep?.dueAt ?? 0, { sweptTo: NOW, dueAt: NOW + 7, attempts: 0 });
      return moveSweep(...move);
    };
    await begin(SUBJECT, bench.ports);
    expect(bench.sweep).toMatchObject({ sweptTo: 0, backfill: { rows: 0 } });
    expect(bench.sent).toHaveLength(1);
  });

  test('a second time changes nothing, until the first has ended', async () => {
    const bench = new Bench();
    await bench.add();
    await begin(SUBJECT, bench.ports);
    await bench.step((sweep, backfill) => ({
      ...sweep,
      sweptTo: NOW - DAY,
      backfill: { ...backfill, rows: 100 },
    }));
    const before = bench.sweep;
    expect(await begin(SUBJECT, bench.ports)).toMatchObject({
      wasUnderWay: true,
      sweep: { backfill: { rows: 100 } },
    });
    expect(bench.sweep).toEqual(before);
    expect(bench.sent).toHaveLength(1);
    await bench.step((sweep, backfill) => ({ ...sweep, backfill: { ...backfill, endedAt: NOW } }));
    expect(await begin(SUBJECT, bench.ports)).toMatchObject({ wasUnderWay: false });
    expect(bench.sweep?.sweptTo).toBe(0);
  });

  test('of a data source that is gone begins nothing', async () => {
    const bench = new Bench();
    expect((await begin(SUBJECT, bench.ports)).sweep).toBeUndefined();
    expect(bench.sent).toEqual([]);
  });
});

describe('following', () => {
  const signal = new AbortController().signal;

  test('shows each look, until the end', async () => {
    const bench = new Bench();
    await bench.add();
    const run = await begin(SUBJECT, bench.ports);
    let looks = 0;
    bench.whileAsleep = () =>
      bench.step((sweep, backfill) => {
        looks += 1;
        return {
          ...sweep,
          backfill: { ...backfill, rows: looks * 100, ...(looks === 3 && { endedAt: bench.now }) },
        };
      });
    const shown: (number | undefined)[] = [];
    const [ended] = await follow(
      [run],
      ([one]) => void shown.push(one?.sweep?.backfill?.rows),
      bench.ports,
      signal,
    );
    expect(shown).toEqual([0, 100, 200, 300]);
    expect(ended?.sweep?.backfill?.endedAt).toBe(bench.now);
  });

  test('survives a table that does not answer, and ends if the data source goes away', async () => {
    const bench = new Bench();
    await bench.add();
    const run = await begin(SUBJECT, bench.ports);
    const { load } = bench.ports.dataSources;
    bench.ports.dataSources.load = async () => {
      bench.ports.dataSources.load = load;
      bench.table.dataSourceItems.clear();
      throw new Unreachable('Away', 'Wait.');
    };
    const [ended] = await follow([run], () => undefined, bench.ports, signal);
    expect(ended?.sweep).toBeUndefined();
  });

  test('ends with Ctrl-C, and leaves it as it is', async () => {
    const bench = new Bench();
    await bench.add();
    const run = await begin(SUBJECT, bench.ports);
    const controller = new AbortController();
    bench.whileAsleep = async () => controller.abort();
    await follow([run], () => undefined, bench.ports, controller.signal);
    expect(bench.sweep?.backfill?.endedAt).toBeUndefined();
  });
});

describe('the estimate', () => {
  const run = (sweptTo: number, backfill: Partial<Backfill> = {}): Run => ({
    ...SUBJECT,
    wasUnderWay: false,
    sweep: {
      sweptTo,
      dueAt: NOW,
      attempts: 0,
      backfill: { startedAt: NOW - MINUTE, until: NOW, rows: 300, oldestAt: NOW - 10 * DAY, ...backfill },
    },
  });

  test.each<[string, Run[], Partial<ReturnType<typeof estimate>>]>([
    ['by the time of the edits', [run(NOW - 7.5 * DAY)], { share: 0.25, rate: 300, remaining: 3 * MINUTE }],
    [
      'before the first row',
      [run(0, { rows: 0, oldestAt: undefined })],
      { share: 0, rate: undefined, remaining: undefined },
    ],
    [
      'in its first moments',
      [run(NOW - 5 * DAY, { startedAt: NOW - 2000 })],
      { share: 0.5, remaining: undefined },
    ],
    ['while one minute fills a page', [run(NOW - 10 * DAY)], { share: 0, remaining: undefined }],
    ['at its end', [run(NOW, { endedAt: NOW })], { share: 1, ended: 1, remaining: 0 }],
    [
      'where all was edited in one minute',
      [run(NOW - DAY, { oldestAt: NOW })],
      { share: 0, remaining: undefined },
    ],
    [
      'of several together',
      [run(NOW, { endedAt: NOW }), run(NOW - 10 * DAY)],
      { share: 0.5, rows: 600, ended: 1, of: 2, remaining: MINUTE },
    ],
  ])('%s', (_, runs, expected) => {
    expect(estimate(runs, NOW)).toMatchObject(expected);
  });
});
