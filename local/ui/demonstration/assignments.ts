import { randomUUID } from 'node:crypto';
import type { SimulatedConnection } from '../../notion/connection.ts';
import { type StoredComment, titleOf } from '../../notion/model.ts';
import { heldValue, propertiesOf } from '../../notion/page-object.ts';
import type { SimulatedSlack } from '../../slack/server.ts';
import type { FaultName, SeenAssignment } from '../state.ts';

/** Somebody got a task of the board who is to be told of it. */
export interface Assignment {
  id: string;
  /** Milliseconds since 1970, on the run's clock. */
  at: number;
  pageId: string;
  /** Id of a member. */
  person: string;
  /** Of the webhook that tells of it. */
  eventId: string | undefined;
  /** What was switched on. */
  faults: ReadonlySet<FaultName>;
}

/** Where one can see what came of an assignment. */
export interface Witnesses {
  notion: {
    workspace: SimulatedConnection['workspace'];
    webhooks: Pick<SimulatedConnection['webhooks'], 'log'>;
  };
  slack: Pick<SimulatedSlack, 'messages'> | undefined;
}

const MOST_KEPT = 200;

/** Who got which task, and what was seen of it: counted where people would see it, not where Pagebell logs it. */
export class Assignments {
  readonly #witnesses: Witnesses;
  #all: Assignment[] = [];

  constructor(witnesses: Witnesses) {
    this.#witnesses = witnesses;
  }

  add(assignment: Omit<Assignment, 'id' | 'eventId'>): void {
    const eventId = this.#witnesses.notion.webhooks
      .log()
      .findLast(({ payload }) => payload.entity.id === assignment.pageId)?.payload.id;
    this.#all = [...this.#all.slice(1 - MOST_KEPT), { ...assignment, id: randomUUID(), eventId }];
  }

  /** What came of those that were made under a fault since some time; without those that were undone first. */
  seen(fault: FaultName, since: number): SeenAssignment[] {
    return this.#all.flatMap((assignment) => {
      if (assignment.at < since || !assignment.faults.has(fault)) return [];
      const seen = this.#see(assignment);
      return seen.comments === 0 && !this.#isAssigned(assignment) ? [] : [seen];
    });
  }

  #see(assignment: Assignment): SeenAssignment {
    const { id, at, pageId, person, eventId } = assignment;
    const { notion, slack } = this.#witnesses;
    const page = notion.workspace.page(pageId);
    const name = notion.workspace.member(person)?.name ?? 'Somebody who left';
    const until = this.#repeatedAt(assignment);
    const isOf = (time: number) => time >= at && time < until;
    const delivery = notion.webhooks.log().find(({ payload }) => payload.id === eventId);
    const comments = notion.workspace
      .comments(pageId)
      .filter((comment) => isOf(comment.createdAt) && isFor(comment, person, name));
    const bareId = pageId.replaceAll('-', '');
    const posts = slack
      ?.messages()
      .filter((post) => isOf(post.at) && post.text?.includes(bareId) && post.text.includes(name));
    return {
      id,
      page: (page && titleOf(page)) || 'Untitled',
      person: name,
      webhooks: delivery?.attempts.length ?? 0,
      comments: comments.length,
      slack: posts?.length,
    };
  }

  /** When the same person got the same task again (ms). */
  #repeatedAt({ at, pageId, person }: Assignment): number {
    const again = this.#all.find(
      (other) => other.at > at && other.pageId === pageId && other.person === person,
    );
    return again?.at ?? Number.POSITIVE_INFINITY;
  }

  #isAssigned({ pageId, person }: Assignment): boolean {
    const { workspace } = this.#witnesses.notion;
    const page = workspace.page(pageId);
    if (!page) return false;
    return propertiesOf(page, workspace).some((property) => {
      const value = heldValue(page, property);
      return value.type === 'people' && value.people.includes(person);
    });
  }
}

/** A group cannot be mentioned: it is named. */
function isFor({ text }: StoredComment, person: string, name: string): boolean {
  return text.some((part) => {
    if (part.type === 'mention' && part.mention.type === 'user') return part.mention.user.id === person;
    return part.type === 'text' && part.plain_text.includes(name);
  });
}
