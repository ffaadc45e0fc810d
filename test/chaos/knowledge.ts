import * as z from 'zod/mini';
import { pageName } from './cast.ts';
import type { Invocation } from './invocation.ts';
import type { SentMessage } from './sent-messages.ts';

/** A state of a page that Pagebell had stored at some time. */
interface StoredState {
  pageId: string;
  readStartedAt: number;
  assignees: ReadonlySet<string>;
}

/** What Pagebell can have known: which of its messages had arrived, and which assignees it had seen. */
export class Knowledge {
  readonly #sent = new Map<Invocation, SentMessage[]>();
  readonly #states: StoredState[] = [];
  /** Notices that were left waiting by a read which showed that those whom they name are not assigned any more. */
  readonly outdatedNotices: string[] = [];

  /** The answer to a message reached an invocation that lives. */
  sent(invocation: Invocation, message: SentMessage | undefined): void {
    if (message) this.#sent.set(invocation, [...(this.#sent.get(invocation) ?? []), message]);
  }

  /** It also wrote down what came of it: from now on a repetition is a fault of Pagebell. */
  saved(invocation: Invocation, pageId: string): void {
    for (const message of this.#sent.get(invocation) ?? [])
      if (message.pageId === pageId) message.isKnown = true;
  }

  stored(item: Readonly<Record<string, unknown>>): void {
    const { pageId, readStartedAt, state, outbox } = item;
    if (typeof pageId !== 'string' || typeof readStartedAt !== 'number') return;
    const assignees = new Set(assigneesOf(state));
    const isRead = !this.#states.some(
      (known) => known.pageId === pageId && known.readStartedAt >= readStartedAt,
    );
    this.#states.push({ pageId, readStartedAt, assignees });
    const isOutdated = waitingIn(outbox).some(
      ({ rule, personId }) => assignees.has(personId) === (rule === 'unassigned'),
    );
    if (isRead && isOutdated)
      this.outdatedNotices.push(`${pageName(pageId)} was about to tell what it knew is no longer so`);
  }

  /** Whether a read between these times (ms) showed Pagebell that somebody is not assigned. */
  sawAbsent(pageId: string, personId: string, from: number, until: number): boolean {
    return this.#states.some(
      (state) =>
        state.pageId === pageId &&
        state.readStartedAt >= from &&
        state.readStartedAt < until &&
        !state.assignees.has(personId),
    );
  }
}

function assigneesOf(state: unknown): string[] {
  return z.safeParse(stateSchema, state).data?.assignees.map(({ id }) => id) ?? [];
}

/** Whom the notices name that nobody has claimed yet. */
function waitingIn(outbox: unknown): { rule: string | undefined; personId: string }[] {
  const entries = z.safeParse(outboxSchema, outbox).data ?? [];
  const pending = entries.filter(({ progress }) => progress.state === 'pending');
  return pending.flatMap(({ rule, people = [] }) => people.map(({ id }) => ({ rule, personId: id })));
}

const peopleSchema = z.array(z.object({ id: z.string() }));
const stateSchema = z.object({ assignees: peopleSchema });
const outboxSchema = z.array(
  z.object({
    rule: z.optional(z.string()),
    progress: z.object({ state: z.string() }),
    people: z.optional(peopleSchema),
  }),
);
