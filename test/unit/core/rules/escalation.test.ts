import { settle } from '../../../../lambdas/core/outbox.ts';
import type { Notice, Outbox, PageState } from '../../../../lambdas/core/page-record.ts';
import { type Planned, plan } from '../../../../lambdas/core/plan.ts';
import type { PlanInput } from '../../../../lambdas/core/plan-input.ts';
import { durationOf } from '../../../../lambdas/core/rules/escalation.ts';
import type { EscalationSettings, EscalationStep } from '../../../../lambdas/core/settings.ts';
import { planGone } from '../../../../lambdas/core/untold.ts';
import type { Watch } from '../../../../lambdas/core/watch.ts';
import {
  DAY,
  HOUR,
  idsOf,
  NOW,
  PAGE,
  person,
  planInput,
  planSettings,
  reading,
  sighting,
  state,
} from '../builders.ts';

const [ANA, LEAD, BOSS] = [person(1, 'Ana'), person(2, 'Lead'), person(3, 'Boss')];
const LADDER: EscalationSettings = {
  status: 'Blocked',
  steps: [
    { after: '0h', tell: { people: [LEAD.id], assignees: true } },
    { after: '24h', tell: { people: [BOSS.id], assignees: false } },
    { after: '3d', tell: { people: [BOSS.id], assignees: true } },
  ],
};

const watch: Watch = { only: [], statusProperty: 'Status', escalations: [LADDER] };
const STATUS_PROPERTY = 'XGe@';

/** A page's life: each step is a reading, so many ms after the first. */
class Life {
  #version = 0;
  last: Planned | undefined;

  /** Who is told by a reading in comments, and sent at once unless it is to wait. */
  read(after: number, status: PageState['status'], isSent = true, change: Partial<PlanInput> = {}): string[] {
    const now = NOW + after;
    const before = new Set(this.last?.outbox.map(({ id }) => id));
    this.#version += 1;
    const planned = plan(
      planInput([], {
        version: this.#version,
        previous: this.last?.state,
        memory: this.last?.memory,
        outbox: this.last?.outbox ?? [],
        current: reading([], {
          state: state([ANA], { status, statusPropertyId: STATUS_PROPERTY }),
          startedAt: now,
          people: [LEAD, BOSS],
        }),
        sightings: [],
        settings: planSettings({ watch }),
        now,
        ...change,
      }),
    );
    const told = noticesIn(planned).filter(({ id }) => !before.has(id));
    expect(new Set(planned.outbox.map(({ id }) => id)).size).toBe(planned.outbox.length);
    this.last = isSent
      ? { ...planned, outbox: planned.outbox.filter(({ kind }) => kind === 'wake') }
      : planned;
    return told.filter(({ channel }) => channel === 'comment').map(wordsOf);
  }

  get wakes(): number[] {
    return (this.last?.outbox ?? []).flatMap((entry) =>
      entry.kind === 'wake' && entry.progress.state === 'pending' ? [entry.progress.at - NOW] : [],
    );
  }

  get waiting(): string[] {
    return this.last ? noticesIn(this.last).map(wordsOf) : [];
  }
}

function noticesIn({ outbox }: Pick<Planned, 'outbox'>): Notice[] {
  return outbox.filter((entry): entry is Notice => entry.kind === 'notice' && entry.rule === 'escalation');
}

function wordsOf({ subject, people }: Notice): string {
  const step = subject?.kind === 'status' ? subject.step : '?';
  return `${step}: ${people.map(({ name }) => name).join(', ')}`;
}

test('who comes first on the ladder is told at once, the others while the page stays', () => {
  const life = new Life();
  life.read(0, 'In progress');
  expect(life.read(HOUR, 'Blocked')).toEqual(['0: Lead, Ana']);
  expect(life.wakes).toEqual([HOUR + DAY]);
  expect(life.read(2 * HOUR, 'Blocked')).toEqual([]);
  expect(life.read(HOUR + DAY, 'Blocked')).toEqual(['1: Boss']);
  expect(life.read(HOUR + 3 * DAY, 'Blocked')).toEqual(['2: Boss, Ana']);
  expect(life.wakes).toEqual([]);
  expect(life.read(HOUR + 9 * DAY, 'Blocked')).toEqual([]);
});

test('a ladder that nobody looked at for long is told step by step all the same', () => {
  const life = new Life();
  life.read(0, null);
  expect(life.read(HOUR, 'Blocked')).toHaveLength(1);
  expect(life.read(5 * DAY, 'Blocked')).toEqual(['1: Boss', '2: Boss, Ana']);
});

