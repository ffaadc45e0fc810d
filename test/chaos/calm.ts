import { pageIdOf } from './cast.ts';
import type { Action, Schedule } from './schedule.ts';

const CALM = new Set<Action['kind']>([
  'toggle',
  'burst',
  'crowd',
  'trash',
  'due',
  'status',
  'leave out',
  'rename',
  'newer record',
  'broken record',
]);

/** Whether nothing, or nothing but another page, is in trouble, so that what is told of a page must be in time. */
export function isCalmFor(pageId: string, { steps, isSwept, callsPerMinute }: Schedule): boolean {
  if (callsPerMinute < 180 || steps.some(({ action }) => !CALM.has(action.kind))) return false;
  const troubled = steps.flatMap(({ action }) =>
    'minutes' in action && 'page' in action ? [pageIdOf(action.page + 1)] : [],
  );
  return isSwept ? troubled.length === 0 : !troubled.includes(pageId);
}
