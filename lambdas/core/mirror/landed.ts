import { isSameValue } from './same-value.ts';
import type { KnownSide, Values } from './side-schema.ts';

/**
 * What was agreed, where a side shows what Pagebell may have written there: that. The write was done, though
 * its answer was lost, and is no edit of the side's own.
 */
export function withLanded(base: Values, here: SideWritten, there: SideWritten): Values {
  return { ...base, ...landed(here), ...landed(there) };
}

type SideWritten = Pick<KnownSide, 'values' | 'writing'>;

/** Of what may have been written, what is there. */
export function landed({ values, writing = {} }: SideWritten): Values {
  return Object.fromEntries(
    Object.entries(writing).filter(([property, value]) => isSameValue(values[property], value)),
  );
}
