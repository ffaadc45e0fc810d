import type { Assignee, Memory, Sighting } from '../page-record.ts';
import { SAFETY_MS, tellsOfAssignment } from '../sightings.ts';
import { idsOfWhose, type PeopleRule, type RuleInput, soleAuthor } from './people-rule.ts';

/** People to whom a reading told nothing of a change that is about them: they made it themselves, or it may be old. */
export type PassedOver = NonNullable<Memory['passedOver']>[number];

/** When a reading starts, and when the one before it did (ms). */
interface Times {
  startedAt: number;
  previousAt: number | undefined;
}

/** Notion combines the edits of a minute into one event, whose time may be that of the first. */
const COMBINED_MS = 60_000;
/** Notion repeats what was not acknowledged for about a day, and the queue keeps an event for 14. */
const REMEMBERED_MS = 15 * 24 * 60 * 60_000;

/**
 * Whom a rule tells of a reading, and whom it passes over. Events come in any order and number: who was passed over
 * is told should an event say that the change was another's.
 */
export function concernedBy(
  rule: PeopleRule,
  input: RuleInput,
  times: Times,
  known: readonly PassedOver[],
): { concerned: Assignee[]; passedOver: PassedOver[] } {
  const remembered = known.filter(
    ({ rule: name, readAt }) => name === rule.name && times.startedAt - readAt < REMEMBERED_MS,
  );
  const self = input.settings.notifySelf ? undefined : soleAuthor(input);
  const mayBeOld = rule.mayBeOld(input);
  const holding = rule.affected(input).filter(({ id }) => rule.holds(id, input.current));
  const isPassed = ({ id }: Assignee) => mayBeOld || id === self;
  const released = remembered
    .flatMap((entry) => entry.people.filter(({ id }) => isReleased(id, entry, input.sightings)))
    .filter(({ id }) => rule.holds(id, input.current));
  const concerned = [...holding.filter((person) => !isPassed(person)), ...released];

  const told = new Set(concerned.map(({ id }) => id));
  const stillPassed = remembered.flatMap((entry): PassedOver[] => {
    const people = entry.people.filter(({ id }) => !told.has(id) && rule.holds(id, input.current));
    return people.length > 0 ? [{ ...entry, people }] : [];
  });
  return {
    concerned,
    passedOver: [...stillPassed, ...newlyPassed(rule, input, times, holding.filter(isPassed))],
  };
}

function newlyPassed(
  rule: PeopleRule,
  input: RuleInput,
  { startedAt, previousAt }: Times,
  people: Assignee[],
): PassedOver[] {
  // Of what a sweep's row shows, no event is on its way.
  if (people.length === 0 || input.assigneePropertyId === undefined) return [];
  return [
    {
      rule: rule.name,
      people,
      propertyIds: idsOfWhose(input),
      readAt: startedAt,
      ...(previousAt !== undefined && { previousAt }),
      ...(rule.mayBeOld(input) && { mayBeOld: true }),
    },
  ];
}

/** Whether the event, though the page was read since, may say that somebody was passed over wrongly. */
export function mayRelease(sighting: Sighting, known: readonly PassedOver[] = []): boolean {
  return known.some((entry) => entry.people.some(({ id }) => isReleased(id, entry, [sighting])));
}

function isReleased(personId: string, entry: PassedOver, sightings: readonly Sighting[]): boolean {
  return sightings.some(
    (sighting) =>
      entry.propertyIds.some((id) => tellsOfAssignment(sighting, id)) &&
      isByAnother(sighting, personId, entry),
  );
}

/**
 * Whether the event may tell of another's edit of between the two readings. Of what may be old its time must say so:
 * who has had the page for years is not told because somebody joins them a moment later.
 */
function isByAnother(
  { authors, eventTime }: Sighting,
  personId: string,
  { readAt, previousAt = 0, mayBeOld }: PassedOver,
): boolean {
  const isTheirs = authors !== undefined && authors.length > 0 && authors.every((id) => id === personId);
  if (isTheirs) return false;
  if (eventTime === undefined) return !mayBeOld;
  if (mayBeOld) return eventTime < readAt;
  return eventTime >= previousAt - COMBINED_MS && eventTime <= readAt + SAFETY_MS;
}
