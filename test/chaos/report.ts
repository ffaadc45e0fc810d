import { addCounts, type Counts } from './tally.ts';

/** What came of many schedules. */
export interface Report {
  schedules: number;
  steps: Counts;
  faults: Counts;
  crashes: Counts;
  results: Counts;
  /** Seeds of the schedules that failed, with the first thing that was wrong. */
  failures: { seed: number; violations: string[] }[];
}

export function emptyReport(): Report {
  return { schedules: 0, steps: {}, faults: {}, crashes: {}, results: {}, failures: [] };
}

export function addReport(sum: Report, more: Report): void {
  sum.schedules += more.schedules;
  for (const counts of ['steps', 'faults', 'crashes', 'results'] as const)
    addCounts(sum[counts], more[counts]);
  sum.failures.push(...more.failures);
}

/** The report as text, most frequent things first. */
export function printed({ schedules, steps, faults, crashes, results, failures }: Report): string {
  return [
    `${schedules} schedules`,
    table('What happened in them', steps),
    table('Faults that calls ran into', faults),
    table('Deaths of the consumer, by the call in which it died', crashes),
    table('What came of it', results),
    `${failures.length} schedules failed`,
  ].join('\n\n');
}

function table(title: string, counts: Counts): string {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const width = Math.max(0, ...rows.map(([, count]) => String(count).length));
  return [title, ...rows.map(([name, count]) => `  ${String(count).padStart(width)}  ${name}`)].join('\n');
}
