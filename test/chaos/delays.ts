import { nameOf, pageIdOf, pageName } from './cast.ts';
import type { Action, Schedule } from './schedule.ts';
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
const CALM = new Set<Action['kind']>([
  'toggle',
  'burst',
  'crowd',
  'trash',
  'rename',
  'newer record',
  'broken record',
]);

/** What was announced too late although nothing, or nothing but another page, was in trouble. */
export function delays({ truth, notion }: World, schedule: Schedule): string[] {
  const { steps, isSwept, callsPerMinute } = schedule;
  if (callsPerMinute < 180 || steps.some(({ action }) => !CALM.has(action.kind))) return [];
  const troubled = new Set(
    steps.flatMap(({ action }) =>
      'minutes' in action && 'page' in action ? [pageIdOf(action.page + 1)] : [],
    ),
  );
  if (isSwept && troubled.size > 0) return [];
  return truth.assignments.flatMap((assignment) => {
    const { pageId, personId, from, toldAt } = assignment;
    const inTime = toldAt === undefined ? from + MOST_SWEPT_MS : toldAt + MOST_MS;
    const isDue =
      !assignment.isOld &&
      !troubled.has(pageId) &&
      !truth.wasTrashed(pageId) &&
      truth.duty(pageId, personId) === 'must' &&
      assignment.until > inTime &&
      isFirst(assignment, truth.assignments) &&
      (toldAt !== undefined || !truth.isEditedWithin(pageId, from, inTime));
    const isAnnounced = notion.comments.some(
      (comment) =>
        comment.pageId === pageId &&
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
