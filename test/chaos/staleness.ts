import type { Announcement } from './announcement.ts';
import { nameOf, pageName } from './cast.ts';
import { isSo, type KnownState } from './knowledge.ts';

/**
 * How long what was claimed may still be told (ms), though somebody else has read by now that it is not so: until
 * the last call of the claim's invocation, and the latest time at which that may show an effect.
 */
export const CLAIM_MS = 150_000;

/** What was told though Pagebell had known for long that it is not so. */
export function outdated(announcements: readonly Announcement[], reads: readonly KnownState[]): string[] {
  return announcements.flatMap((one) => {
    const { rule, personId, pageId, channel, at } = one;
    const before = reads.filter(({ storedAt }) => storedAt <= at);
    const current = before.filter(({ storedAt }, index) => {
      const replacedAt = before[index + 1]?.storedAt ?? Number.POSITIVE_INFINITY;
      return replacedAt > at - CLAIM_MS && storedAt <= at;
    });
    if (current.length === 0 || current.some((state) => isSo(one, state))) return [];
    const what = `${nameOf(personId)} of ${pageName(pageId)} (${rule}, ${channel})`;
    return [`told ${what} what it knew for long is not so`];
  });
}
