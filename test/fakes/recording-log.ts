import type { CountMetric, DurationMetric, WorkspaceCountMetric } from '../../lambdas/core/metrics.ts';
import type { Log, LogFields } from '../../lambdas/core/ports/log.ts';

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
  fields: LogFields;
}

/** Keeps every line and every count. */
export class RecordingLog implements Log {
  readonly lines: LogLine[] = [];
  readonly counts = new Map<string, number>();
  /** What was counted for each workspace, as `EventReceived of main`. */
  readonly countsOfWorkspaces = new Map<string, number>();
  readonly durations: { metric: DurationMetric; ms: number }[] = [];

  info(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', message, fields });
  }

  count(metric: CountMetric, by = 1): void {
    this.counts.set(metric, (this.counts.get(metric) ?? 0) + by);
  }

  countFor(workspace: string, metric: WorkspaceCountMetric): void {
    const name = `${metric} of ${workspace}`;
    this.countsOfWorkspaces.set(name, (this.countsOfWorkspaces.get(name) ?? 0) + 1);
  }

  measure(metric: DurationMetric, ms: number): void {
    this.durations.push({ metric, ms });
  }

  /** Fields of the lines with this message. */
  withMessage(message: string): LogFields[] {
    return this.lines.filter((line) => line.message === message).map(({ fields }) => fields);
  }
}
