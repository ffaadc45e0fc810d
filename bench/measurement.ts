/** One figure, and what it should be. */
export interface Measurement {
  /** `calls`, `latency` …: the section of the table. */
  area: string;
  what: string;
  figure: number;
  unit:
    | 'calls'
    | 'writes'
    | 'reads'
    | 'ms'
    | 's'
    | 'KB'
    | 'MB'
    | '×'
    | '%'
    | 'USD'
    | 'workspaces'
    | 'minutes';
  /** The figure should not be above it; undefined: only told. */
  goal?: number;
  /** The figure should not be below it. */
  atLeast?: number;
}

export function isReached({ figure, goal, atLeast }: Measurement): boolean {
  return (goal === undefined || figure <= goal) && (atLeast === undefined || figure >= atLeast);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param share between 0 and 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (value === undefined) throw new Error('a quantile of nothing');
  return value;
}
