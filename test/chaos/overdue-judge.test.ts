import { pageIdOf } from './cast.ts';
import { momentOn } from './local-days.ts';
import { judgeLists, type ListCase } from './overdue-judge.ts';
import { overdueDays } from './overdue-truth.ts';
import type { SentList } from './sent-messages.ts';
import { Truth } from './truth.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PAGE = pageIdOf(1);
const DUE = '2026-11-01';
/** A page that is overdue is first listed then. */
const MOMENT = momentOn('2026-11-03');
const TOLD_AT = MOMENT + MINUTE;

function truthWith(...edits: { at: number; due?: string; status?: 'Done'; isLeftOut?: boolean }[]): Truth {
  const truth = new Truth(true);
  for (const edit of [{ at: MOMENT - DAY, due: DUE }, ...edits]) truth.setValues({ pageId: PAGE, ...edit });
  return truth;
}

const list = (at: number, more: Partial<SentList> = {}): SentList => ({
  at,
  to: '',
  text: '1 overdue',
  pages: [{ pageId: PAGE, day: DUE, when: 'overdue for 2 days' }],
  isKnown: true,
  isAnswered: true,
  ...more,
});

const FINE: ListCase = {
  lists: [list(TOLD_AT)],
  pageIds: [PAGE],
  truth: truthWith(),
  searches: [TOLD_AT - 1000],
  since: MOMENT - HOUR,
  givenUp: [],
  now: MOMENT + 4 * HOUR,
};

test.each<[string, Partial<ListCase>, RegExp | undefined]>([
  ['told once', {}, undefined],
  ['told twice', { lists: [list(TOLD_AT), list(TOLD_AT + HOUR)] }, /2 times/],
  [
    'told again, since nobody knew',
    { lists: [list(TOLD_AT, { isKnown: false }), list(TOLD_AT + HOUR)] },
    undefined,
  ],
  [
    'told before its time',
    { lists: [list(MOMENT - MINUTE)], searches: [MOMENT - 2 * MINUTE] },
    /before its time/,
  ],
  ['never told', { lists: [] }, /no list at .*page 1 was overdue/],
  ['never told, and given up', { lists: [], givenUp: [TOLD_AT] }, undefined],
  ['never told yet', { lists: [], now: MOMENT + HOUR }, undefined],
  ['done before the search', { truth: truthWith({ at: TOLD_AT - 2000, status: 'Done' }) }, /was not overdue/],
  ['done after it began', { truth: truthWith({ at: TOLD_AT - 500, status: 'Done' }) }, undefined],
  ['left out before it', { truth: truthWith({ at: TOLD_AT - 2000, isLeftOut: true }) }, /was not overdue/],
  [
    'due on another day',
    { truth: truthWith({ at: TOLD_AT - 2000, due: '2026-11-02' }) },
    /due on 2026-11-01, which/,
  ],
  ['not in the list', { lists: [list(TOLD_AT, { pages: [] })] }, /did not list page 1/],
  ['nothing is overdue', { truth: truthWith({ at: MOMENT - HOUR, status: 'Done' }), lists: [] }, undefined],
])('a list of what is overdue: %s', (_, change, found) => {
  const violations = judgeLists({ ...FINE, ...change });
  expect(violations).toEqual(found ? [expect.stringMatching(found)] : []);
});

test('a page is overdue from the midnight after its day on, but in the trash', () => {
  const truth = truthWith();
  const midnight = Date.parse('2026-11-02T00:00:00+01:00');
  truth.trashed({ pageId: PAGE, isIn: true, at: MOMENT, toldAt: MOMENT });
  truth.trashed({ pageId: PAGE, isIn: false, at: MOMENT + HOUR, toldAt: MOMENT });
  const days = (from: number, until: number) => overdueDays(truth, PAGE, from, until);
  expect(days(midnight - 1, midnight - 1)).toEqual([undefined]);
  expect(days(MOMENT - DAY, MOMENT - 1)).toEqual([DUE, DUE]);
  expect(days(MOMENT - 1, MOMENT + HOUR)).toEqual([DUE, undefined, DUE]);
});
