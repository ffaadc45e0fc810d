import * as z from 'zod/mini';

/** Raised when a stored record changes in a way that older code would misread. */
export const RECORD_VERSION = 1;

/** Why people are told. */
export const RULES = ['assigned', 'unassigned'] as const;
/** Where they are told. */
export const CHANNELS = ['comment', 'slack'] as const;

const assigneeSchema = z.object({
  id: z.string(),
  /** `unknown`: Notion gave no more than the id. */
  kind: z.enum(['person', 'bot', 'group', 'unknown']),
  name: z.optional(z.string()),
});

const stateSchema = z.object({
  title: z.string(),
  url: z.string(),
  assignees: z.array(assigneeSchema),
  /** Absent for a page outside of any data source. */
  dataSourceId: z.optional(z.string()),
});

const sightingSchema = z.object({
  type: z.string(),
  eventId: z.optional(z.string()),
  propertyIds: z.optional(z.array(z.string())),
  authors: z.optional(z.array(z.string())),
  eventTime: z.optional(z.number()),
  receivedAt: z.number(),
});

const progressSchema = z.discriminatedUnion('state', [
  /** To be done at `at` (ms). */
  z.object({ state: z.literal('pending'), at: z.number() }),
  /** Claimed: nobody touches it before `at` (ms); after it, what became of it is unknown. */
  z.object({ state: z.literal('sending'), at: z.number() }),
  /** Given up until an operator asks for it again. */
  z.object({ state: z.literal('failed'), failedAt: z.number(), reason: z.string(), hint: z.string() }),
]);

const entryBase = {
  id: z.string(),
  progress: progressSchema,
  /** Passing failures of its own so far: the back-off grows with them. */
  attempts: z.number(),
  /** When the first of them was (ms): what still fails a day later is parked. */
  since: z.number(),
  /** Unexpected exceptions so far: the third parks it. */
  exceptions: z.optional(z.number()),
};

const readSchema = z.object({
  ...entryBase,
  kind: z.literal('read'),
  sightings: z.array(sightingSchema),
  /** Ids of given-up notices that an operator asks for again: once the page could be read. */
  reopens: z.optional(z.array(z.string())),
});

const noticeSchema = z.object({
  ...entryBase,
  kind: z.literal('notice'),
  rule: z.enum(RULES),
  channel: z.enum(CHANNELS),
  people: z.array(assigneeSchema),
  /** When the receiver had the first event that told of it (ms); absent for what a sweep found. */
  heardAt: z.optional(z.number()),
  /** Set where there are more people than one comment can mention. */
  part: z.optional(z.object({ number: z.number(), of: z.number() })),
});

const recordSchema = z.object({
  workspace: z.string(),
  pageId: z.string(),
  /** Raised by each save; 0 before the first. */
  version: z.number(),
  /** Absent while the page was never read. */
  state: z.optional(stateSchema),
  /** When the read of that state started (ms). */
  readStartedAt: z.optional(z.number()),
  outbox: z.array(z.discriminatedUnion('kind', [readSchema, noticeSchema])),
});

/** Somebody, or a group, in the assignee property. */
export type Assignee = z.infer<typeof assigneeSchema>;
/** A page as it was last read. */
export type PageState = z.infer<typeof stateSchema>;
/** An event as the plan sees it: a hint why the page may have changed. */
export type Sighting = z.infer<typeof sightingSchema>;
export type Progress = z.infer<typeof progressSchema>;
/** A read that is owed: one that failed passingly. At most one in an outbox. */
export type OwedRead = z.infer<typeof readSchema>;
/** One message to some people in one channel. Its id is deterministic: see notices.ts. */
export type Notice = z.infer<typeof noticeSchema>;
export type Rule = Notice['rule'];
/** What a page still owes. */
export type OutboxEntry = OwedRead | Notice;
export type Outbox = readonly OutboxEntry[];
export type Channel = Notice['channel'];
/** All that is known of one page. State and outbox are one item, so that one write moves both. */
export type PageRecord = Readonly<Omit<z.infer<typeof recordSchema>, 'outbox'>> & { readonly outbox: Outbox };

export function emptyRecord(workspace: string, pageId: string): PageRecord {
  return { workspace, pageId, version: 0, outbox: [] };
}

/** @throws {z.core.$ZodError} when the stored value is not a record of this version */
export function parseRecord(value: unknown): PageRecord {
  return z.parse(recordSchema, value);
}

/** @throws {z.core.$ZodError} when the stored value is no assignee */
export function parseAssignee(value: unknown): Assignee {
  return z.parse(assigneeSchema, value);
}

/** When the record must be looked at again (ms): the earliest time of its outbox. */
export function dueAt(outbox: Outbox): number | undefined {
  return minimum(outbox.flatMap(({ progress }) => (progress.state === 'failed' ? [] : [progress.at])));
}

/** When the oldest of its given-up entries failed (ms): what puts a record into the ledger. */
export function parkedAt(outbox: Outbox): number | undefined {
  return minimum(outbox.flatMap(({ progress }) => (progress.state === 'failed' ? [progress.failedAt] : [])));
}

function minimum(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}
