import * as z from 'zod/mini';

/** Only ids, types and times travel on the queue: no titles, names, e-mail addresses or values. */
export const ENVELOPE_VERSION = 2;

const milliseconds = z.int();
const text = z.string().check(z.minLength(1), z.maxLength(200));

const eventJob = z.object({
  kind: z.literal('event'),
  workspace: text,
  pageId: text,
  /** Absent in the tutorial's events. */
  eventId: z.optional(text),
  type: text,
  /** When Notion says that it happened: no proof of order, Notion aggregates. */
  eventTime: z.optional(milliseconds),
  /** Our clock, at the receiver. */
  receivedAt: milliseconds,
  /** Decoded. Absent: the event has no list, so any property may have changed. */
  propertyIds: z.optional(z.array(z.string())),
  /** User ids. Absent: not told. */
  authors: z.optional(z.array(text)),
  dataSourceId: z.optional(text),
});

const dueJob = z.object({
  kind: z.literal('due'),
  workspace: text,
  /** The item whose `dueAt` has passed, and the `dueAt` that this answers: stale once the item has another. */
  key: text,
  dueAt: milliseconds,
});

const retryJob = z.object({
  kind: z.literal('retry'),
  workspace: text,
  pageId: text,
  /** Ids of the outbox entries to try again. */
  notices: z.array(text),
});

/** A page on one side of a mirror has moved: goes to the workspace of the other side. */
const mirrorJob = z.object({
  kind: z.literal('mirror'),
  workspace: text,
  pageId: text,
  mirror: text,
  /** The page that moved, and its record's version at that time. */
  partner: text,
  version: z.int(),
});

const jobSchema = z.discriminatedUnion('kind', [eventJob, dueJob, retryJob, mirrorJob]);

export type EventJob = z.infer<typeof eventJob>;
export type DueJob = z.infer<typeof dueJob>;
export type RetryJob = z.infer<typeof retryJob>;
export type MirrorJob = z.infer<typeof mirrorJob>;
export type Job = z.infer<typeof jobSchema>;

export type Decoded =
  | { kind: 'job'; job: Job }
  /** Written by a later release while this one still runs: to be given back, not judged. */
  | { kind: 'newer'; version: number }
  | { kind: 'malformed'; reason: string };

/** @throws {Error} when the job does not have its own shape: a fault in the caller */
export function encodeJob(job: Job): string {
  return JSON.stringify({ v: versionOf(job), ...z.parse(jobSchema, job) });
}

/** What a release before could read stays readable to it. */
function versionOf({ kind }: Job): number {
  return kind === 'mirror' ? ENVELOPE_VERSION : 1;
}

export function decodeJob(body: string): Decoded {
  const value = parseJson(body);
  const version = z.safeParse(z.object({ v: z.int() }), value);
  if (!version.success) return { kind: 'malformed', reason: 'not a Pagebell envelope' };
  if (version.data.v > ENVELOPE_VERSION) return { kind: 'newer', version: version.data.v };
  const job = z.safeParse(jobSchema, value);
  if (job.success) return { kind: 'job', job: job.data };
  const faults = job.error.issues.map((issue) => issue.path.join('.') || 'kind');
  return {
    kind: 'malformed',
    reason: `wrong or missing in the envelope: ${[...new Set(faults)].join(', ')}`,
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
