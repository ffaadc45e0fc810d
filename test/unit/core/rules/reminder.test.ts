import { DEFAULT_WORDS } from '../../../../lambdas/core/default-messages.ts';
import type { Notice, PageState } from '../../../../lambdas/core/page-record.ts';
import { type Planned, plan } from '../../../../lambdas/core/plan.ts';
import type { PlanInput } from '../../../../lambdas/core/plan-input.ts';
import { whenDue } from '../../../../lambdas/core/rules/reminder.ts';
import type { ReminderSettings } from '../../../../lambdas/core/settings.ts';
import { planGone } from '../../../../lambdas/core/untold.ts';
import { HOUR, idsOf, person, planInput, planSettings, reading, state } from '../builders.ts';

const [ANA, BEN] = [person(1, 'Ana'), person(2, 'Ben')];
const REMINDERS: ReminderSettings = {
  property: 'Due',
  at: '09:00',
  timeZone: 'Europe/Berlin',
  daysBefore: [1, 0],
  overdue: false,
  completed: ['Done'],
};
const at = (time: string) => Date.parse(`${time}:00Z`);
const DUE = { due: { start: '2026-11-10' } };

/** A page's life: each step is a reading. */
class Life {
  #version = 0;
  last: Planned | undefined;
  readonly #reminders: ReminderSettings;

  constructor(reminders: Partial<ReminderSettings> = {}) {
    this.#reminders = { ...REMINDERS, ...reminders };
  }

