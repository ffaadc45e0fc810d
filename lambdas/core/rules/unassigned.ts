import type { Assignee } from '../page-record.ts';
import { isAssigned, type PeopleRule, type RuleInput } from './people-rule.ts';

/** Tells people that the page is no longer theirs. */
export const unassigned: PeopleRule = {
  name: 'unassigned',
  affected: newlyUnassigned,
  mayBeOld: () => false,
  holds: (personId, state) => !state.isLeftOut && !isAssigned(personId, state),
  opposite: 'assigned',
};

function newlyUnassigned({ previous, current }: RuleInput): Assignee[] {
  // A page that is left out is nobody's: nobody loses it by that, nor while it is so.
  if (current.isLeftOut || previous?.isLeftOut) return [];
  return (previous?.assignees ?? []).filter(({ id, kind }) => !isAssigned(id, current) && kind !== 'bot');
}
