import { decodeJob } from '../../lambdas/core/envelope.ts';
import { canonicalId } from '../../lambdas/core/ids.ts';
import { PAGES, pageIdOf } from './cast.ts';
import { addressOf } from './deliverables.ts';
import { isOverThere } from './mirror-judge.ts';
import type { World } from './world.ts';

const TAKE_OVER = /-take-over-[0-9a-f]+-([0-9a-f]{32})$/;
const HAND_OVER = /-hand-over-/;

/**
 * Whether what a page owes a mirror may stay an operator's: its side, or the other one, is in the trash, or another
 * page is mirrored there.
 */
export function mayStayOwed(pageId: string, entryId: string, world: World): boolean {
  const there = canonicalId(TAKE_OVER.exec(entryId)?.[1] ?? '');
  if (there !== undefined) {
    const isTaken = isOverThere(pageId) && othersAt(pageId, there, world).length > 0;
    return isTaken || isUnseen(pageId, world) || isUnseen(there, world);
  }
  return HAND_OVER.test(entryId) && [pageId, ...linkedFrom(pageId, world)].some((id) => isUnseen(id, world));
}

/** The same of a message in the dead-letter queue. */
export function isOfHopeless(body: string, world: World): boolean {
  const decoded = decodeJob(body);
  if (decoded.kind !== 'job' || decoded.job.kind !== 'retry') return false;
  const { notices, pageId } = decoded.job;
  return notices.every((id) => mayStayOwed(pageId, id, world));
}

/** Pages, other than one, that a page over there may go with. One in the trash of which nobody told Pagebell stays. */
export function othersAt(there: string, pageId: string, { notion, truth }: World): string[] {
  return Array.from({ length: PAGES }, (_, index) => pageIdOf(index + 1)).filter((other) => {
    const page = notion.pages.get(other);
    if (!page || other === pageId || page.link !== addressOf(there)) return false;
    return !page.inTrash || truth.isSilentlyTrashed(other);
  });
}

function linkedFrom(pageId: string, { notion, client }: World): string[] {
  const link = notion.pages.get(pageId)?.link;
  return [...(client?.notion.pages.keys() ?? [])].filter((there) => link === addressOf(there));
}

function isUnseen(pageId: string, { notion, client }: World): boolean {
  return [notion, client?.notion].some((side) => side?.pages.get(pageId)?.inTrash);
}
