import type { CountMetric, DurationMetric, WorkspaceCountMetric } from '../metrics.ts';

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Adds to a metric. */
  count(metric: CountMetric, by?: number): void;
  /** Adds one to a metric of a workspace's own. */
  countFor(workspace: string, metric: WorkspaceCountMetric): void;
  measure(metric: DurationMetric, ms: number): void;
}

/** Ids, types, times and reasons; never a token, signature, e-mail address or body. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
