import type { Announcement } from './announcement.ts';
import { judgePage } from './announcements.ts';
import { MANAGERS, PEOPLE, pageIdOf } from './cast.ts';
import { Knowledge } from './knowledge.ts';
import { Truth } from './truth.ts';

const PAGE = pageIdOf(1);
const [ana, ben] = PEOPLE.map(({ id }) => id);
const [manager = ''] = MANAGERS;

interface Told {
  at: number;
  who?: string | undefined;
  mayRepeat?: boolean;
  rule?: 'assigned' | 'unassigned';
}

/** Ana is assigned at 10 by the manager, and whoever is told is told as it says. */
function judge(
  told: readonly Told[],
  edit: (truth: Truth, knowledge: Knowledge) => void = () => {},
  isExcused = false,
  tellsUnassigned = false,
): string[] {
  const truth = new Truth(false);
  const knowledge = new Knowledge();
  truth.set({ pageId: PAGE, people: [ana ?? ''], author: manager, at: 10 });
  edit(truth, knowledge);
  const announcements = told.map(
    ({ at, who = ana ?? '', mayRepeat = false, rule = 'assigned' }): Announcement => ({
      rule,
      channel: 'comment',
      pageId: PAGE,
      personId: who,
      at,
      mayRepeat,
    }),
  );
  return judgePage({
    pageId: PAGE,
    channel: 'comment',
    announcements,
    truth,
    knowledge,
    tellsUnassigned,
    isExcused: () => isExcused,
  });
}

const set =
  (people: readonly (string | undefined)[], at: number, author = manager) =>
  (truth: Truth) =>
    truth.set({ pageId: PAGE, people: people.map((id) => id ?? ''), author, at });

describe('who is assigned', () => {
  test.each([
    ['told once', [{ at: 11 }], []],
    ['told twice, once unknown to Pagebell', [{ at: 11, mayRepeat: true }, { at: 12 }], []],
    ['never told', [], ['never told Ana of page 1 (comment)']],
    ['told twice', [{ at: 11 }, { at: 12 }], ['told Ana of page 1 (comment) 2 times for 1 assignments']],
    [
      'told too early',
      [{ at: 9 }],
      ['told Ana of page 1 (comment), who was not newly assigned', 'never told Ana of page 1 (comment)'],
    ],
    [
      'told beside somebody who is not',
      [{ at: 11 }, { at: 11, who: ben }],
      ['told Ben of page 1 (comment), who was not newly assigned'],
    ],
    [
      'told beside somebody who is not, if Pagebell cannot know',
      [{ at: 11 }, { at: 11, who: ben, mayRepeat: true }],
      ['told Ben of page 1 (comment), who was not newly assigned'],
    ],
  ])('%s', (_, told, expected) => {
    expect(judge(told)).toEqual(expected);
  });

  test('need not be told once the notice is the operator’s', () => {
    expect(judge([], undefined, true)).toEqual([]);
  });
});

describe('who left', () => {
  test('may have been told, or not', () => {
    expect(judge([], set([], 20))).toEqual([]);
    expect(judge([{ at: 30 }], set([], 20))).toEqual([]);
  });

  const back = (truth: Truth) => {
    set([], 20)(truth);
    set([ana], 30)(truth);
  };

  test('and came back must be told again, if Pagebell saw that they had left', () => {
    const seen = (truth: Truth, knowledge: Knowledge) => {
      back(truth);
      knowledge.stored({ pageId: PAGE, readStartedAt: 25, state: { assignees: [] } }, 26);
    };
    expect(judge([{ at: 11 }], seen)).toEqual(['never told Ana of page 1 (comment)']);
    expect(judge([{ at: 11 }, { at: 31 }], seen)).toEqual([]);
  });

  test('and came back unseen may be told once or twice', () => {
    expect(judge([{ at: 11 }], back)).toEqual([]);
    expect(judge([{ at: 11 }, { at: 31 }], back)).toEqual([]);
    expect(judge([{ at: 11 }, { at: 12 }], back)).toEqual([
      'told Ana of page 1 (comment) 2 times for 1 assignments',
    ]);
  });
});

describe('who assigned themselves', () => {
  const alone = (truth: Truth) => set([ana, ben], 20, ben)(truth);

  test('may be told, if others edited the page as well', () => {
    expect(judge([{ at: 11 }, { at: 21, who: ben }], alone)).toEqual([]);
    expect(judge([{ at: 11 }], alone)).toEqual([]);
  });

  test('must not be told, if nobody else did', () => {
    const truth = new Truth(false);
    truth.set({ pageId: PAGE, people: [ben ?? ''], author: ben ?? '', at: 10 });
    const slack = { rule: 'assigned', channel: 'slack' } as const;
    const told = { ...slack, pageId: PAGE, personId: ben ?? '', at: 11, mayRepeat: false };
    const knowledge = new Knowledge();
    const about = { pageId: PAGE, channel: 'slack', truth, knowledge, tellsUnassigned: false } as const;
    expect(judgePage({ ...about, announcements: [], isExcused: () => false })).toEqual([]);
    expect(judgePage({ ...about, announcements: [told], isExcused: () => false })).toEqual([
      'told Ben of page 1 (slack), who made every edit of it themselves',
    ]);
  });
});

describe('where who is taken off is told, too', () => {
  const farewell = (at: number) => ({ at, rule: 'unassigned' as const });
  const judgeBoth = (told: readonly Told[], ...edits: ((truth: Truth) => void)[]) =>
    judge(
      told,
      (truth) => {
        for (const edit of edits) edit(truth);
      },
      false,
      true,
    );
  const gone = set([], 20);
  const back = set([ana], 30);

  test.each([
    ['told of both', [{ at: 11 }, farewell(21)], [gone], []],
    ['never told of either, though it was known', [], [gone], []],
    [
      'never told of the end',
      [{ at: 11 }],
      [gone],
      ['never told Ana that page 1 is no longer theirs (comment)'],
    ],
    [
      'told of the end before it',
      [{ at: 11 }, farewell(19), farewell(21)],
      [gone],
      [/1 times for 0 removals/],
    ],
    ['told of one end twice', [{ at: 11 }, farewell(21), farewell(22)], [gone], [/2 times for 1 removals/]],
    ['back before the end was told', [{ at: 11 }], [gone, back], []],
    ['told of all three', [{ at: 11 }, farewell(21), { at: 31 }], [gone, back], []],
    [
      'told of the end, and not of the return',
      [{ at: 11 }, farewell(21)],
      [gone, back],
      ['never told Ana that page 1 is theirs again (comment)'],
    ],
    ['never told of anything', [], [gone, back], ['never told Ana of page 1 (comment)']],
  ])('%s', (_, told, edits, expected) => {
    const found = judgeBoth(told, ...edits);
    expect(found).toEqual(
      expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
    );
  });

  test('where it is not configured no end is told', () => {
    expect(judge([{ at: 11 }, farewell(21)], gone)).toEqual([
      expect.stringMatching(/against the configuration/),
    ]);
  });
});
