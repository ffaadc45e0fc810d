import { readLogLine } from '../../../local/ui/log-line.ts';
import type { SourceLine } from '../../../local/ui/source.ts';
import type { Step, Way } from '../../../local/ui/state.ts';
import { readTrace, type Trace } from '../../../local/ui/trace.ts';
import type { RecordingLog } from '../../fakes/recording-log.ts';

/** A line as Powertools writes it. */
export function line(
  sequence: number,
  message: string,
  fields: object = {},
  more: { at?: number; service?: string; level?: string } = {},
): SourceLine {
  const { at = sequence, service = 'consumer', level = 'INFO' } = more;
  const written = { level, message, timestamp: new Date(at).toISOString(), service, ...fields };
  return { sequence, at: at + 5, functionName: 'Pagebell-Function', line: JSON.stringify(written) };
}

export function tracesOf(lines: readonly SourceLine[]): Trace[] {
  return lines.flatMap((one) => readLogLine(one) ?? []).flatMap((one) => readTrace(one) ?? []);
}

/** What functions logged in memory, as they would have written it: each line a millisecond after the other. */
export function written(...logs: RecordingLog[]): SourceLine[] {
  const lines = logs.flatMap((log) => log.lines);
  return lines.map(({ message, fields }, index) => line(index + 1, message, fields));
}

/** `queued done, consumed waiting` */
export function stepsOf({ steps }: Pick<Way, 'steps'>): string {
  return steps.map(({ name, state }: Step) => `${name} ${state}`).join(', ');
}
