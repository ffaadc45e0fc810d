import * as fc from 'fast-check';
import { deliveryWhere, page } from './arbitrary-edits.ts';
import { crash } from './arbitrary-faults.ts';
import { unreadThere, writeFault } from './arbitrary-http-faults.ts';
import { wait } from './arbitrary-times.ts';
import { PAGES } from './cast.ts';
import { DELIVERABLES } from './deliverables.ts';
import { STATUSES } from './page-values.ts';
import type { Action, Delivery, Schedule, Step, TargetedFault } from './schedule.ts';
import type { Setup } from './setup.ts';

/** What makes two workspaces of one. */
interface Between {
  mirrors: Setup['mirrors'];
  groups: { place: number; steps: Step[] }[];
}

const deliverable = fc.nat({ max: DELIVERABLES - 1 });
const points = fc.nat({ max: 3 });
const status = fc.constantFrom(...STATUSES);
const target = fc.constantFrom('own', 'own', 'own', 'spare', 'neighbour', undefined);
const atOnce: Delivery = { delaysMs: [0], isAggregated: false };

const editsWhere = (mayDrop: boolean): fc.Arbitrary<Action> => {
  const delivery = deliveryWhere(mayDrop);
  const there = { page: deliverable, delivery };
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('status'), page, status, delivery }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('points'), page, points, delivery }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('link'), page, to: target, delivery }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('trash'), page, delivery }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('status over there'), status, ...there }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('points over there'), points, ...there }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('trash over there'), ...there }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'option over there' }) },
  );
};

const faults: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('fail'), fault: writeFault, skip: fc.constant(0) }),
  fc.record({
    kind: fc.constant('crash'),
    call: fc.constantFrom('notion.update', 'queue.send', 'pages.save'),
    crash,
    skip: fc.nat({ max: 2 }),
  }),
);

const link = (of: number, to: 'own' | 'spare' | 'neighbour'): Action => ({
  kind: 'link',
  page: of,
  to,
  delivery: atOnce,
});

/** The other side cannot be read for a while, when it first hears of a link. */
const unread = fc
  .record({ page, fault: unreadThere, minutes: fc.integer({ min: 1, max: 10 }) })
  .map(({ page: of, fault, minutes }): Step[] => [
    { waitMs: 0, action: { kind: 'outage', fault, minutes } },
    { waitMs: 0, action: link(of, 'spare') },
  ]);

/** Who should tell the other side of a link dies, and the page is read again before that is made up for. */
const unheard = fc
  .record({ page, crash, soonMs: fc.integer({ min: 2000, max: 120_000 }) })
  .map(({ page: of, crash: death, soonMs }): Step[] => [
    { waitMs: 0, action: { kind: 'crash', call: 'queue.send', crash: death, skip: 0 } },
    { waitMs: 0, action: link(of, 'spare') },
    {
      waitMs: soonMs,
      action: { kind: 'toggle', page: of, people: [0], author: { manager: 0 }, delivery: atOnce },
    },
  ]);

/** Two pages link to one over there, and the first goes to the trash. */
const replaced = fc.record({ page, waits: fc.tuple(wait, wait, wait) }).map(({ page: of, waits }): Step[] => [
  { waitMs: waits[0], action: link(of, 'own') },
  { waitMs: waits[1], action: link((of + PAGES - 1) % PAGES, 'neighbour') },
  { waitMs: waits[2], action: { kind: 'trash', page: of, delivery: atOnce } },
]);

/** What is written shows itself late, and the page that it came from is edited meanwhile. */
const landedLate = fc
  .record({
    delayMs: fc.integer({ min: 16_000, max: 75_000 }),
    settledMs: fc.integer({ min: 5000, max: 65_000 }),
    soonMs: fc.integer({ min: 2000, max: 40_000 }),
  })
  .map(({ delayMs, settledMs, soonMs }): Step[] => [
    { waitMs: 0, action: link(0, 'own') },
    { waitMs: settledMs, action: { kind: 'fail', fault: lateWrite(delayMs), skip: 0 } },
    { waitMs: 0, action: { kind: 'points', page: 0, points: 8, delivery: atOnce } },
    { waitMs: soonMs, action: { kind: 'points', page: 0, points: 9, delivery: atOnce } },
  ]);
const lateWrite = (delayMs: number): TargetedFault => ({
  service: 'http',
  target: 'notion.update.there',
  fault: { kind: 'late-commit', delayMs },
});

const between = (isSwept: boolean, mirrors: Setup['mirrors']): fc.Arbitrary<Between> => {
  const action = fc.oneof({ weight: 4, arbitrary: editsWhere(isSwept) }, { weight: 1, arbitrary: faults });
  const steps = fc.oneof(
    { weight: 40, arbitrary: fc.record({ waitMs: wait, action }).map((step) => [step]) },
    { weight: 1, arbitrary: unread },
    { weight: 1, arbitrary: unheard },
    { weight: 1, arbitrary: replaced },
    { weight: 1, arbitrary: landedLate },
  );
  return fc.record({
    mirrors: fc.constant(mirrors),
    groups: fc.array(fc.record({ place: fc.nat({ max: 24 }), steps }), {
      minLength: 1,
      maxLength: 12,
      size: 'max',
    }),
  });
};

/** Drawn after the schedule itself, so that the others stay as they are. */
export const mirrored = (schedules: fc.Arbitrary<Schedule>): fc.Arbitrary<Schedule> =>
  schedules.chain((schedule) =>
    fc
      .oneof(
        { weight: 8, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: between(schedule.isSwept, 'both ways') },
        { weight: 1, arbitrary: between(schedule.isSwept, 'one way') },
      )
      .map((more) => (more ? withMirror(schedule, more) : schedule)),
  );

function withMirror(schedule: Schedule, { mirrors, groups }: Between): Schedule {
  const all = [...schedule.steps];
  for (const { place, steps } of groups) all.splice(Math.min(place, all.length), 0, ...steps);
  return { ...schedule, setup: { ...schedule.setup, mirrors }, steps: all };
}
