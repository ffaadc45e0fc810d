import type { Notice, PageState } from './page-record.ts';
import { isAssigned } from './rules/people-rule.ts';
import { forgetAssignees } from './untold.ts';

/**
 * A page that the conditions of its data source leave out, as it is remembered: nobody is told of it, and whose
 * it becomes meanwhile is not among its assignees. Who was told of it before and still has it is: they are not
 * told again when it comes back.
 *
 * @param untold notices that are taken back
 */
export function leftOut(
  current: PageState,
  previous: PageState | undefined,
  untold: readonly Notice[],
): PageState {
  const before = forgetAssignees(previous, untold);
  const assignees = current.assignees.filter(({ id }) => before !== undefined && isAssigned(id, before));
  return { ...current, assignees, isLeftOut: true };
}