test('leaving cancels what is pending and the next step; entering again begins anew', () => {
  const life = new Life();
  life.read(0, 'In progress');
  life.read(HOUR, 'Blocked', false);
  expect(life.waiting).toEqual(['0: Lead, Ana', '0: Lead, Ana']);
  expect(life.read(2 * HOUR, 'In progress', false)).toEqual([]);
  expect(life.waiting).toEqual([]);
  expect(life.wakes).toEqual([]);
  expect(life.read(3 * HOUR, 'Blocked')).toEqual(['0: Lead, Ana']);
  expect(life.wakes).toEqual([3 * HOUR + DAY]);
});

test.each<[string, Partial<PlanInput>, number]>([
  ['it was there before anybody looked', {}, 0],
  ['another property was edited', { sightings: [sighting()] }, 0],
  ['its status was edited', { sightings: [sighting({ propertyIds: [STATUS_PROPERTY] })] }, 1],
  ['it was made', { sightings: [sighting({ type: 'page.created' })] }, 1],
  ['it was made since', { baseline: NOW - 31 * DAY }, 1],
])('a page first seen in the status: %s', (_, change, count) => {
  const life = new Life();
  expect(life.read(0, 'Blocked', true, change)).toHaveLength(count);
  expect(life.read(5 * DAY, 'Blocked')).toHaveLength(count === 0 ? 0 : 2);
});

describe('a page whose status has a ladder by now', () => {
  const made = sighting({ type: 'page.created', propertyIds: undefined });
  const unlisted = sighting({ propertyIds: undefined });
  const named = sighting({ propertyIds: [STATUS_PROPERTY] });

  test.each<[string, PageState['status'], Partial<PlanInput>, number]>([
    ['the status is first asked for', undefined, {}, 0],
    ['it is, and another property was edited', undefined, { sightings: [sighting()] }, 0],
    ['it is, and the page is not old', undefined, { baseline: NOW - 31 * DAY }, 0],
    ['it is, and may have been edited', undefined, { sightings: [unlisted] }, 1],
    ['it is, and was edited', undefined, { sightings: [named] }, 1],
    ['it was in it', 'Blocked', {}, 0],
    ['it was in it, and is not old', 'Blocked', { baseline: NOW - 31 * DAY }, 0],
    ['it was in it, and another property was edited', 'Blocked', { sightings: [sighting()] }, 0],
    ['it was in it, and nobody knows what was edited', 'Blocked', { sightings: [unlisted] }, 0],
    ['it was in it, and the event of its making is late', 'Blocked', { sightings: [made] }, 0],
    ['it was in it, and is back', 'Blocked', { sightings: [named] }, 1],
    ['it was not, though no event says so', 'Open', {}, 1],
    ['it had none, though no event says so', null, {}, 1],
  ])('%s', (_, before, change, count) => {
    const life = new Life();
    life.read(0, before, true, { settings: planSettings() });
    expect(life.read(HOUR, 'Blocked', true, change)).toHaveLength(count);
    expect(life.read(5 * DAY, 'Blocked')).toHaveLength(count === 0 ? 0 : 2);
  });
});

test.each<[string, Partial<PageState>, Partial<PlanInput>, number]>([
  ['was in another, says the same property', { statusPropertyId: STATUS_PROPERTY }, {}, 1],
  ['was in another, says an earlier release', {}, {}, 1],
  ['shows another than the property that was asked before', { statusPropertyId: 'old' }, {}, 0],
  [
    'does, and another property was edited',
    { statusPropertyId: 'old' },
    { sightings: [sighting({ propertyIds: ['old'] })] },
    0,
  ],
  [
    'does, and was edited',
    { statusPropertyId: 'old' },
    { sightings: [sighting({ propertyIds: [STATUS_PROPERTY] })] },
    1,
  ],
])('the status of a page %s', (_, before, change, count) => {
  const life = new Life();
  life.read(0, 'Open', true, {
    current: reading([], { state: state([ANA], { status: 'Open', ...before }) }),
  });
  expect(life.read(HOUR, 'Blocked', true, change)).toHaveLength(count);
  expect(life.read(5 * DAY, 'Blocked')).toHaveLength(count === 0 ? 0 : 2);
});

test('who is no longer assigned leaves what waits, and who has the page by then joins it', () => {
  const life = new Life();
  life.read(0, 'In progress');
  life.read(HOUR, 'Blocked', false);
  const current = reading([], { state: state([BOSS], { status: 'Blocked' }), people: [LEAD, BOSS] });
  life.read(2 * HOUR, 'Blocked', false, { current });
  const waiting = life.last ? noticesIn(life.last) : [];
  expect(waiting.map(({ people }) => idsOf(people))).toEqual([
    [LEAD.id, BOSS.id],
    [LEAD.id, BOSS.id],
  ]);
});

