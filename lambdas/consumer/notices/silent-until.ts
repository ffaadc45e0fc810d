import type { Settlement } from '../../core/outbox.ts';
import { quietUntil } from '../../core/quiet-hours.ts';
import type { WorkspaceSettings } from '../../core/settings.ts';

/** How long what waits is put off at a time, while it is only observed. */
export const OBSERVED_MS = 60 * 60_000;

/** Until when nothing is to be said in a channel (ms), and why; undefined: it may be said now. */
export function silentUntil(
  { mode, quietHours }: WorkspaceSettings,
  now: number,
): { until: number; reason: string } | undefined {
  if (mode === 'observe') return { until: now + OBSERVED_MS, reason: 'only observed' };
  const until = quietUntil(quietHours, now);
  return until === undefined ? undefined : { until, reason: 'quiet hours' };
}

/** What becomes of what a workspace that only observes would do: it is looked at again, and done once it may be. */
export function onlyObserved(now: number): Settlement {
  return { kind: 'returned', to: 'pending', at: now + OBSERVED_MS, reason: 'only observed' };
}
