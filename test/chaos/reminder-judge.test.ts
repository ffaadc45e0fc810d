import type { Announcement } from './announcement.ts';
import { MANAGERS, PEOPLE, pageIdOf } from './cast.ts';
import type { KnownState } from './knowledge.ts';
import { judgeReminders } from './reminder-judge.ts';
import { Truth } from './truth.ts';

const PAGE = pageIdOf(1);
const DAY = '2026-11-05';
const [ana = '', ben = ''] = PEOPLE.map(({ id }) => id);
const [manager = ''] = MANAGERS;
const HEADLINE = `Ana of page 1, due on ${DAY} (comment)`;

/** Local time. */
const at = (time: string) => Date.parse(`2026-11-${time}:00+01:00`);

interface Told {
  time: string;
  who?: string;
  when?: string;
  mayRepeat?: boolean;
}

const before: Told = { time: '04T11:00', when: 'due tomorrow' };
const onTheDay: Told = { time: '05T11:00', when: 'due today' };

/** The page is Ana's since the 1st; it is due on the 5th, which is set, and read, on the 3rd. */
function judge(
  told: readonly Told[],
  more: {
    edit?: (truth: Truth) => void;
    reads?: readonly Partial<KnownState>[];
    isExcused?: boolean;
    mostLateMs?: number;
  } = {},
): string[] {
  const truth = new Truth(false);
  truth.set({ pageId: PAGE, people: [ana], author: manager, at: at('01T09:00') });
  truth.setValues({ pageId: PAGE, due: DAY, at: at('03T09:00') });
  more.edit?.(truth);
  const read: KnownState = {
    pageId: PAGE,
    readStartedAt: at('03T09:01'),
    isRead: true,
    storedAt: at('03T09:02'),
    assignees: new Set([ana]),
    due: DAY,
    status: 'Open',
    isLeftOut: false,
  };
  return judgeReminders({
    pageId: PAGE,
    channel: 'comment',
    announcements: told.map(
      ({ time, who = ana, when = 'due today', mayRepeat = false }): Announcement => ({
        rule: 'reminder',
        channel: 'comment',
        pageId: PAGE,
        personId: who,
        day: DAY,
        when,
        at: at(time),
        mayRepeat,
      }),
    ),
    truth,
    reads: (more.reads ?? [{}]).map((one) => ({ ...read, ...one })),
    now: at('06T12:00'),
    mostLateMs: more.mostLateMs ?? Number.POSITIVE_INFINITY,
    isExcused: () => more.isExcused ?? false,
  });
}

test.each<[string, Told[], string[]]>([
  ['both times', [before, onTheDay], []],
  ['only the day before', [before], [`never reminded ${HEADLINE}`]],
  ['only on the day: the latest says it all', [onTheDay], []],
  ['never', [], [`never reminded ${HEADLINE}`, `never reminded ${HEADLINE}`]],
  ['too early', [{ time: '03T11:00', when: 'due in 2 days' }, onTheDay], [`reminded ${HEADLINE} too early`]],
  [
    'twice on the first day',
    [before, { ...before, time: '04T11:05' }, onTheDay],
    [`reminded ${HEADLINE} 2 times for 1 reminders`, `reminded ${HEADLINE} 3 times for 2 reminders`],
  ],
  ['twice, once unknown to Pagebell', [before, { ...before, mayRepeat: true }, onTheDay], []],
  ['in the wrong words', [{ ...before, when: 'due today' }, onTheDay], [`reminded ${HEADLINE} as due today`]],
])('reminded %s', (_, told, expected) => {
  const found = judge(told);
  expect(found.filter((one) => !/0 reminders/.test(one))).toEqual(expected);
});

test('a page that was never theirs', () => {
  expect(judge([before, onTheDay, { ...onTheDay, who: ben }])).toEqual([
    `reminded Ben of page 1, due on ${DAY} (comment), whose it never was`,
  ]);
});

test('what was given up is the operator’s', () => {
  expect(judge([], { isExcused: true })).toEqual([]);
});

test('who joins is reminded from then on', () => {
  const late = (truth: Truth) =>
    truth.set({ pageId: PAGE, people: [ana, ben], author: manager, at: at('04T18:00') });
  expect(judge([before, onTheDay], { edit: late })).toEqual([
    `never reminded Ben of page 1, due on ${DAY} (comment)`,
  ]);
  expect(judge([before, onTheDay, { ...onTheDay, who: ben }], { edit: late })).toEqual([]);
});

test('nobody need be reminded of what is done, or due at another time', () => {
  const done = (truth: Truth) => truth.setValues({ pageId: PAGE, status: 'Done', at: at('03T10:00') });
  const moved = (truth: Truth) => truth.setValues({ pageId: PAGE, due: '2026-11-20', at: at('03T10:00') });
  expect(judge([], { edit: done })).toEqual([]);
  const seen = [{}, { due: '2026-11-20', readStartedAt: at('03T10:01') }];
  expect(judge([], { edit: moved, reads: seen })).toEqual([]);
});

test('what was past when the date was first seen is told at once, if it was never seen before', () => {
  const seenLate = [{ readStartedAt: at('04T20:00'), storedAt: at('04T20:01') }];
  expect(judge([onTheDay], { reads: seenLate })).toEqual([]);
  expect(judge([], { reads: seenLate })).toHaveLength(2);
  const seenAgain = [{}, { due: undefined, readStartedAt: at('04T10:00') }, ...seenLate];
  expect(judge([], { reads: seenAgain })).toHaveLength(1);
});

test('a date that Pagebell never saw', () => {
  expect(judge([], { reads: [{ due: undefined }] })).toEqual([`never saw that it is due: ${HEADLINE}`]);
});

test('where no fault explains it, nothing is late', () => {
  const late = { ...before, time: '04T12:00' };
  expect(judge([late, onTheDay])).toEqual([]);
  expect(judge([late, onTheDay], { mostLateMs: 60_000 })).toEqual([`too late reminded ${HEADLINE}`]);
});
