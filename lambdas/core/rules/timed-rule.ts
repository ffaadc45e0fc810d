import { minuteOf } from '../minutes.ts';
import type { Assignee, Memory, PageState, Place, Sighting, Subject } from '../page-record.ts';
import { isBirth, namesEdit, tellsOfEdit } from '../sightings.ts';
import type { Watch } from '../watch.ts';
import { isAssigned } from './people-rule.ts';

/** A page as it is, and what a rule that tells in its time remembers of it. */
export interface TimedInput {
  /** Undefined: the page is seen for the first time. */
  previous: PageState | undefined;
  current: PageState;
  memory: Memory | undefined;
  watch: Watch;
  /** When the reading started (ms). */
  startedAt: number;
  createdAt: number | undefined;
  baseline: number | undefined;
  sightings: readonly Sighting[];
  /** Decoded: of properties that the conditions of its data source asked. */
  conditionIds: readonly string[];
  /** Names of people who are not assignees. */
  people: readonly Assignee[];
  /** Milliseconds. */
  now: number;
}

export interface TimedPlan {
  /** What is to be told now; of each in one notice a channel. */
  telling: Subject[];
  /** Whether what has not been told yet still is to be. */
  isCurrent(subject: Subject): boolean;
  /** Whom a subject is for. */
  audience(subject: Subject): readonly Assignee[];
  /** Where it is told besides, to nobody in particular. */
  places(subject: Subject): readonly Place[];
  /** Who joins what waits to be told of a subject. */
  joining(subject: Subject): readonly Assignee[];
  /** When the page is to be looked at again (ms). */
  wakeAt: number | undefined;
}

/** Of a page that is no concern of the rule. */
export const NOTHING: TimedPlan = {
  telling: [],
  isCurrent: () => false,
  audience: () => [],
  places: () => [],
  joining: () => [],
  wakeAt: undefined,
};

/** Whose the page has become since it was last read. */
export function joiningOf({ previous, current }: TimedInput): Assignee[] {
  return current.assignees.filter(({ id }) => !previous || !isAssigned(id, previous));
}

/** In which status the page was; undefined where nothing asked, or asked another property by then. */
export function statusBefore({ previous, current }: TimedInput): PageState['status'] {
  const { status, statusPropertyId = current.statusPropertyId } = previous ?? {};
  return statusPropertyId === current.statusPropertyId ? status : undefined;
}

/**
 * Whether the page may have come into its status just now, and not long before it was looked at. One that was in it
 * already has come back since only if an event says so. That it is young counts at the first look alone: of what is
 * asked for later nobody knows since when it is so.
 */
export function mayHaveChangedNow(input: TimedInput): boolean {
  const { previous, current, sightings, conditionIds, createdAt, baseline } = input;
  const { status, statusPropertyId } = current;
  if (status !== undefined && statusBefore(input) === status)
    return sightings.some((sighting) => namesEdit(sighting, statusPropertyId));
  const propertyIds = [statusPropertyId, ...conditionIds];
  const isTold = sightings.some(
    (sighting) => isBirth(sighting) || propertyIds.some((id) => tellsOfEdit(sighting, id)),
  );
  if (isTold) return true;
  if (previous || createdAt === undefined || baseline === undefined) return false;
  return minuteOf(createdAt) >= minuteOf(baseline);
}
