import { HOUR, type HourFigures, OUTCOMES, type Outcome } from '../../core/journal.ts';
import { LATENCY_CLASSES, quantile } from '../latency.ts';

/** Outcomes as the plot stacks them, from the ground up. */
export const STACK = [
  { tone: 'good', name: 'done', outcomes: ['done'] },
  { tone: 'idle', name: 'skipped', outcomes: ['skipped'] },
  { tone: 'wait', name: 'deferred, halted', outcomes: ['deferred', 'halted'] },
  { tone: 'bad', name: 'parked, failed', outcomes: ['parked', 'failed'] },
] as const satisfies readonly { tone: string; name: string; outcomes: readonly Outcome[] }[];

/** Events of an hour. */
export function total(hour: HourFigures, outcomes: readonly Outcome[] = OUTCOMES): number {
  return outcomes.reduce((sum, outcome) => sum + (hour.outcomes[outcome] ?? 0), 0);
}

/** `≤ 2 s`, or a dash where nobody was told. */
export function quantileName(latencies: readonly number[], share: number): string {
  const index = quantile(latencies, share);
  return index === undefined ? '–' : (LATENCY_CLASSES[index] ?? '–');
}

export function hourName({ hour }: HourFigures): string {
  const clock = (at: number) => new Date(at).toISOString().slice(11, 16);
  return `${clock(hour)}–${clock(hour + HOUR)} UTC`;
}
