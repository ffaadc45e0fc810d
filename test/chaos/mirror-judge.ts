import { pageName } from './cast.ts';
import type { Status } from './page-values.ts';

/** The product wrote into a page. */
export interface MirrorWrite {
  pageId: string;
  at: number;
}

/** What a page shows of what is mirrored, by the names on the side that links. */
export interface Mirrored {
  status: Status;
  points: number | null;
}

/** A page, and the one that it links to. */
export interface MirrorCase {
  pageId: string;
  isBoth: boolean;
  here: Mirrored;
  /** What the page that it links to shows; undefined: it goes with none, or one of the two is in the trash. */
  there: Mirrored | undefined;
  /** Nothing waits for an operator, nor was anything lost that they were told of. */
  isSound: boolean;
  /** People edited the page over there. */
  isEditedThere: boolean;
  /** What people gave last to it and to the one that it links to, and ever to others that links led to and from. */
  given: readonly Mirrored[];
}

/** Pages that links ever led from and to. */
export interface LinkedCase {
  pages: ReadonlySet<string>;
  isBoth: boolean;
  /** Into these pages. */
  writes: readonly MirrorWrite[];
  /** Edits that may have to be written to the other side, with the first sight of the links. */
  edits: number;
  /** Writes whose end Pagebell could not know, and may repeat. */
  mayRepeat: number;
}

/**
 * A mirror that has come to rest is equal on both sides, and what both show was not overwritten by those who gave it.
 * What is edited over there stays, where nothing comes back.
 */
export function judgeMirror(one: MirrorCase): string[] {
  const { pageId, isBoth, here, there, isSound, isEditedThere, given } = one;
  if (!there || !isSound || (!isBoth && isEditedThere)) return [];
  const isEqual = here.status === there.status && here.points === there.points;
  const shown = [here, there].map(({ status, points }) => `${status} and ${points}`);
  if (!isEqual) return [`${pageName(pageId)} shows ${shown.join(', what it links to ')}`];
  const isGiven =
    given.some(({ status }) => status === here.status) && given.some(({ points }) => points === here.points);
  return isGiven ? [] : [`${pageName(pageId)} shows ${shown[0]}, which nobody gave it last`];
}

/** Each edit is written to the other side once at most. */
export function judgeWrites({ pages, isBoth, writes, edits, mayRepeat }: LinkedCase): string[] {
  const names = [...pages].map(pageName).join(', ');
  const isLinked = pages.size > 1;
  const back = isBoth ? [] : writes.filter(({ pageId }) => !isOverThere(pageId));
  return [
    ...(isLinked && writes.length > edits + mayRepeat
      ? [`${names}: mirrored ${writes.length} times after ${edits} edits, and ${mayRepeat} may be repeated`]
      : []),
    ...(isLinked ? [] : writes.map(() => `a mirror wrote into ${names}, which goes with no page`)),
    ...back.map(({ pageId }) => `a mirror wrote back into ${pageName(pageId)}, though it goes one way`),
  ];
}

export function isOverThere(pageId: string): boolean {
  return pageId.startsWith('c');
}