test('who stays keeps a message of their own as it is, whoever leaves', () => {
  const life = new Life();
  life.read(0, 'In progress');
  const settings = planSettings({
    watch,
    channels: { ...planSettings().channels, escalation: ['slack-dm'] },
  });
  life.read(HOUR, 'Blocked', false, { settings });
  const before = life.last ? noticesIn(life.last) : [];
  expect(before.map(({ people }) => idsOf(people))).toEqual([[LEAD.id], [ANA.id]]);
  const current = reading([], { state: state([BOSS], { status: 'Blocked' }), people: [LEAD, BOSS] });
  life.read(2 * HOUR, 'Blocked', false, { settings, current });
  const after = life.last ? noticesIn(life.last) : [];
  expect(after.slice(0, 1)).toEqual(before.slice(0, 1));
  expect(after.map(({ people }) => idsOf(people))).toEqual([[LEAD.id], [BOSS.id]]);
});

test('the muted are not told', () => {
  const life = new Life();
  life.read(0, 'In progress');
  const settings = planSettings({
    watch,
    mute: { ...planSettings().mute, comment: [LEAD.id] },
  });
  expect(life.read(HOUR, 'Blocked', true, { settings })).toEqual(['0: Ana']);
});

test('a page that is back from the trash tells the step that nobody was told of', () => {
  const life = new Life();
  life.read(0, 'In progress');
  life.read(HOUR, 'Blocked', false);
  const { last } = life;
  if (!last) throw new Error('it was read');
  const gone = planGone(last, NOW + HOUR);
  expect(gone.outbox.filter(({ kind }) => kind !== 'wake')).toEqual([]);
  const { outbox, memory } = gone;
  expect(life.read(2 * HOUR, 'Blocked', true, { outbox, memory })).toEqual(['0: Lead, Ana']);
});

describe('a step that tells a channel and an address', () => {
  const elsewhere = (tell: Partial<EscalationStep['tell']> = {}): Watch => ({
    ...watch,
    escalations: [
      {
        status: 'Blocked',
        steps: [
          {
            after: '0h',
            tell: { people: [], assignees: false, channel: 'C0ONCALL', email: 'oncall@example.com', ...tell },
          },
        ],
      },
    ],
  });
  const enter = (watched = elsewhere()): Life => {
    const life = new Life();
    const settings = planSettings({ watch: watched });
    life.read(0, 'In progress', true, { settings });
    life.read(HOUR, 'Blocked', false, { settings });
    return life;
  };
  const idsIn = ({ last }: Life) => (last ? noticesIn(last).map(({ id }) => id) : []);

  test('makes one notice for each, beside those of its people, with ids of their own', () => {
    const page = PAGE.replaceAll('-', '');
    expect(idsIn(enter())).toEqual([
      `${page}-2-escalation1-slack-channel`,
      `${page}-2-escalation1-email-address`,
    ]);
    expect(idsIn(enter(elsewhere({ assignees: true })))).toEqual([
      `${page}-2-escalation1-comment`,
      `${page}-2-escalation1-slack`,
      `${page}-2-escalation1-slack-channel`,
      `${page}-2-escalation1-email-address`,
    ]);
  });

  test('no address is in what is stored', () => {
    expect(JSON.stringify(enter().last)).not.toMatch(/oncall|C0ONCALL/);
  });

  test('what waits is kept while the page stays, and cancelled when it leaves', () => {
    const life = enter();
    const settings = planSettings({ watch: elsewhere() });
    const before = life.last?.outbox;
    life.read(2 * HOUR, 'Blocked', false, { settings });
    expect(life.last?.outbox).toEqual(before);
    life.read(3 * HOUR, 'In progress', false, { settings });
    expect(life.last?.outbox).toEqual([]);
  });

  test.each([
    ['is told again if it tells nobody else', elsewhere(), 2],
    ['is not if its people were told', elsewhere({ assignees: true }), 0],
  ])('of a page that is back from the trash it %s', (_, watched, count) => {
    const life = enter(watched);
    const settings = planSettings({ watch: watched });
    const { state: previous, memory, outbox = [] } = life.last ?? {};
    const toPeople = outbox.filter((entry) => entry.kind === 'notice' && entry.people.length > 0);
    const waiting = toPeople.reduce<Outbox>(
      (left, { id }) => settle(left, id, { kind: 'delivered' }, NOW),
      outbox,
    );
    const gone = planGone({ state: previous, memory, outbox: waiting }, NOW);
    expect(gone.outbox).toEqual([]);
    life.read(2 * HOUR, 'Blocked', false, { settings, memory: gone.memory, outbox: gone.outbox });
    expect(idsIn(life)).toHaveLength(count);
  });
});

test.each([
  ['0h', 0],
  ['30m', HOUR / 2],
  ['24h', DAY],
  ['3d', 3 * DAY],
])('%s', (text, ms) => {
  expect(durationOf(text)).toBe(ms);
});
