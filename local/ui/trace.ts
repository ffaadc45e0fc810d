import * as z from 'zod';
import { subjectOf } from '../../lambdas/core/keys.ts';
import type { LogLine } from './log-line.ts';

/** The log lines that tell of an event's way, by what they tell. */
export type Trace =
  | Arrival
  | NoticeTrace
  /** The consumer's last word on one message. */
  | Ending;

/** An event that the receiver took, or had no use for. */
export interface Arrival {
  kind: 'queued' | 'ignored';
  at: number;
  eventId?: string | undefined;
  entityId?: string | undefined;
  type?: string | undefined;
  reason?: string | undefined;
}

/** What became of one message to some people. */
export interface NoticeTrace {
  kind: 'notice';
  at: number;
  noticeId: string;
  pageId: string;
  channel: string;
  outcome: string;
  reason?: string | undefined;
}

export interface Ending {
  kind: 'ending';
  at: number;
  job: 'event' | 'due' | 'retry' | 'mirror';
  messageId: string;
  eventId?: string | undefined;
  pageId?: string | undefined;
  type?: string | undefined;
  outcome: z.output<typeof outcomeSchema>;
  reason?: string | undefined;
  durationMs?: number | undefined;
}

const outcomeSchema = z.enum(['done', 'skipped', 'deferred', 'parked', 'halted', 'failed']);

const text = z.optional(z.string());
const arrivalSchema = z.object({ eventId: text, entityId: text, type: text, reason: text });
const noticeSchema = z.object({ noticeId: z.string(), pageId: z.string(), channel: z.string() });
const settledSchema = z.object({ ...noticeSchema.shape, outcome: z.string(), reason: text });
const endingSchema = z.object({
  job: z.enum(['event', 'due', 'retry', 'mirror']),
  workspace: z.string(),
  messageId: z.string(),
  eventId: text,
  entityId: text,
  type: text,
  outcome: outcomeSchema,
  reason: text,
  durationMs: z.optional(z.number()),
});

/** Undefined for a line that is about something else. */
export function readTrace({ message, at, fields }: LogLine): Trace | undefined {
  switch (message) {
    case 'Queued an event':
      return read(arrivalSchema, fields, (arrival) => ({ kind: 'queued', at, ...arrival }));
    case 'Ignored an event':
      return read(arrivalSchema, fields, (arrival) => ({ kind: 'ignored', at, ...arrival }));
    case 'Notice':
      return read(settledSchema, fields, (notice) => ({ kind: 'notice', at, ...notice }));
    case 'Observed, not sent':
      return read(noticeSchema, fields, (notice) => ({ kind: 'notice', at, ...notice, outcome: 'observed' }));
    case 'Outcome':
      return read(endingSchema, fields, (ending) => toEnding(ending, at));
    default:
      return undefined;
  }
}

function read<Schema extends z.ZodType>(
  schema: Schema,
  fields: unknown,
  toTrace: (value: z.output<Schema>) => Trace | undefined,
): Trace | undefined {
  const parsed = schema.safeParse(fields);
  return parsed.success ? toTrace(parsed.data) : undefined;
}

/** What is due is named by its key in the table. A sweep, or a search, is no event's way. */
function toEnding(
  { workspace, entityId, ...ending }: z.output<typeof endingSchema>,
  at: number,
): Ending | undefined {
  if (ending.job !== 'due' || entityId === undefined)
    return { kind: 'ending', at, ...ending, pageId: entityId };
  const subject = subjectOf(entityId, workspace);
  return subject.kind === 'page' ? { kind: 'ending', at, ...ending, pageId: subject.pageId } : undefined;
}
