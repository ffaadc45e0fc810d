import type { Notice, PageState } from './page-record.ts';
import { isAssigned } from './rules/people-rule.ts';

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
  const before = forgetUntold(previous, untold).state;
  const assignees = current.assignees.filter(({ id }) => before !== undefined && isAssigned(id, before));
  return { ...current, assignees, isLeftOut: true };
}

/** The state without the people of notices of assignment that were never sent. */
export function forgetUntold(
  state: PageState | undefined,
  unsent: readonly Notice[],
): { state?: PageState | undefined } {
  const notices = unsent.filter(({ rule }) => rule === 'assigned');
  if (!state || notices.length === 0) return { state };
  const untold = new Set(notices.flatMap(({ people }) => people.map(({ id }) => id)));
  return { state: { ...state, assignees: state.assignees.filter(({ id }) => !untold.has(id)) } };
}
