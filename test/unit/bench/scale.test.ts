import { Agenda } from '../../../bench/scale/agenda.ts';
import { LIMITS } from '../../../bench/scale/limits.ts';
import { Meter } from '../../../bench/scale/meter.ts';
import { simulate, tickMs } from '../../../bench/scale/simulate.ts';
import { between, seededRandom } from '../../chaos/random.ts';

test('an agenda does everything in its time, and what is at the same time in the order of its entry', () => {
  const agenda = new Agenda();
  const random = seededRandom(7);
  const entries = Array.from({ length: 500 }, (_, order) => ({ at: between(random, 0, 50), order }));
  const done: { at: number; order: number }[] = [];
  for (const entry of entries) {
    agenda.at(entry.at, () => {
      expect(agenda.now).toBe(entry.at);
      done.push(entry);
    });
  }
  agenda.run(49);
  const due = entries.filter(({ at }) => at <= 49);
  expect(done).toEqual(due.sort((a, b) => a.at - b.at || a.order - b.order));
});

test('a meter grants a second’s worth at most, and counts what it refuses', () => {
  const meter = new Meter(10);
  expect([meter.take(0, 6), meter.take(0, 6), meter.take(200, 6), meter.take(5000, 11)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(meter.peak).toBeCloseTo(29 / 100);
});

describe('the simulation', () => {
  test('says the same each time', () => {
    expect(simulate(50, 10)).toEqual(simulate(50, 10));
  });

  test('finds no one waiting where there is room', () => {
    const { delays, refused } = simulate(100, 10);
    expect(refused).toBe(0);
    expect(Math.max(...delays)).toBeLessThan(2000);
  });

  test('refuses secrets where too many are asked for, unless more are granted', () => {
    expect(simulate(1000, 2).refused).toBeGreaterThan(0);
    expect(simulate(1000, 2, { ...LIMITS, parametersPerSecond: 10_000 }).refused).toBe(0);
  });

  test('lets delays grow where invocations wait for a place', () => {
    const cramped = simulate(100, 5, { ...LIMITS, concurrency: 1 });
    expect(Math.max(...cramped.delays)).toBeGreaterThan(10_000);
    expect(cramped.load.concurrency).toBe(1 / LIMITS.concurrency);
  });
});

test('a tick takes as long as its processor needs', () => {
  expect(tickMs(3600)).toBeLessThan(LIMITS.tickMs);
  expect(tickMs(3700)).toBeGreaterThan(LIMITS.tickMs);
});
