import { isSameValue } from './same-value.ts';
import type { KnownSide, MirrorValue, Values } from './side-schema.ts';

export type SideValues = Pick<KnownSide, 'values' | 'changedAt'>;

export interface Reconciled {
  /** What the `to` side must take from the other, and the other way round. */
  toTo: Record<string, MirrorValue>;
  toFrom: Record<string, MirrorValue>;
  /** In what both are the same, whatever was agreed before. */
  agreed: Record<string, MirrorValue>;
  /** Both sides moved, to different values. */
  conflicts: { property: string; winner: Side }[];
}

export type Side = 'from' | 'to';

/**
 * What has to move for both sides to be equal. It goes by values: who has left what was agreed gives its value
 * to the other. Times only decide between two who have both left it: the later edit wins, and `from` where
 * they are of one minute. Where nothing was agreed yet, `from` wins.
 *
 * @param base what was agreed last
 * @param both whether the `from` side takes anything at all
 */
export function reconcile(base: Values, from: SideValues, to: SideValues, both: boolean): Reconciled {
  const result: Reconciled = { toTo: {}, toFrom: {}, agreed: {}, conflicts: [] };
  for (const [property, wanted] of Object.entries(from.values)) {
    const there = to.values[property];
    if (there === undefined || isSameValue(wanted, there)) {
      if (there !== undefined) result.agreed[property] = there;
      continue;
    }
    const agreed = base[property];
    const hasMoved = (value: MirrorValue) => agreed === undefined || !isSameValue(value, agreed);
    if (!hasMoved(wanted)) {
      if (both) result.toFrom[property] = there;
      continue;
    }
    const isConflict = agreed !== undefined && hasMoved(there);
    const winner: Side = both && isConflict && isLater(to, from, property) ? 'to' : 'from';
    if (isConflict) result.conflicts.push({ property, winner });
    if (winner === 'from') result.toTo[property] = wanted;
    else result.toFrom[property] = there;
  }
  return result;
}

function isLater(one: SideValues, other: SideValues, property: string): boolean {
  return (one.changedAt[property] ?? 0) > (other.changedAt[property] ?? 0);
}
