import { minuteOf } from '../minutes.ts';
import type { Assignee } from '../page-record.ts';
import { tellsOfAssignment } from '../sightings.ts';
import { isAssigned, type PeopleRule, type RuleInput, soleAuthor } from './people-rule.ts';

/** Tells people that the page became theirs. */
export const assigned: PeopleRule = {
  name: 'assigned',
  concerned: newlyAssigned,
  holds: (personId, state) => !state.isLeftOut && isAssigned(personId, state),
  opposite: 'unassigned',
};

function newlyAssigned(input: RuleInput): Assignee[] {
  const { previous, current, settings } = input;
  if (!previous && !announcesFirstSight(input)) return [];
  const self = settings.notifySelf ? undefined : soleAuthor(input);
  return current.assignees.filter(
    ({ id, kind }) => !(previous && isAssigned(id, previous)) && kind !== 'bot' && id !== self,
  );
}

/** A page never seen before: was it just assigned, or has it been so for years? */
function announcesFirstSight(input: RuleInput): boolean {
  const { settings, sightings, assigneePropertyId, conditionIds, createdAt, baseline } = input;
  if (settings.firstSight === 'silent') return false;
  const propertyIds = [assigneePropertyId, ...conditionIds];
  if (sightings.some((sighting) => propertyIds.some((id) => tellsOfAssignment(sighting, id)))) return true;
  if (createdAt === undefined || baseline === undefined) return false;
  return minuteOf(createdAt) >= minuteOf(baseline);
}
