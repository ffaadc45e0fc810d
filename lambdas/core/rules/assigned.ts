import { minuteOf } from '../minutes.ts';
import type { Assignee } from '../page-record.ts';
import { tellsOfAssignment } from '../sightings.ts';
import { isAssigned, type PeopleRule, type RuleInput } from './people-rule.ts';

/** Tells people that the page became theirs. */
export const assigned: PeopleRule = {
  name: 'assigned',
  affected: newlyAssigned,
  mayBeOld: (input) => !input.previous && !showsWhen(input),
  holds: (personId, state) => !state.isLeftOut && isAssigned(personId, state),
  opposite: 'unassigned',
};

function newlyAssigned({ previous, current, settings }: RuleInput): Assignee[] {
  if (!previous && settings.firstSight === 'silent') return [];
  return current.assignees.filter(
    ({ id, kind }) => !(previous && isAssigned(id, previous)) && kind !== 'bot',
  );
}

/** A page never seen before: was it just assigned, or has it been so for years? */
function showsWhen(input: RuleInput): boolean {
  const { sightings, assigneePropertyId, conditionIds, createdAt, baseline } = input;
  const propertyIds = [assigneePropertyId, ...conditionIds];
  if (sightings.some((sighting) => propertyIds.some((id) => tellsOfAssignment(sighting, id)))) return true;
  if (createdAt === undefined || baseline === undefined) return false;
  return minuteOf(createdAt) >= minuteOf(baseline);
}
