import type { Announcement } from './announcement.ts';
import { LEADS, MANAGERS, PEOPLE, pageIdOf } from './cast.ts';
import { judgeEscalations } from './escalation-judge.ts';
import type { KnownState } from './knowledge.ts';
import type { Status } from './page-values.ts';
import { Truth } from './truth.ts';

const PAGE = pageIdOf(1);
const MINUTE = 60_000;
const [ana = '', ben = ''] = PEOPLE.map(({ id }) => id);
const [lena = '', max = '', nora = ''] = LEADS.map(({ id }) => id);
const [manager = ''] = MANAGERS;

interface Told {
  /** In minutes. */
  at: number;
  step?: number;
  who: string;
  mayRepeat?: boolean;
}

const first: Told = { at: 100, step: 0, who: lena };
const second: Told[] = [max, ana].map((who) => ({ at: 120, step: 1, who }));
const third: Told = { at: 280, step: 2, who: nora };
const all = [first, ...second, third];

/** The page is Ana's from the beginning, and blocked from minute 100 on. What Pagebell reads it reads at once. */
function judge(
  told: readonly Told[],
  statuses: readonly [at: number, status: Status][] = [],
  { people = [ana], isExcused = false, mostLateMs = Number.POSITIVE_INFINITY } = {},
): string[] {
  const truth = new Truth(false);
  truth.set({ pageId: PAGE, people, author: manager, at: 0 });
  const reads: KnownState[] = [];
  for (const [at, status] of [[100, 'Blocked'] as const, ...statuses]) {
    truth.setValues({ pageId: PAGE, status, at: at * MINUTE });
    const readStartedAt = at * MINUTE;
    const assignees = new Set(people);
    reads.push({
      pageId: PAGE,
      readStartedAt,
      isRead: true,
      storedAt: readStartedAt,
      assignees,
      due: undefined,
      isLeftOut: false,
      status,
    });
  }
  const announcements = told.map(
    ({ at, step = 0, who, mayRepeat = false }): Announcement => ({
      ...{ rule: 'escalation', channel: 'slack', pageId: PAGE, status: 'Blocked' },
      ...{ personId: who, step, at: at * MINUTE, mayRepeat },
    }),
  );
  const about = { pageId: PAGE, channel: 'slack', announcements, truth, reads, now: 600 * MINUTE } as const;
  return judgeEscalations({ ...about, mostLateMs, isExcused: () => isExcused });
}

test('each step is told once, in its time', () => {
  expect(judge(all)).toEqual([]);
});

test.each<[string, Told[], string[]]>([
  ['never', [], ['Lena', 'Max', 'Ana', 'Nora'].map((name) => `never told ${name}`)],
  ['but for one assignee', [first, { ...third, at: 120, step: 1, who: max }, third], ['never told Ana']],
  ['too early', [{ ...first, at: 99 }, ...second, third], ['told Lena', 'told Lena', 'never told Lena']],
  ['twice', [...all, { ...first, at: 130 }], ['told Lena']],
  ['twice, once unknown to Pagebell', [...all, { ...first, at: 130, mayRepeat: true }], []],
  ['somebody who is not on the ladder', [...all, { at: 130, step: 1, who: ben }], ['told Ben']],
])('told %s', (_, told, expected) => {
  const found = judge(told);
  expect(found).toEqual(expected.map((start) => expect.stringMatching(`^${start} of page 1, blocked, step`)));
});

test('who left is not told any more, and who comes back begins anew', () => {
  const gone: [number, Status][] = [[110, 'Open']];
  expect(judge([first], gone)).toEqual([]);
  expect(judge([first, ...second], gone)).toHaveLength(2);
  const back: [number, Status][] = [...gone, [200, 'Blocked']];
  const again = [{ ...first, at: 200 }, ...second.map((one) => ({ ...one, at: 220 })), { ...third, at: 380 }];
  expect(judge([first, ...again], back)).toEqual([]);
  expect(judge([first, ...again.slice(1)], back)).toEqual([
    'never told Lena of page 1, blocked, step 1 (slack)',
  ]);
});

test('a step of an earlier stay is not told in a later one', () => {
  const back: [number, Status][] = [
    [110, 'Open'],
    [200, 'Blocked'],
  ];
  const again = [{ ...first, at: 200 }, ...second.map((one) => ({ ...one, at: 220 })), { ...third, at: 380 }];
  expect(judge([first, ...again, { ...second[0], at: 201, who: max, step: 1 }], back)).toContain(
    'told Max of page 1, blocked, step 2 (slack), which was not blocked for so long',
  );
});

test('what was given up is the operator’s', () => {
  expect(judge([], [], { isExcused: true })).toEqual([]);
});

test('where no fault explains it, nothing is late', () => {
  const late = [{ ...first, at: 110 }, ...second, third];
  expect(judge(late)).toEqual([]);
  expect(judge(late, [], { mostLateMs: MINUTE })).toEqual([
    'too late told Lena of page 1, blocked, step 1 (slack)',
  ]);
});
