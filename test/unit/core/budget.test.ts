import * as fc from 'fast-check';
import { Budget, spentInFull } from '../../../lambdas/core/budget.ts';
import { assertProperty } from './assert-property.ts';
import { MINUTE, NOW } from './builders.ts';

/** One step of a workspace's life: some time passes, then a call is tried; perhaps by the next invocation. */
const step = fc.record({
  passMs: fc.oneof(fc.nat(50), fc.nat(5000), fc.nat(2 * MINUTE)),
  isHandedOver: fc.boolean(),
});
const steps = fc.array(step, { maxLength: 400, size: 'max' });

/** Takes a call, or undefined if none is left. */
function spendAt(budget: Budget, now: number): number | undefined {
  const spent = budget.spend(now);
  return spent.kind === 'go' ? now + spent.waitMs : undefined;
}

/** As many calls as there are, up to a thousand. */
function spendAll(budget: Budget, now: number): number {
  for (let calls = 0; calls < 1000; calls += 1) if (spendAt(budget, now) === undefined) return calls;
  return 1000;
}

/** The most calls in any sixty seconds; the times are in order. */
function mostInAMinute(times: readonly number[]): number {
  const counts = times.map((start, index) =>
    times.slice(index).reduce((count, time) => (time < start + MINUTE ? count + 1 : count), 0),
  );
  return Math.max(0, ...counts);
}

describe('a budget', () => {
  test('never lets more calls go in any sixty seconds than its limit, whoever makes them', () => {
    assertProperty(
      fc.property(fc.integer({ min: 1, max: 20 }), steps, (limit, life) => {
        let budget = new Budget(limit, {});
        let now = NOW;
        const times: number[] = [];
        for (const { passMs, isHandedOver } of life) {
          now += passMs;
          if (isHandedOver) budget = new Budget(limit, budget.calls(now));
          const at = spendAt(budget, now);
          if (at !== undefined) times.push(at);
        }
        expect(mostInAMinute(times)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('is used fully: as many calls as the limit at once, and again after a minute', () => {
    assertProperty(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(999), (limit, ms) => {
        const budget = new Budget(limit, {});
        expect(spendAll(budget, NOW + ms)).toBe(limit);
        expect(spendAll(budget, NOW + ms + MINUTE + 1000)).toBe(limit);
      }),
    );
  });

  test('says to the millisecond when there are enough calls to go on with', () => {
    assertProperty(
      fc.property(fc.integer({ min: 1, max: 100 }), steps, (limit, life) => {
        const enough = Math.min(limit, 20);
        const budget = new Budget(limit, {});
        let now = NOW;
        for (const { passMs } of life) {
          now += passMs;
          const spent = budget.spend(now);
          if (spent.kind === 'go') continue;
          const { until } = spent;
          expect(until).toBeGreaterThan(now);
          expect(until).toBeLessThanOrEqual(now + MINUTE + 1000);
          const later = () => new Budget(limit, budget.calls(now));
          expect(spendAll(later(), until - 1)).toBeLessThan(enough);
          expect(spendAll(later(), until)).toBeGreaterThanOrEqual(enough);
        }
      }),
    );
  });

  test('is no greater for the next invocation', () => {
    const first = new Budget(3, {});
    spendAll(first, NOW);
    expect(new Budget(3, first.calls(NOW + 59_000)).spend(NOW + 59_000).kind).toBe('empty');
  });

  test('stores only what still counts', () => {
    const second = NOW / 1000;
    const budget = new Budget(10, { [second - 61]: 4, [second - 60]: 3, [second]: 2 });
    expect(budget.calls(NOW)).toEqual({ [second - 60]: 3, [second]: 2 });
  });

  test('that was made smaller in the configuration waits until enough has lapsed', () => {
    const second = NOW / 1000;
    const budget = new Budget(10, { [second - 40]: 100, [second - 20]: 5, [second - 10]: 10 });
    expect(budget.spend(NOW)).toEqual({ kind: 'empty', until: NOW + (61 - 10) * 1000 });
  });
});

test('a clock that is behind another machine’s makes no call wait too long', () => {
  const second = NOW / 1000;
  const budget = new Budget(2, { [second]: 1 });
  expect(budget.spend(NOW - 20_000).kind).toBe('go');
  expect(budget.spend(NOW)).toEqual({ kind: 'empty', until: NOW + 61 * 1000 });
});

describe('a pace', () => {
  test('spreads calls evenly, with a margin, and asks nobody to wait who comes late', () => {
    const budget = new Budget(180, {}, 4);
    const waits = [0, 0, 0, 100, 5000].map((ms) => budget.spend(NOW + ms));
    expect(waits).toEqual([0, 263, 526, 689, 0].map((waitMs) => ({ kind: 'go', waitMs })));
  });

  test('never lets two calls go closer together, nor more than the limit, whoever makes them', () => {
    const pace = fc.double({ min: 0.2, max: 100, noNaN: true });
    assertProperty(
      fc.property(fc.integer({ min: 1, max: 20 }), pace, steps, (limit, perSecond, life) => {
        let budget = new Budget(limit, {}, perSecond);
        let now = NOW;
        const times: number[] = [];
        for (const { passMs, isHandedOver } of life) {
          now += passMs;
          if (isHandedOver) budget = new Budget(limit, budget.calls(now), perSecond, budget.lastCallAt);
          const at = spendAt(budget, now);
          if (at !== undefined) times.push(at);
        }
        const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
        expect(gaps.filter((gap) => gap < Math.floor(1050 / perSecond))).toEqual([]);
        expect(mostInAMinute(times)).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

test('spentInFull leaves nothing for a whole minute after that time', () => {
  const budget = new Budget(180, spentInFull(180, NOW + 999));
  expect(budget.spend(NOW + MINUTE)).toEqual({ kind: 'empty', until: NOW + MINUTE + 1000 });
  expect(budget.spend(NOW + MINUTE + 1000).kind).toBe('go');
});
