import { isCalmFor } from './calm.ts';
import { nameOf, pageName } from './cast.ts';
import { isMuted } from './setup.ts';
import type { Assignment } from './truth.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
/** From the webhook to the comment, beside another page that is in trouble. */
const MOST_MS = 100_000;
/**
 * One interval and eight minutes, and some seconds for the calls themselves; if nobody edits the page again,
 * since a sweep finds a page by its last edit.
 */
const MOST_SWEPT_MS = (15 + 8) * MINUTE + 30_000;

/** What was announced too late although nothing, or nothing but another page, was in trouble. */
export function delays({ truth, notion, setup, schedule }: World): string[] {
  return truth.assignments.flatMap((assignment) => {
    const { pageId, personId, from, toldAt } = assignment;
    const inTime = toldAt === undefined ? from + MOST_SWEPT_MS : toldAt + MOST_MS;
    const isDue =
      !assignment.isOld &&
      isCalmFor(pageId, schedule) &&
      !truth.wasHidden(pageId) &&
      truth.duty(pageId, personId) === 'must' &&
      !isMuted(setup, personId, 'comment') &&
      assignment.until > inTime &&
      isFirst(assignment, truth.assignments) &&
      (toldAt !== undefined || !truth.isEditedWithin(pageId, from, inTime));
    const isAnnounced = notion.comments.some(
      (comment) =>
        comment.pageId === pageId &&
        comment.rule === 'assigned' &&
        comment.people.includes(personId) &&
        comment.at >= from &&
        comment.at <= inTime,
    );
    const name = `${nameOf(personId)} of ${pageName(pageId)}`;
    return isDue && !isAnnounced ? [`told ${name} later than ${(inTime - from) / 1000} s after`] : [];
  });
}

/** After an earlier one, Pagebell need not have seen that they were not assigned in between. */
function isFirst({ pageId, personId, from }: Assignment, all: readonly Assignment[]): boolean {
  return !all.some((one) => one.pageId === pageId && one.personId === personId && one.from < from);
}
