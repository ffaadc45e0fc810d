import * as fc from 'fast-check';
import { schedule } from './arbitrary-schedule.ts';
import { type Outcome, runSchedule } from './run-schedule.ts';
import type { Schedule } from './schedule.ts';

/** Shrinking stops at the best that it has found by then. */
const MOST_SHRINKING_MS = 60_000;

export interface Shrunk {
  schedule: Schedule;
  violations: string[];
}

/** The schedule of a seed: the same one wherever it is run. */
export function scheduleOf(seed: number): Schedule {
  const [one] = fc.sample(schedule, parametersOf(seed));
  if (!one) throw new Error('fast-check made no schedule');
  return one;
}

export function runSeed(seed: number): Promise<Outcome> {
  return runSchedule(scheduleOf(seed));
}

/** The simplest schedule that fast-check finds to fail like a seed's; undefined, if that one does not fail. */
export async function shrinkSeed(seed: number): Promise<Shrunk | undefined> {
  let simplest: Shrunk | undefined;
  const property = fc.asyncProperty(schedule, async (one) => {
    const { violations } = await runSchedule(one);
    if (violations.length > 0) simplest = { schedule: one, violations };
    return violations.length === 0;
  });
  await fc.check(property, {
    ...parametersOf(seed),
    interruptAfterTimeLimit: MOST_SHRINKING_MS,
    markInterruptAsFailure: false,
  });
  return simplest;
}

/** Unbiased: each seed is a run of its own, so there is no first one that should be simple. */
const parametersOf = (seed: number) => ({ seed, numRuns: 1, unbiased: true });
