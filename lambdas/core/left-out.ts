import type { Notice, PageState } from './page-record.ts';
import { idsIn } from './pending-notices.ts';
import { isAssigned } from './rules/people-rule.ts';
import { forgetAssignees } from './untold.ts';

/**
 * A page that the conditions of its data source leave out, as it is remembered: nobody is told of it, and whose
 * it becomes meanwhile is not among its assignees. Who was told of it before and still has it is: they are not
 * told again when it comes back.
 *
 * @param taken notices that are taken back: of being assigned, whom nothing else told of it, and of having lost it
 */
export function leftOut(
  current: PageState,
  previous: PageState | undefined,
  taken: readonly Notice[],
): PageState {
  const before = forgetAssignees(previous, taken);
  // Who was never told that they lost it takes it for theirs.
  const losing = idsIn(taken.filter(({ rule }) => rule === 'unassigned'));
  const assignees = current.assignees.filter(
    ({ id }) => before !== undefined && (isAssigned(id, before) || losing.has(id)),
  );
  return { ...current, assignees, isLeftOut: true };
}
