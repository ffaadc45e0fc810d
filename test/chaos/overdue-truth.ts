import { endOf, localDayOf } from './local-days.ts';
import type { Truth } from './truth.ts';

/** The days on which a page that was overdue was due, at each moment at which that changed in a time; undefined: it was not. */
export function overdueDays(
  truth: Truth,
  pageId: string,
  from: number,
  until: number,
): (string | undefined)[] {
  const stretches = truth.values.of(pageId);
  const moves = truth.movesOf(pageId);
  const midnights: number[] = [];
  for (let time = endOf(localDayOf(from)); time <= until; time = endOf(localDayOf(time)))
    midnights.push(time);
  const changes = [...stretches.map((one) => one.from), ...moves.map(({ at }) => at), ...midnights];
  const moments = [from, ...changes.filter((time) => time > from && time <= until)];
  return moments.map((at) => {
    const { due, status, isLeftOut } = truth.values.at(pageId, at);
    const isInTrash = moves.findLast((move) => move.at <= at)?.isIn ?? false;
    const isOverdue =
      due !== undefined && due < localDayOf(at) && status !== 'Done' && !isLeftOut && !isInTrash;
    return isOverdue ? due : undefined;
  });
}
