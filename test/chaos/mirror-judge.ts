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

/** A page, and all that it may go with. */
export interface MirrorCase {
  pageId: string;
  isBoth: boolean;
  here: Mirrored;
  /** What the page that it links to shows; undefined: it links to none, or one of the two is in the trash. */
  there: Mirrored | undefined;
  /** Nothing waits for an operator, nor was anything lost that they were told of. */
  isSound: boolean;
  /** People edited the page over there. */
  isEditedThere: boolean;
  /** Into this page, and into those over there that are its own. */
  writes: readonly MirrorWrite[];
  /** Edits that may have to be written to the other side, with the first sight of the link. */
  edits: number;
  /** Writes whose end Pagebell could not know, and may repeat. */
  mayRepeat: number;
  /** Pages on either side that a link has ever been between. */
  linked: ReadonlySet<string>;
}

/** What is wrong with a mirror that has come to rest. */
export function judgeMirror(one: MirrorCase): string[] {
  const { pageId, isBoth, writes, edits, mayRepeat, linked } = one;
  const name = pageName(pageId);
  const astray = writes.filter((write) => !linked.has(write.pageId));
  const back = isBoth ? [] : writes.filter((write) => write.pageId === pageId);
  return [
    ...differences(one),
    ...(writes.length > edits + mayRepeat
      ? [`${name} was mirrored ${writes.length} times after ${edits} edits, and ${mayRepeat} may be repeated`]
      : []),
    ...astray.map((write) => `a mirror wrote into ${pageName(write.pageId)}, which goes with no page`),
    ...back.map(() => `a mirror wrote back into ${name}, though it goes one way`),
  ];
}

/** What is edited over there stays, where nothing comes back. */
function differences({ pageId, isBoth, here, there, isSound, isEditedThere }: MirrorCase): string[] {
  if (!there || !isSound || (!isBoth && isEditedThere)) return [];
  const isEqual = here.status === there.status && here.points === there.points;
  const shown = [here, there].map(({ status, points }) => `${status} and ${points}`);
  return isEqual ? [] : [`${pageName(pageId)} shows ${shown.join(', what it links to ')}`];
}
