import * as z from 'zod';
import type { SourceLine } from './source.ts';
import type { LogLevel } from './state.ts';

/** A line of a function's log, read. */
export interface LogLine {
  sequence: number;
  at: number;
  function: string;
  level: LogLevel;
  message: string;
  /** What the line says besides. */
  fields: Readonly<Record<string, unknown>>;
}

const LEVELS: Readonly<Record<string, LogLevel>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
  CRITICAL: 'error',
};

/** As Powertools writes it: https://docs.aws.amazon.com/powertools/typescript/latest/features/logger */
const powertoolsSchema = z.looseObject({
  level: z.string(),
  message: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
  service: z.string(),
});

/** What Powertools adds to every line of a function, which says nothing here. */
const NOISE = new Set(['cold_start', 'function_arn', 'sampling_rate', 'xray_trace_id']);

/** Undefined for metrics. What a runtime or a library wrote as plain text stays as it is. */
export function readLogLine({ sequence, at, functionName, line }: SourceLine): LogLine | undefined {
  const value = parseJson(line);
  if (typeof value === 'object' && value !== null && '_aws' in value) return undefined;
  const parsed = powertoolsSchema.safeParse(value);
  if (!parsed.success) {
    return { sequence, at, function: functionName, level: 'info', message: line, fields: {} };
  }
  const { level, message, timestamp, service, ...rest } = parsed.data;
  const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => !NOISE.has(name)));
  return {
    sequence,
    at: Date.parse(timestamp), // when it was written, not when it was read off the worker
    function: service,
    level: LEVELS[level] ?? 'info',
    message,
    fields,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
