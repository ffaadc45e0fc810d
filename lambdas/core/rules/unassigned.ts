import type { Assignee } from '../page-record.ts';
import { isAssigned, type PeopleRule, type RuleInput, soleAuthor } from './people-rule.ts';

/** Tells people that the page is no longer theirs. */
export const unassigned: PeopleRule = {
  name: 'unassigned',
  concerned: newlyUnassigned,
  holds: (personId, state) => !state.isLeftOut && !isAssigned(personId, state),
  opposite: 'assigned',
};

function newlyUnassigned(input: RuleInput): Assignee[] {
  const { previous, current, settings } = input;
  // A page that is left out is nobody's: nobody loses it by that, nor while it is so.
  if (current.isLeftOut || previous?.isLeftOut) return [];
  const self = settings.notifySelf ? undefined : soleAuthor(input);
  return (previous?.assignees ?? []).filter(
    ({ id, kind }) => !isAssigned(id, current) && kind !== 'bot' && id !== self,
  );
}
