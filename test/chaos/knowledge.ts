import * as z from 'zod/mini';
import { pageName } from './cast.ts';
import type { Invocation } from './invocation.ts';
import type { SentList, SentMessage } from './sent-messages.ts';

/** A page as Pagebell once read it. */
export interface KnownState {
  pageId: string;
  readStartedAt: number;
  /** Not only what became of an earlier read. */
  isRead: boolean;
  /** When that was written down (ms). */
  storedAt: number;
  assignees: ReadonlySet<string>;
  due: string | undefined;
  status: string | undefined;
  isLeftOut: boolean;
}

/** What is told of somebody, as far as a page shows whether it holds. */
export interface Claimed {
  rule: string | undefined;
  personId: string;
  day?: string | undefined;
  status?: string | undefined;
}

/** What Pagebell can have known: which of its messages had arrived, and what it had seen of each page. */
export class Knowledge {
  readonly #sent = new Map<Invocation, SentMessage[]>();
  readonly #lists = new Map<Invocation, SentList>();
  /** In the order in which they were stored. */
  readonly #states = new Map<string, KnownState[]>();
  /** Notices that were left waiting by a read which showed that what they tell is not so any more. */
  readonly outdatedNotices: string[] = [];

  /** The answer to a message reached an invocation that lives. */
  sent(invocation: Invocation, messages: readonly SentMessage[]): void {
    this.#sent.set(invocation, [...(this.#sent.get(invocation) ?? []), ...messages]);
  }

  /** It also wrote down what came of it: from now on a repetition is a fault of Pagebell. */
  saved(invocation: Invocation, pageId: string): void {
    for (const message of this.#sent.get(invocation) ?? [])
      if (message.pageId === pageId) message.isKnown = true;
  }

  /** A digest was written down as told: all at once. */
  savedDigest(invocation: Invocation): void {
    for (const message of this.#sent.get(invocation) ?? [])
      if (message.channel === 'slack') message.isKnown = true;
  }

  /** The same of a list: of one that is sent again, the last one counts. */
  sentList(invocation: Invocation, list: SentList): void {
    this.#lists.set(invocation, list);
  }

  savedList(invocation: Invocation): void {
    const list = this.#lists.get(invocation);
    if (list) list.isKnown = true;
  }

  /** @param at now (ms) */
  stored(item: Readonly<Record<string, unknown>>, at: number): void {
    const { pageId, readStartedAt, state: stored, outbox } = item;
    if (typeof pageId !== 'string' || typeof readStartedAt !== 'number') return;
    const known = this.#states.get(pageId) ?? [];
    const isRead = !known.some((one) => one.readStartedAt >= readStartedAt);
    const { assignees = [], due, status, isLeftOut = false } = z.safeParse(stateSchema, stored).data ?? {};
    const state: KnownState = {
      pageId,
      readStartedAt,
      isRead,
      storedAt: at,
      assignees: new Set(assignees.map(({ id }) => id)),
      due: (due?.end ?? due?.start)?.slice(0, 'YYYY-MM-DD'.length),
      status: status ?? undefined,
      isLeftOut,
    };
    this.#states.set(pageId, [...known, state]);
    if (isRead && waitingIn(outbox).some((claimed) => !isSo(claimed, state)))
      this.outdatedNotices.push(`${pageName(pageId)} was about to tell what it knew is no longer so`);
  }

  /** Every read of a page, the earliest first. */
  readsOf(pageId: string): readonly KnownState[] {
    return (this.#states.get(pageId) ?? []).filter(({ isRead }) => isRead);
  }

  /** Whether a read between these times (ms) showed Pagebell that somebody is not assigned. */
  sawAbsent(pageId: string, personId: string, from: number, until: number): boolean {
    return (this.#states.get(pageId) ?? []).some(
      ({ readStartedAt, assignees }) =>
        readStartedAt >= from && readStartedAt < until && !assignees.has(personId),
    );
  }
}

/** Whether what is told of somebody is so in a state. */
export function isSo({ rule, personId, day, status }: Claimed, state: KnownState): boolean {
  if (state.isLeftOut) return false;
  switch (rule) {
    case 'assigned':
      return state.assignees.has(personId);
    case 'unassigned':
      return !state.assignees.has(personId);
    case 'reminder':
      return state.assignees.has(personId) && isDueOn(day, state);
    case 'escalation':
      return state.status === status;
    default:
      throw new Error(`the chaos bench does not know the rule ${rule}`);
  }
}

/** Whether somebody is to be reminded of that day. */
export function isDueOn(
  day: string | undefined,
  { due, status, isLeftOut }: Pick<KnownState, 'due' | 'status' | 'isLeftOut'>,
): boolean {
  return !isLeftOut && due === day && due !== undefined && status !== 'Done';
}

/** What the notices tell that nobody has claimed yet. */
function waitingIn(outbox: unknown): Claimed[] {
  const entries = z.safeParse(outboxSchema, outbox).data ?? [];
  const pending = entries.filter(({ progress }) => progress.state === 'pending');
  return pending.flatMap(({ rule, subject, people = [] }) =>
    people.map(({ id }) => ({ rule, personId: id, day: subject?.day, status: subject?.status })),
  );
}

const peopleSchema = z.array(z.object({ id: z.string() }));
const stateSchema = z.object({
  assignees: peopleSchema,
  due: z.optional(z.nullable(z.object({ start: z.string(), end: z.optional(z.string()) }))),
  status: z.optional(z.nullable(z.string())),
  isLeftOut: z.optional(z.boolean()),
});
const outboxSchema = z.array(
  z.object({
    rule: z.optional(z.string()),
    progress: z.object({ state: z.string() }),
    people: z.optional(peopleSchema),
    subject: z.optional(z.object({ day: z.optional(z.string()), status: z.optional(z.string()) })),
  }),
);
