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
/** A digest waits for the end of its minute, and for the timer. */
const DIGEST_MS = 2 * MINUTE + 30_000;

interface Told {
  rule: string;
  pageId: string;
  people: readonly string[];
  at: number;
}

/** What was announced too late although nothing, or nothing but another page, was in trouble. */
export function delays(world: World): string[] {
  const { notion, slack, setup } = world;
  const posted = slack.sent.all.filter(({ channel }) => channel === 'slack');
  return [
    ...delaysIn('comment', notion.comments, 0, world),
    ...(setup.hasQuietHours ? [] : delaysIn('slack', posted, DIGEST_MS, world)),
  ];
}

function delaysIn(
  channel: 'comment' | 'slack',
  told: readonly Told[],
  moreMs: number,
  { truth, setup, schedule }: World,
): string[] {
  return truth.assignments.flatMap((assignment) => {
    const { pageId, personId, from, toldAt } = assignment;
    const inTime = moreMs + (toldAt === undefined ? from + MOST_SWEPT_MS : toldAt + MOST_MS);
    const isDue =
      !assignment.isOld &&
      isCalmFor(pageId, schedule) &&
      !truth.wasHidden(pageId) &&
      truth.duty(pageId, personId) === 'must' &&
      !isMuted(setup, personId, channel) &&
      assignment.until > inTime &&
      isFirst(assignment, truth.assignments) &&
      (toldAt !== undefined || !truth.isEditedWithin(pageId, from, inTime));
    const isAnnounced = told.some(
      (one) =>
        one.pageId === pageId &&
        one.rule === 'assigned' &&
        one.people.includes(personId) &&
        one.at >= from &&
        one.at <= inTime,
    );
    const name = `${nameOf(personId)} of ${pageName(pageId)} (${channel})`;
    return isDue && !isAnnounced ? [`told ${name} later than ${(inTime - from) / 1000} s after`] : [];
  });
}

/** After an earlier one, Pagebell need not have seen that they were not assigned in between. */
function isFirst({ pageId, personId, from }: Assignment, all: readonly Assignment[]): boolean {
  return !all.some((one) => one.pageId === pageId && one.personId === personId && one.from < from);
}
