import type { Assignee, ChangeRule, Sighting } from '../page-record.ts';
import { tellsOfEditOfAny } from '../sightings.ts';
import { mayBeOf, type PeopleRule, type RuleInput, soleAuthor } from './people-rule.ts';

/** People to whom a reading told nothing of a change that is about them: they made it themselves, or it may be old. */
export interface PassedOver {
  rule: ChangeRule;
  people: Assignee[];
  /** When that reading started, and the one before it (ms); absent at the first sight of the page. */
  readAt: number;
  from?: number | undefined;
  /** Nobody knew when the change was. Otherwise they were taken for its author. */
  mayBeOld?: boolean | undefined;
  /** The page was left out until then: it became theirs by an edit of what its conditions ask, or of its assignees. */
  wasLeftOut?: boolean | undefined;
}

/** When a reading starts, and when the one before it did (ms). */
interface Times {
  startedAt: number;
  previousAt: number | undefined;
}

/** Notion combines the edits of a minute into one event, which bears one time. */
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
  { startedAt, previousAt: from }: Times,
  known: readonly PassedOver[],
): { concerned: Assignee[]; passedOver: PassedOver[] } {
  const { current, sightings, settings } = input;
  const affected = rule.affected(input);
  const self = settings.notifySelf ? undefined : soleAuthor(input);
  const mayBeOld = rule.mayBeOld(input);
  const passing = affected.filter(({ id }) => (mayBeOld || id === self) && rule.holds(id, current));

  const before = known.filter((each) => each.rule === rule.name && startedAt - each.readAt < REMEMBERED_MS);
  const isReleased = ({ id }: Assignee, entry: PassedOver) =>
    sightings.some(
      (sighting) => mayBeOf(sighting, input, entry.wasLeftOut) && isByAnother(sighting, id, entry),
    );
  const released = before.flatMap((entry) => entry.people.filter((person) => isReleased(person, entry)));
  const told = affected.filter(({ id }) => !mayBeOld && id !== self);
  const concerned = [...told, ...released].filter(({ id }) => rule.holds(id, current));

  const isToBeTold = new Set(concerned.map(({ id }) => id));
  const staying = before.flatMap((entry): PassedOver[] => {
    const people = entry.people.filter(({ id }) => !isToBeTold.has(id) && rule.holds(id, current));
    return people.length > 0 ? [{ ...entry, people }] : [];
  });
  // Of what a sweep's row shows, no event is on its way.
  const isRead = input.assigneePropertyId !== undefined;
  const added: PassedOver[] =
    isRead && passing.length > 0
      ? [
          {
            rule: rule.name,
            people: passing,
            readAt: startedAt,
            ...(from !== undefined && { from }),
            ...(mayBeOld && { mayBeOld }),
            ...(input.previous?.isLeftOut && { wasLeftOut: true }),
          },
        ]
      : [];
  return { concerned, passedOver: [...staying, ...added] };
}

/** Whether the event, though the page was read since, may say that somebody was passed over wrongly. */
export function mayRelease(sighting: Sighting, known: readonly PassedOver[] = []): boolean {
  if (!tellsOfEditOfAny(sighting)) return false;
  return known.some((entry) => entry.people.some(({ id }) => isByAnother(sighting, id, entry)));
}

/**
 * Whether the event may tell of another's edit of between the two readings. Of what may be old its time must say so:
 * who has had the page for years is not told because somebody joins them a moment later.
 */
function isByAnother(
  { authors, eventTime }: Sighting,
  personId: string,
  { readAt, from = 0, mayBeOld }: Pick<PassedOver, 'readAt' | 'from' | 'mayBeOld'>,
): boolean {
  const isTheirs = authors !== undefined && authors.length > 0 && authors.every((id) => id === personId);
  if (isTheirs) return false;
  if (eventTime === undefined) return true;
  if (mayBeOld) return eventTime < readAt;
  return eventTime >= from - COMBINED_MS && eventTime <= readAt + COMBINED_MS;
}
