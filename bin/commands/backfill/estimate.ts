import type { Run } from './run-backfill.ts';

/** How far some backfills are, taken together. */
export interface Estimate {
  ended: number;
  of: number;
  rows: number;
  /** From 0 to 1, by the time of the edits: how many rows are still to come is not known. */
  share: number;
  /** Rows a minute; undefined before there is anything to count. */
  rate: number | undefined;
  /** ms; undefined as long as nobody can say. */
  remaining: number | undefined;
}

/** The first moments say nothing about the rest. */
const SOON_MS = 5000;
const LITTLE = 0.01;

/** @param now ms */
export function estimate(runs: readonly Run[], now: number): Estimate {
  const each = runs.map((run) => progressOf(run, now));
  const rows = sum(each.map((one) => one.rows));
  const share = each.length === 0 ? 1 : sum(each.map((one) => one.share)) / each.length;
  const elapsed = Math.max(0, ...each.map((one) => one.elapsed));
  const ended = each.filter((one) => one.hasEnded).length;
  const isTelling = elapsed >= SOON_MS && rows > 0;
  return {
    ended,
    of: runs.length,
    rows,
    share,
    rate: elapsed > 0 && rows > 0 ? (rows / elapsed) * 60_000 : undefined,
    remaining: isTelling && share >= LITTLE ? (elapsed * (1 - share)) / share : undefined,
  };
}

interface OneProgress {
  hasEnded: boolean;
  rows: number;
  share: number;
  /** ms */
  elapsed: number;
}

function progressOf({ sweep }: Run, now: number): OneProgress {
  const backfill = sweep?.backfill;
  if (!sweep || !backfill) return { hasEnded: true, rows: 0, share: 1, elapsed: 0 };
  const { startedAt, endedAt, rows, oldestAt, until } = backfill;
  const hasEnded = endedAt !== undefined;
  const elapsed = Math.max(0, (endedAt ?? now) - startedAt);
  if (hasEnded) return { hasEnded, rows, share: 1, elapsed };
  const whole = oldestAt === undefined ? 0 : until - oldestAt;
  const done = oldestAt === undefined ? 0 : sweep.sweptTo - oldestAt;
  return { hasEnded, rows, share: whole > 0 ? Math.min(1, Math.max(0, done / whole)) : 0, elapsed };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
