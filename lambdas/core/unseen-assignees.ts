import type { Ownerless } from './notion-page.ts';
import type { PageState } from './page-record.ts';

/**
 * A page of which no property tells whose it is, as it is remembered: its property may have been renamed, and be
 * named again tomorrow. Until then nobody has lost it, and nobody got it.
 *
 * @param current its assignees tell nothing
 * @param ownerless of a page without any people property it is known that it is nobody's
 */
export function withUnseenAssignees(
  current: PageState,
  ownerless: Ownerless,
  previous: PageState | undefined,
): PageState {
  const isKnown = previous ? stateToCompare(previous) !== undefined : ownerless === 'none';
  const unseenAssignees = isKnown ? 'kept' : 'unknown';
  return { ...current, assignees: previous?.assignees ?? [], unseenAssignees };
}

/** What its assignees are compared with: nothing where nobody knows whose it was. */
export function stateToCompare(previous: PageState | undefined): PageState | undefined {
  return previous?.unseenAssignees === 'unknown' ? undefined : previous;
}
