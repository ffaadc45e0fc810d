import type { Invocation } from './invocation.ts';
import type { SlackPost } from './slack-server.ts';

/** A state of a page that Pagebell had stored at some time. */
interface StoredState {
  pageId: string;
  readStartedAt: number;
  assignees: ReadonlySet<string>;
}

/** What Pagebell can have known: which of its messages had arrived, and which assignees it had seen. */
export class Knowledge {
  readonly #posted = new Map<Invocation, SlackPost[]>();
  readonly #states: StoredState[] = [];

  /** The answer to a Slack message reached an invocation that lives. */
  posted(invocation: Invocation, post: SlackPost | undefined): void {
    if (post) this.#posted.set(invocation, [...(this.#posted.get(invocation) ?? []), post]);
  }

  /** It also wrote down what came of it: from now on a repetition is a fault of Pagebell. */
  saved(invocation: Invocation, pageId: string): void {
    for (const post of this.#posted.get(invocation) ?? []) if (post.pageId === pageId) post.isKnown = true;
  }

  stored(item: Readonly<Record<string, unknown>>): void {
    const { pageId, readStartedAt, state } = item;
    if (typeof pageId !== 'string' || typeof readStartedAt !== 'number') return;
    this.#states.push({ pageId, readStartedAt, assignees: new Set(assigneesOf(state)) });
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
  if (typeof state !== 'object' || state === null || !('assignees' in state)) return [];
  return Array.isArray(state.assignees) ? state.assignees.map(({ id }) => String(id)) : [];
}
