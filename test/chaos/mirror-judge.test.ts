import { pageIdOf } from './cast.ts';
import { deliverableOf } from './deliverables.ts';
import { judgeMirror, type MirrorCase } from './mirror-judge.ts';

const [HERE, THERE, SPARE] = [pageIdOf(1), deliverableOf(0, false), deliverableOf(0, true)];
const OPEN = { status: 'Open', points: 1 } as const;

const FINE: MirrorCase = {
  pageId: HERE,
  isBoth: true,
  here: OPEN,
  there: OPEN,
  isSound: true,
  isEditedThere: false,
  writes: [{ pageId: THERE, at: 0 }],
  edits: 1,
  mayRepeat: 0,
  linked: new Set([HERE, THERE]),
};
const other = { there: { ...OPEN, points: 2 } };
const twice = { writes: [...FINE.writes, ...FINE.writes] };
const back = { writes: [{ pageId: HERE, at: 0 }] };

test.each<[string, Partial<MirrorCase>, RegExp | undefined]>([
  ['equal', {}, undefined],
  ['another status', { there: { ...OPEN, status: 'Done' } }, /shows Open and 1, .* Done and 1/],
  ['other points', other, /shows Open and 1, .* Open and 2/],
  ['other points, and no link', { there: undefined }, undefined],
  ['other points, and an operator is asked', { ...other, isSound: false }, undefined],
  ['one way, and other points', { ...other, isBoth: false }, /shows/],
  ['one way, and edited over there', { ...other, isBoth: false, isEditedThere: true }, undefined],
  ['edited over there, and it should come back', { ...other, isEditedThere: true }, /shows/],
  ['more writes than edits', twice, /mirrored 2 times after 1 edits/],
  ['more writes, one of which nobody heard of', { ...twice, mayRepeat: 1 }, undefined],
  ['a write into what was never linked', { writes: [{ pageId: SPARE, at: 0 }] }, /deliverable 5, .* no page/],
  ['a write that comes back', back, undefined],
  ['a write that comes back one way', { ...back, isBoth: false }, /wrote back into page 1/],
])('a mirror: %s', (_, change, found) => {
  const violations = judgeMirror({ ...FINE, ...change });
  if (found) expect(violations).toEqual([expect.stringMatching(found)]);
  else expect(violations).toEqual([]);
});
