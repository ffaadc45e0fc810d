import * as z from 'zod/mini';

/** How long a line of the journal is kept (ms). */
export const JOURNAL_KEPT_MS = 30 * 24 * 60 * 60_000;

export const OUTCOMES = ['done', 'skipped', 'deferred', 'parked', 'halted', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const toldSchema = z.object({
  channel: z.string(),
  rule: z.string(),
  /** Names, or ids where Notion gave no name; empty where nobody in particular was told. */
  people: z.array(z.string()),
  /** The step of a ladder, from 1. */
  step: z.optional(z.number()),
});

const lineSchema = z.object({
  /** Unique in its workspace. */
  id: z.string(),
  workspace: z.string(),
  /** When the work on it ended (ms). */
  endedAt: z.number(),
  /** What the message asked for. */
  job: z.enum(['event', 'due', 'retry', 'mirror']),
  outcome: z.enum(OUTCOMES),
  reason: z.string(),
  attempt: z.number(),
  durationMs: z.number(),
  /** Absent for a sweep or a search. */
  pageId: z.optional(z.string()),
  eventId: z.optional(z.string()),
  /** Notion's type of the event. */
  type: z.optional(z.string()),
  eventTime: z.optional(z.number()),
  receivedAt: z.optional(z.number()),
  /** Whether the page was read, or somebody told: more than a glance at its record. */
  isWorked: z.optional(z.boolean()),
  /** As the page's record had them when the work ended; absent where there is no record. */
  title: z.optional(z.string()),
  url: z.optional(z.string()),
  assignees: z.optional(z.array(z.string())),
  /** Who was told, and where, by this piece of work. */
  told: z.optional(z.array(toldSchema)),
  /** From the webhook that brought the news to the last of those notices (ms). */
  latencyMs: z.optional(z.number()),
});

/** One message's way through the consumer, as it ended. */
export type JournalLine = z.infer<typeof lineSchema>;
export type Told = z.infer<typeof toldSchema>;

/** The `rule` of a list of what is overdue, which is about no single page. */
export const OVERDUE_LIST = 'overdue';

/** Why somebody was told: `reminder`, `step 2 of the escalation`. Undefined: a page became theirs, as most often. */
export function whyTold({ rule, step }: Pick<Told, 'rule' | 'step'>): string | undefined {
  switch (rule) {
    case 'assigned':
      return undefined;
    case 'escalation':
      return stepName(step);
    default:
      return rule;
  }
}

/** @param step from 1; unknown of what a later release wrote */
export function stepName(step: number | undefined): string {
  return `step ${step ?? '?'} of the escalation`;
}

/** A sweep, a search, or a repetition that changed nothing for anybody. Halts and failures are no such thing. */
export function isIdle({ job, outcome, told = [] }: JournalLine): boolean {
  if (job !== 'due' || told.length > 0) return false;
  return outcome === 'done' || outcome === 'skipped' || outcome === 'deferred';
}

/** @throws {z.core.$ZodError} when the stored value is no line of the journal */
export function parseLine(value: unknown): JournalLine {
  return z.parse(lineSchema, value);
}

export const HOUR = 60 * 60_000;
/** Upper bounds of the classes in which latencies are counted (ms); a last class is above them all. */
export const LATENCY_BOUNDS = [500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000] as const;

/** What happened in one hour of a workspace. */
export interface HourFigures {
  /** Begin of the hour (ms). */
  hour: number;
  /** Events by how they ended. */
  outcomes: Partial<Record<Outcome, number>>;
  /** Notices by the class of their latency: one more number than there are bounds. */
  latencies: number[];
}

/** The class of a latency: an index of `HourFigures.latencies`. */
export function classOf(latencyMs: number): number {
  const index = LATENCY_BOUNDS.findIndex((bound) => latencyMs <= bound);
  return index === -1 ? LATENCY_BOUNDS.length : index;
}
