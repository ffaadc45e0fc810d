import { pageIdOf } from './cast.ts';
import { deliverableOf } from './deliverables.ts';
import { judgeMirror, judgeWrites, type LinkedCase, type MirrorCase } from './mirror-judge.ts';

const [HERE, THERE] = [pageIdOf(1), deliverableOf(0, 'own')];
const OPEN = { status: 'Open', points: 1 } as const;

const EQUAL: MirrorCase = {
  pageId: HERE,
  isBoth: true,
  here: OPEN,
  there: OPEN,
  isSound: true,
  isEditedThere: false,
  given: [OPEN, { status: 'Done', points: null }],
};
const other = { there: { ...OPEN, points: 2 } };

test.each<[string, Partial<MirrorCase>, RegExp | undefined]>([
  ['equal', {}, undefined],
  ['another status', { there: { ...OPEN, status: 'Done' } }, /shows Open and 1, .* Done and 1/],
  ['other points', other, /shows Open and 1, .* Open and 2/],
  ['what nobody gave', { given: [{ ...OPEN, points: 2 }] }, /shows Open and 1, which nobody gave/],
  [
    'what one gave to each side',
    {
      given: [
        { ...OPEN, points: 2 },
        { status: 'Done', points: 1 },
      ],
    },
    undefined,
  ],
  ['other points, and no link', { there: undefined }, undefined],
  ['other points, and an operator is asked', { ...other, isSound: false }, undefined],
  ['one way, and other points', { ...other, isBoth: false }, /shows/],
  ['one way, and edited over there', { ...other, isBoth: false, isEditedThere: true }, undefined],
  ['edited over there, and it should come back', { ...other, isEditedThere: true }, /shows/],
])('two pages of a mirror: %s', (_, change, found) => {
  expectOf(judgeMirror({ ...EQUAL, ...change }), found);
});

const ONCE: LinkedCase = {
  pages: new Set([HERE, THERE]),
  isBoth: true,
  writes: [{ pageId: THERE, at: 0 }],
  edits: 1,
  mayRepeat: 0,
};
const twice = { writes: [...ONCE.writes, ...ONCE.writes] };
const back = { writes: [{ pageId: HERE, at: 0 }] };

test.each<[string, Partial<LinkedCase>, RegExp | undefined]>([
  ['one for one edit', {}, undefined],
  ['more than edits', twice, /mirrored 2 times after 1 edits/],
  ['more than edits, one of which nobody heard of', { ...twice, mayRepeat: 1 }, undefined],
  ['into what was never linked', { pages: new Set([THERE]) }, /deliverable 1, which goes with no page/],
  ['one that comes back', back, undefined],
  ['one that comes back one way', { ...back, isBoth: false }, /wrote back into page 1/],
])('writes of a mirror: %s', (_, change, found) => {
  expectOf(judgeWrites({ ...ONCE, ...change }), found);
});

function expectOf(violations: readonly string[], found: RegExp | undefined): void {
  expect(violations).toEqual(found ? [expect.stringMatching(found)] : []);
}