  /** What is told by a reading of the page at that time, and sent at once unless it is to wait. */
  read(time: string, more: Partial<PageState>, isSent = true, change: Partial<PlanInput> = {}): string[] {
    const now = at(time);
    const before = new Set(this.last?.outbox.map(({ id }) => id));
    this.#version += 1;
    const planned = plan(
      planInput([], {
        version: this.#version,
        previous: this.last?.state,
        memory: this.last?.memory,
        outbox: this.last?.outbox ?? [],
        current: reading([], {
          state: state([ANA], more),
          startedAt: now,
          createdAt: at('2026-01-05T10:00'),
        }),
        baseline: at('2026-10-01T10:00'),
        sightings: [],
        settings: planSettings({
          watch: { only: [], statusProperty: 'Status', reminders: this.#reminders, escalations: [] },
        }),
        now,
        ...change,
      }),
    );
    const told = noticesIn(planned).filter(({ id }) => !before.has(id));
    this.last = isSent
      ? { ...planned, outbox: planned.outbox.filter(({ kind }) => kind === 'wake') }
      : planned;
    return told.filter(({ channel }) => channel === 'comment').map(subjectOf);
  }

  /** When the page is looked at again. */
  get wakes(): string[] {
    return (this.last?.outbox ?? []).flatMap((entry) =>
      entry.kind === 'wake' && entry.progress.state === 'pending'
        ? [new Date(entry.progress.at).toISOString().slice(0, 16)]
        : [],
    );
  }

  get waiting(): string[] {
    return this.last ? noticesIn(this.last).map(subjectOf) : [];
  }
}

function noticesIn({ outbox }: Pick<Planned, 'outbox'>): Notice[] {
  return outbox.filter((entry): entry is Notice => entry.kind === 'notice');
}

function subjectOf({ subject }: Notice): string {
  return subject?.kind === 'due' ? `${subject.day}/${subject.daysBefore}` : '?';
}

test('a page is told of the day before and on the day, and wakes for each', () => {
  const life = new Life();
  expect(life.read('2026-11-01T12:00', DUE)).toEqual([]);
  expect(life.wakes).toEqual(['2026-11-09T08:00']);
  expect(life.read('2026-11-09T08:00', DUE)).toEqual(['2026-11-10/1']);
  expect(life.wakes).toEqual(['2026-11-10T08:00']);
  expect(life.read('2026-11-09T12:00', DUE)).toEqual([]);
  expect(life.read('2026-11-10T08:00', DUE)).toEqual(['2026-11-10/0']);
  expect(life.wakes).toEqual([]);
  expect(life.read('2026-11-11T08:00', DUE)).toEqual([]);
});

test('a reminder is a comment and a message to the assignees, and to nobody else', () => {
  const planned = plan(
    planInput([], {
      previous: state([ANA, BEN], DUE),
      current: reading([], { state: state([ANA, { ...BEN, kind: 'bot' }], DUE) }),
      settings: planSettings({
        watch: { only: [], statusProperty: 'Status', reminders: REMINDERS, escalations: [] },
      }),
      now: at('2026-11-10T08:00'),
    }),
  );
  expect(noticesIn(planned).map(({ channel, people }) => [channel, idsOf(people)])).toEqual([
    ['comment', [ANA.id]],
    ['slack', [ANA.id]],
  ]);
});

test('a moved date moves the reminder; moved back, the same is not told again', () => {
  const life = new Life();
  life.read('2026-11-01T12:00', DUE);
  expect(life.read('2026-11-09T08:00', DUE)).toEqual(['2026-11-10/1']);
  expect(life.read('2026-11-09T10:00', { due: { start: '2026-11-20' } })).toEqual([]);
  expect(life.wakes).toEqual(['2026-11-19T08:00']);
  expect(life.read('2026-11-09T11:00', DUE)).toEqual([]);
  expect(life.wakes).toEqual(['2026-11-10T08:00']);
});

test('another time on the same day is the same date; a range counts by its end', () => {
  const life = new Life();
  life.read('2026-11-01T12:00', { due: { start: '2026-11-10T15:00:00+01:00' } });
  expect(life.read('2026-11-09T08:00', { due: { start: '2026-11-10T15:00:00+01:00' } })).toHaveLength(1);
  expect(life.read('2026-11-09T09:00', { due: { start: '2026-11-02', end: '2026-11-10' } })).toEqual([]);
});

test('what has not gone out is cancelled by another date, and told after all should it come back', () => {
  const life = new Life();
  life.read('2026-11-01T12:00', DUE);
  expect(life.read('2026-11-09T08:00', DUE, false)).toEqual(['2026-11-10/1']);
  life.read('2026-11-09T08:01', { due: { start: '2026-11-20' } }, false);
  expect(life.waiting).toEqual([]);
  expect(life.read('2026-11-09T08:02', DUE)).toEqual(['2026-11-10/1']);
});

test.each([
  ['the page is completed', { ...DUE, status: 'Done' }],
  ['the date is removed', { due: null }],
  ['the date property is gone', {}],
])('nobody is told, what waits is cancelled and nothing wakes: %s', (_, more) => {
  const life = new Life();
  life.read('2026-11-01T12:00', DUE);
  life.read('2026-11-09T08:00', DUE, false);
  expect(life.waiting).toHaveLength(2);
  expect(life.read('2026-11-09T08:05', more, false)).toEqual([]);
  expect(life.waiting).toEqual([]);
  expect(life.wakes).toEqual([]);
});

test('a page opened again is told of what came in the last day and a half, not of what came before', () => {
  const life = new Life();
  life.read('2026-11-01T12:00', { ...DUE, status: 'Done' });
  expect(life.read('2026-11-10T12:00', { ...DUE, status: 'In progress' })).toEqual(['2026-11-10/0']);
  const late = new Life();
  late.read('2026-11-01T12:00', { ...DUE, status: 'Done' });
  expect(late.read('2026-11-12T12:00', { ...DUE, status: 'In progress' })).toEqual([]);
});

test('a page first seen long after its time stays silent, one first seen soon after does not', () => {
  expect(new Life().read('2026-11-11T20:01', DUE)).toEqual([]);
  expect(new Life().read('2026-11-11T19:59', DUE)).toEqual(['2026-11-10/0']);
});

test('a timer that was down for two days: the latest is told, once, however late', () => {
  const life = new Life({ daysBefore: [2, 1] });
  life.read('2026-11-01T12:00', DUE);
  expect(life.read('2026-11-11T12:00', DUE)).toEqual(['2026-11-10/1']);
  expect(life.read('2026-11-11T13:00', DUE)).toEqual([]);
});

test('after two weeks even that is no news', () => {
  const life = new Life();
  life.read('2026-11-01T12:00', DUE);
  expect(life.read('2026-11-24T08:01', DUE)).toEqual([]);
});

test('a later reminder takes the place of one that still waits', () => {
  const life = new Life();
  life.read('2026-11-01T12:00', DUE);
  life.read('2026-11-09T08:00', DUE, false);
  life.read('2026-11-10T08:00', DUE, false);
  expect(life.waiting).toEqual(['2026-11-10/0', '2026-11-10/0']);
});

test('days after the date remind as well', () => {
  const life = new Life({ daysBefore: [-1, 0, 0] });
  life.read('2026-11-01T12:00', DUE);
  expect(life.read('2026-11-10T08:00', DUE)).toEqual(['2026-11-10/0']);
  expect(life.wakes).toEqual(['2026-11-11T08:00']);
  expect(life.read('2026-11-11T08:00', DUE)).toEqual(['2026-11-10/-1']);
});

test('a repeating task is told of each of its dates', () => {
  const life = new Life({ daysBefore: [0] });
  const told = Array.from({ length: 100 }, (_, week) => {
    const day = new Date(Date.UTC(2026, 10, 10 + 7 * week)).toISOString().slice(0, 10);
    life.read(`${day}T01:00`, { due: { start: day } });
    return life.read(`${day}T09:00`, { due: { start: day } });
  });
  expect(told.every(({ length }) => length === 1)).toBe(true);
  expect(life.last?.memory?.reminder?.told).toHaveLength(60);
});

test('who was reassigned before it went out is told instead; the one before is not', () => {
  const life = new Life();
  life.read('2026-11-01T12:00', DUE);
  life.read('2026-11-09T08:00', DUE, false);
  const current = reading([], { state: state([BEN], DUE), startedAt: at('2026-11-09T08:05') });
  life.read('2026-11-09T08:05', DUE, false, { current });
  const reminders = life.last ? noticesIn(life.last).filter(({ rule }) => rule === 'reminder') : [];
  expect(reminders.map(({ people }) => idsOf(people))).toEqual([[BEN.id], [BEN.id]]);
});

test('a page in the trash wakes nobody; back from it, it is told of what was not', () => {
  const life = new Life();
  life.read('2026-11-01T12:00', DUE);
  life.read('2026-11-09T08:00', DUE, false);
  if (!life.last) throw new Error('it was read');
  const { outbox, memory } = planGone(life.last, at('2026-11-09T08:01'));
  expect(outbox.filter(({ kind }) => kind !== 'wake')).toEqual([]);
  expect(life.read('2026-11-09T08:05', DUE, true, { memory, outbox })).toEqual(['2026-11-10/1']);
});

test.each([
  ['2026-11-10', 'due today'],
  ['2026-11-11', 'due tomorrow'],
  ['2026-11-13', 'due in 3 days'],
  ['2026-11-09', 'overdue since yesterday'],
  ['2026-11-07', 'overdue for 3 days'],
])('%s is %s', (day, words) => {
  expect(whenDue(day, at('2026-11-10T12:00'), 'Europe/Berlin', DEFAULT_WORDS)).toBe(words);
});

test('a reminder whose time is an hour away wakes the page then', () => {
  const life = new Life({ daysBefore: [0] });
  life.read('2026-11-10T07:00', DUE);
  expect(life.wakes.map((time) => Date.parse(`${time}:00Z`))).toEqual([at('2026-11-10T07:00') + HOUR]);
});

describe('while nothing tells whose the page is', () => {
  const unseen = { ...DUE, unseenAssignees: 'kept' } as const;

  test('what is to be told waits, is looked at each day, and is told once that is told', () => {
    const life = new Life({ daysBefore: [7, 1] });
    life.read('2026-11-01T12:00', DUE);
    expect(life.read('2026-11-03T08:00', unseen)).toEqual([]);
    expect(life.wakes).toEqual(['2026-11-04T08:00']);
    expect(life.read('2026-11-06T08:00', unseen)).toEqual([]);
    expect(life.wakes).toEqual(['2026-11-07T08:00']);
    expect(life.read('2026-11-07T08:00', DUE)).toEqual(['2026-11-10/7']);
    expect(life.wakes).toEqual(['2026-11-09T08:00']);
  });

  test('the next time is looked at if that is earlier, and what is too late for all is not waited for', () => {
    const life = new Life({ daysBefore: [1, 0] });
    life.read('2026-11-09T12:00', unseen);
    expect(life.wakes).toEqual(['2026-11-10T08:00']);
    life.read('2026-11-25T08:00', unseen);
    expect(life.wakes).toEqual([]);
  });

  test('what waits to go out goes out', () => {
    const life = new Life();
    life.read('2026-11-01T12:00', DUE);
    life.read('2026-11-09T08:00', DUE, false);
    life.read('2026-11-09T08:05', unseen, false);
    expect(life.waiting).toHaveLength(2);
  });
});
