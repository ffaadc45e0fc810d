import { type HourFigures, LATENCY_BOUNDS } from '../core/journal.ts';
import { duration } from './views/text.ts';

/** Latencies of several hours, by their class. */
export function sumLatencies(hours: readonly HourFigures[]): number[] {
  return LATENCY_CLASSES.map((_, index) =>
    hours.reduce((sum, { latencies }) => sum + (latencies[index] ?? 0), 0),
  );
}

/**
 * The class that a share of the latencies does not exceed: 0.5 for the median.
 *
 * @returns an index of `LATENCY_CLASSES`, or undefined if there is none
 */
export function quantile(latencies: readonly number[], share: number): number | undefined {
  const total = latencies.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let counted = 0;
  return latencies.findIndex((count) => {
    counted += count;
    return counted >= total * share;
  });
}

/** As a person reads them: only the class is known, not the time itself. */
export const LATENCY_CLASSES: readonly string[] = [
  ...LATENCY_BOUNDS.map((bound) => `≤ ${duration(bound)}`),
  `> ${duration(LATENCY_BOUNDS[LATENCY_BOUNDS.length - 1] ?? 0)}`,
];
