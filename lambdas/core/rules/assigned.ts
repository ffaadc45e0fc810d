import { minuteOf } from '../minutes.ts';
import type { Assignee, PageState, Sighting } from '../page-record.ts';
import { tellsOfAssignment } from '../sightings.ts';

export interface AssignedSettings {
  firstSight: 'notify' | 'silent';
  notifySelf: boolean;
  /** Canonical ids of people who are never told. */
  mute: readonly string[];
}

export interface AssignedInput {
  /** Undefined: the page is seen for the first time. */
  previous: PageState | undefined;
  current: PageState;
  /** When the page was made (ms; Notion rounds down to the minute). */
  createdAt: number | undefined;
  /** Decoded; undefined where the page has no assignee property. */
  assigneePropertyId: string | undefined;
  /** When Pagebell first saw the page's data source (ms); undefined for a page outside of any. */
  baseline: number | undefined;
  sightings: readonly Sighting[];
  settings: AssignedSettings;
}

/** Who is to be told that the page became theirs. */
export function newlyAssigned(input: AssignedInput): Assignee[] {
  const { previous, current, settings } = input;
  if (!previous && !announcesFirstSight(input)) return [];
  const before = new Set(previous?.assignees.map(({ id }) => id));
  const muted = new Set(settings.mute);
  const self = settings.notifySelf ? undefined : soleAuthor(input);
  return current.assignees.filter(
    ({ id, kind }) => !before.has(id) && kind !== 'bot' && !muted.has(id) && id !== self,
  );
}

/** A page never seen before: was it just assigned, or has it been so for years? */
function announcesFirstSight(input: AssignedInput): boolean {
  const { settings, sightings, assigneePropertyId, createdAt, baseline } = input;
  if (settings.firstSight === 'silent') return false;
  if (sightings.some((sighting) => tellsOfAssignment(sighting, assigneePropertyId))) return true;
  if (createdAt === undefined || baseline === undefined) return false;
  return minuteOf(createdAt) >= minuteOf(baseline);
}

/** The one person who made every change that may have been the assignment: they know of their own. */
function soleAuthor({ sightings, assigneePropertyId }: AssignedInput): string | undefined {
  const authors = new Set<string>();
  for (const sighting of sightings) {
    if (!tellsOfAssignment(sighting, assigneePropertyId)) continue;
    if (!sighting.authors) return undefined;
    for (const author of sighting.authors) authors.add(author);
  }
  const [author, ...others] = authors;
  return others.length === 0 ? author : undefined;
}
