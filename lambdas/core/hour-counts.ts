import { classOf, HOUR, type JournalLine } from './journal.ts';

/** What is counted of one hour: events by their outcome, notices by `latency<class>`. */
export type HourCounts = Readonly<Record<string, number>>;

/** Each hour's, by its beginning (ms). */
export type CountsByHour = Readonly<Record<string, HourCounts>>;

/**
 * Counts what ended as of the present hour. All other hours are over, and must not change any more: for a clock
 * that is a little behind it is the next hour already, if somebody has counted in that.
 */
export function countLines(
  counts: CountsByHour,
  lines: readonly JournalLine[],
  now: number,
): { counts: CountsByHour; hour: number } {
  const [own, next] = [hourOf(now), hourOf(now) + HOUR];
  const hour = counts[next] ? next : own;
  return { counts: { ...counts, [hour]: addLines(counts[hour] ?? {}, lines) }, hour };
}

/**
 * Outcomes are those of events: a sweep or a repetition is none. Its notices count, whoever brought the news.
 */
function addLines(before: HourCounts, lines: readonly JournalLine[]): HourCounts {
  const counts: Record<string, number> = { ...before };
  const add = (figure: string) => {
    counts[figure] = (counts[figure] ?? 0) + 1;
  };
  for (const { job, outcome, latencyMs } of lines) {
    if (job === 'event') add(outcome);
    if (latencyMs !== undefined) add(`latency${classOf(latencyMs)}`);
  }
  return counts;
}

export function hourOf(time: number): number {
  return Math.floor(time / HOUR) * HOUR;
}
