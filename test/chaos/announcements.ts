import type { Channel } from '../../lambdas/core/page-record.ts';
import type { Announcement } from './announcement.ts';
import { nameOf, pageName } from './cast.ts';
import type { Knowledge } from './knowledge.ts';
import type { Assignment, Truth } from './truth.ts';

interface Case {
  pageId: string;
  channel: Channel;
  announcements: readonly Announcement[];
  truth: Truth;
  knowledge: Knowledge;
  /** Whether it is configured to tell who was taken off. */
  tellsUnassigned: boolean;
  /** Whether they need not have been told: it was given up, or there is no way to them. */
  isExcused(personId: string): boolean;
}

/** Compares what was announced of one page with who was assigned to it. */
export function judgePage(about: Case): string[] {
  const { pageId, truth } = about;
  const announced = about.announcements.filter((one) => one.pageId === pageId);
  const assignments = truth.assignments.filter((one) => one.pageId === pageId);
  const people = new Set([...announced, ...assignments].map(({ personId }) => personId));
  return [...people].flatMap((personId) => {
    const heard = announced.filter((one) => one.personId === personId);
    const welcomes = heard.filter(({ rule }) => rule === 'assigned');
    const farewells = heard.filter(({ rule }) => rule === 'unassigned');
    const theirs = assignments.filter((one) => one.personId === personId);
    return [
      ...superfluous(about, personId, welcomes, theirs),
      ...needlessFarewells(about, personId, farewells, theirs),
      ...(about.tellsUnassigned
        ? untrue(about, personId, { welcomes, farewells }, theirs)
        : missing(about, personId, welcomes, theirs)),
    ];
  });
}

/** At any time nobody was told more often than they had been assigned anew. */
function superfluous(
  { pageId, channel, truth }: Case,
  personId: string,
  announced: readonly Announcement[],
  assignments: readonly Assignment[],
): string[] {
  const who = `${nameOf(personId)} of ${pageName(pageId)} (${channel})`;
  if (truth.duty(pageId, personId) === 'must not') {
    return announced.length > 0 ? [`told ${who}, who made every edit of it themselves`] : [];
  }
  // Whom only a message had reached when the page went to the trash hears again when it comes back.
  const isForgotten = channel !== 'comment' && truth.wasHidden(pageId);
  const counted = announced.filter(({ mayRepeat }) => !mayRepeat && !isForgotten);
  for (const [index, { at }] of counted.entries()) {
    const assigned = assignments.filter(({ isOld, from }) => !isOld && from <= at).length;
    if (assigned === 0) return [`told ${who}, who was not newly assigned`];
    if (index + 1 > assigned) return [`told ${who} ${index + 1} times for ${assigned} assignments`];
  }
  const neverAssigned = announced.some(
    ({ at }) => !assignments.some(({ isOld, from }) => !isOld && from <= at),
  );
  return neverAssigned ? [`told ${who}, who was not newly assigned`] : [];
}

/** At any time nobody was told more often that a page is no longer theirs than it had ceased to be. */
function needlessFarewells(
  { pageId, channel, tellsUnassigned }: Case,
  personId: string,
  farewells: readonly Announcement[],
  assignments: readonly Assignment[],
): string[] {
  const who = `${nameOf(personId)} that ${pageName(pageId)} is no longer theirs (${channel})`;
  if (!tellsUnassigned) return farewells.length > 0 ? [`told ${who}, against the configuration`] : [];
  for (const [index, { at }] of farewells.filter(({ mayRepeat }) => !mayRepeat).entries()) {
    const ended = assignments.filter(({ until }) => until <= at).length;
    if (index + 1 > ended) return [`told ${who} ${index + 1} times for ${ended} removals`];
  }
  return [];
}

/**
 * What somebody heard last is true: with both rules, who came back before the removal was told hears of neither.
 * Not judged where Pagebell cannot know what they heard, or may leave out what they did themselves.
 */
function untrue(
  about: Case,
  personId: string,
  { welcomes, farewells }: { welcomes: readonly Announcement[]; farewells: readonly Announcement[] },
  assignments: readonly Assignment[],
): string[] {
  const { pageId, channel, truth, isExcused } = about;
  const last = assignments.at(-1);
  const isUncertain =
    truth.duty(pageId, personId) !== 'must' ||
    truth.wasHidden(pageId) ||
    isExcused(personId) ||
    [...welcomes, ...farewells].some(({ mayRepeat }) => mayRepeat);
  if (!last || isUncertain) return [];
  const isWelcomed = last.isOld || welcomes.some(({ at }) => at >= last.from);
  if (last.until !== Number.POSITIVE_INFINITY) {
    const isTold = farewells.some(({ at }) => at >= last.until);
    if (!isWelcomed || isTold) return [];
    return [`never told ${nameOf(personId)} that ${pageName(pageId)} is no longer theirs (${channel})`];
  }
  if (farewells.length === 0) return missing(about, personId, welcomes, assignments.slice(0, 1));
  // Who left and came back unseen since they were last told is told nothing.
  const lastFarewell = Math.max(...farewells.map(({ at }) => at));
  if (isWelcomed || welcomes.some(({ at }) => at > lastFarewell)) return [];
  return [`never told ${nameOf(personId)} that ${pageName(pageId)} is theirs again (${channel})`];
}

/** Whoever is assigned now was told of it. */
function missing(
  about: Case,
  personId: string,
  announced: readonly Announcement[],
  assignments: readonly Assignment[],
): string[] {
  const { pageId, channel, truth, isExcused } = about;
  const last = assignments.at(-1);
  const isStanding = truth.standing(pageId).some((one) => one.personId === personId);
  const mustKnow = truth.duty(pageId, personId) === 'must' || truth.isAssignedByOthers(pageId, personId);
  if (!last || !isStanding || !mustKnow) return [];
  // What another channel still owed when the page went to the trash is dropped, for who has their comment knows.
  if (channel !== 'comment' && truth.wasHidden(pageId)) return [];
  const since = sinceWhen(about, assignments);
  if (since === undefined || announced.some(({ at }) => at >= since) || isExcused(personId)) return [];
  return [`never told ${nameOf(personId)} of ${pageName(pageId)} (${channel})`];
}

/**
 * The time from which they must have been told (ms): the beginning of their last assignment, or of an earlier
 * one, if Pagebell cannot have seen that they were not assigned in between. Undefined, if for all that it
 * could see, they always were.
 */
function sinceWhen({ pageId, knowledge }: Case, assignments: readonly Assignment[]): number | undefined {
  for (let index = assignments.length - 1; index >= 0; index--) {
    const assignment = assignments[index];
    const before = assignments[index - 1];
    if (!assignment || assignment.isOld) return undefined;
    if (!before) return assignment.from;
    if (knowledge.sawAbsent(pageId, assignment.personId, before.until, assignment.from))
      return assignment.from;
  }
  return undefined;
}
