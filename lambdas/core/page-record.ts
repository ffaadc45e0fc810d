import * as z from 'zod/mini';
import { sideSchema } from './mirror/side-schema.ts';

/** Why people are told. */
export const RULES = ['assigned', 'unassigned', 'reminder', 'escalation'] as const;
/** Where they are told. */
export const CHANNELS = ['comment', 'slack', 'slack-dm', 'email'] as const;
/** Where a step of a ladder tells nobody in particular: which channel or address, the configuration says. */
export const PLACES = ['slack-channel', 'email-address'] as const;

export const assigneeSchema = z.object({
  id: z.string(),
  /** `unknown`: Notion gave no more than the id. */
  kind: z.enum(['person', 'bot', 'group', 'unknown']),
  name: z.optional(z.string()),
});

/** As Notion shows them: a day, or a day and time with or without its offset from UTC. */
const dueSchema = z.object({
  start: z.string(),
  end: z.optional(z.string()),
  /** Of times without an offset. */
  timeZone: z.optional(z.string()),
});

const stateSchema = z.object({
  title: z.string(),
  url: z.string(),
  assignees: z.array(assigneeSchema),
  /** Absent for a page outside of any data source. */
  dataSourceId: z.optional(z.string()),
  /** Null: there is none. Absent, like the status: no rule has asked for it. */
  due: z.optional(z.nullable(dueSchema)),
  status: z.optional(z.nullable(z.string())),
  /** Decoded id of the property that showed that status. Earlier releases lack it. */
  statusPropertyId: z.optional(z.string()),
  /** Whether Notion's group of that status is `Complete`. Absent: it has no groups, or nothing asked for them. */
  isComplete: z.optional(z.boolean()),
  /** It does not meet the conditions of its data source: then only those are assignees who were told before. */
  isLeftOut: z.optional(z.boolean()),
  /** Notion did not show the page any more when it was last asked for: this is how it was before. */
  isGone: z.optional(z.boolean()),
  /** No property told whose the page is: its assignees are those of before, or nobody knows them. Absent: one did. */
  unseenAssignees: z.optional(z.enum(['kept', 'unknown'])),
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

/** Brings the page back at its time, to be read: what a rule then tells is decided from that. */
const wakeSchema = z.object({ ...entryBase, kind: z.literal('wake'), rule: z.enum(RULES) });

/** The page's values moved: the page on the other side of a mirror is to be looked at. At most one for a mirror. */
const handOverSchema = z.object({ ...entryBase, kind: z.literal('hand-over'), mirror: z.string() });

/** The page is to be compared with the one on the other side, and to take over what that has. */
const takeOverSchema = z.object({
  ...entryBase,
  kind: z.literal('take-over'),
  mirror: z.string(),
  partner: z.string(),
});

/** What a notice is about where one rule may tell of several things. */
const subjectSchema = z.discriminatedUnion('kind', [
  /** `day` is local, `YYYY-MM-DD`; the reminder is that many days before it (negative: after it). */
  z.object({
    kind: z.literal('due'),
    day: z.string(),
    daysBefore: z.number(),
    /** In words, as it is when it is told. */
    when: z.optional(z.string()),
  }),
  /** The step of the ladder, from 0, of a stay in the status that began then (ms). */
  z.object({
    kind: z.literal('status'),
    status: z.string(),
    step: z.number(),
    since: z.number(),
    /** How long after that it is told (ms): it names the step though others come before it. Earlier releases lack it. */
    after: z.optional(z.number()),
  }),
]);

const noticeSchema = z.object({
  ...entryBase,
  kind: z.literal('notice'),
  rule: z.enum(RULES),
  channel: z.enum([...CHANNELS, ...PLACES]),
  /** Empty where nobody in particular is told. */
  people: z.array(assigneeSchema),
  subject: z.optional(subjectSchema),
  /** When the receiver had the first event that told of it (ms); absent for what a sweep found. */
  heardAt: z.optional(z.number()),
  /** Id of the digest that is to tell it, unless the digest has lost it. */
  digest: z.optional(z.string()),
  /** Ids of people, or places, that an earlier channel has told the same: see told-before.ts. */
  told: z.optional(z.array(z.string())),
  /** Ids of people whom a later notice has told the same in this channel, while this one was given up. */
  toldSince: z.optional(z.array(z.string())),
  /** Set where there are more people than one comment can mention. */
  part: z.optional(z.object({ number: z.number(), of: z.number() })),
});

/** What rules remember of a page, so that they tell nothing twice. */
const memorySchema = z.object({
  reminder: z.optional(
    z.object({
      /** The day on which the page is due, and since when that was known (ms); absent while none is to be reminded. */
      day: z.optional(z.string()),
      since: z.optional(z.number()),
      /** `<day>/<daysBefore>` of what was told, the latest last. */
      told: z.array(z.string()),
    }),
  ),
  /**
   * The present stay in a status that has a ladder, when its first reading started (ms), up to how long after that
   * its steps are done (ms), and for earlier releases how many. `again`: steps up to that which were told to nobody
   * after all, by how long after the beginning they are told (ms).
   */
  escalation: z.optional(
    z.object({
      status: z.string(),
      since: z.number(),
      done: z.number(),
      upTo: z.optional(z.number()),
      again: z.optional(z.array(z.number())),
    }),
  ),
  /** Whom readings told nothing though a change was about them: see passed-over.ts. */
  passedOver: z.optional(
    z.array(
      z.object({
        rule: z.enum(['assigned', 'unassigned']),
        people: z.array(assigneeSchema),
        /** Decoded: of what may have made the page theirs, or not theirs. */
        propertyIds: z.array(z.string()),
        /** When that reading started, and the one before it (ms); absent at the first sight of the page. */
        readAt: z.number(),
        previousAt: z.optional(z.number()),
        /** Nobody knew when the change was. Otherwise they were taken for its author. */
        mayBeOld: z.optional(z.boolean()),
      }),
    ),
  ),
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
  memory: z.optional(memorySchema),
  /** By the mirror's key. */
  mirrors: z.optional(z.record(z.string(), sideSchema)),
  outbox: z.array(
    z.discriminatedUnion('kind', [readSchema, noticeSchema, wakeSchema, handOverSchema, takeOverSchema]),
  ),
});

/** Somebody, or a group, in the assignee property. */
export type Assignee = z.infer<typeof assigneeSchema>;
/** A page as it was last read. */
export type PageState = z.infer<typeof stateSchema>;
export type DueDate = z.infer<typeof dueSchema>;
/** An event as the plan sees it: a hint why the page may have changed. */
export type Sighting = z.infer<typeof sightingSchema>;
export type Progress = z.infer<typeof progressSchema>;
/** A read that is owed: one that failed passingly. At most one in an outbox. */
export type OwedRead = z.infer<typeof readSchema>;
/** One message to some people in one channel. Its id is deterministic: see notices.ts. */
export type Notice = z.infer<typeof noticeSchema>;
export type Rule = Notice['rule'];
/** Rules that tell of a change to somebody. */
export type ChangeRule = 'assigned' | 'unassigned';
/** Rules that tell when a time has come. */
export type TimedRule = Exclude<Rule, ChangeRule>;
export type Subject = z.infer<typeof subjectSchema>;
export type Wake = z.infer<typeof wakeSchema>;
export type Memory = z.infer<typeof memorySchema>;
export type HandOver = z.infer<typeof handOverSchema>;
export type TakeOver = z.infer<typeof takeOverSchema>;
/** What a page still owes. */
export type OutboxEntry = OwedRead | Notice | Wake | HandOver | TakeOver;
export type Outbox = readonly OutboxEntry[];
export type Channel = (typeof CHANNELS)[number];
export type Place = (typeof PLACES)[number];
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
