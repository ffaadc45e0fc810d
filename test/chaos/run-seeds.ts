import { scheduleOf } from './check-seed.ts';
import { emptyReport, type Report } from './report.ts';
import { runSchedule } from './run-schedule.ts';
import { addCounts } from './tally.ts';

export interface Seeds {
  first: number;
  /** Every so many, so that workers share them. */
  every: number;
  count: number;
  stopAtFailure: boolean;
}

/** Runs the schedules of many seeds, one after the other. */
export async function runSeeds({ first, every, count, stopAtFailure }: Seeds): Promise<Report> {
  const report = emptyReport();
  for (let index = 0; index < count; index++) {
    const seed = first + index * every;
    const schedule = scheduleOf(seed);
    const { violations, faults, crashes, results } = await runSchedule(schedule);
    report.schedules += 1;
    for (const { action } of schedule.steps) addCounts(report.steps, { [action.kind]: 1 });
    addCounts(report.faults, faults);
    addCounts(report.crashes, crashes);
    addCounts(report.results, results);
    if (violations.length > 0) report.failures.push({ seed, violations });
    if (violations.length > 0 && stopAtFailure) break;
  }
  return report;
}
