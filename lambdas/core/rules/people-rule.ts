import type { Assignee, ChangeRule, PageState, Sighting } from '../page-record.ts';
import { tellsOfAssignment } from '../sightings.ts';

export interface RuleSettings {
  firstSight: 'notify' | 'silent';
  notifySelf: boolean;
}

/** A page as it was and as it is, and why it was read. */
export interface RuleInput {
  /** Undefined: the page is seen for the first time. */
  previous: PageState | undefined;
  current: PageState;
  /** When the page was made (ms; Notion rounds down to the minute). */
  createdAt: number | undefined;
  /** Decoded; undefined where the page has no assignee property. */
  assigneePropertyId: string | undefined;
  /** Decoded: of properties that the conditions of its data source asked. */
  conditionIds: readonly string[];
  /** When Pagebell first saw the page's data source (ms); undefined for a page outside of any. */
  baseline: number | undefined;
  sightings: readonly Sighting[];
  settings: RuleSettings;
}

/** Tells people of a change that is about them. */
export interface PeopleRule {
  name: ChangeRule;
  /** Whom the change is about: people, and groups. */
  affected(input: RuleInput): Assignee[];
  /** Whether nobody knows when the change was: it may have been long ago. */
  mayBeOld(input: RuleInput): boolean;
  /** Whether what was to be told of somebody still holds: who waits to be told, and it does not, is not told. */
  holds(personId: string, state: PageState): boolean;
  /** The rule whose change undoes this one's: who was told of neither hears of neither. */
  opposite: ChangeRule;
}

/**
 * The one person who made every change that may have been this one: they know of their own. A page that was left out
 * may have become somebody's by an edit of what its conditions ask.
 */
export function soleAuthor(
  input: Pick<RuleInput, 'previous' | 'assigneePropertyId' | 'conditionIds' | 'sightings'>,
): string | undefined {
  const propertyIds = idsOfWhose(input);
  const authors = new Set<string>();
  for (const sighting of input.sightings) {
    if (![undefined, ...propertyIds].some((id) => tellsOfAssignment(sighting, id))) continue;
    if (!sighting.authors) return undefined;
    for (const author of sighting.authors) authors.add(author);
  }
  const [author, ...others] = authors;
  return others.length === 0 ? author : undefined;
}

/** Decoded ids of the properties of which an edit may change whose the page is. */
export function idsOfWhose({
  previous,
  assigneePropertyId,
  conditionIds,
}: Pick<RuleInput, 'previous' | 'assigneePropertyId' | 'conditionIds'>): string[] {
  const own = assigneePropertyId === undefined ? [] : [assigneePropertyId];
  return [...own, ...(previous?.isLeftOut ? conditionIds : [])];
}

export function isAssigned(personId: string, { assignees }: PageState): boolean {
  return assignees.some(({ id }) => id === personId);
}
