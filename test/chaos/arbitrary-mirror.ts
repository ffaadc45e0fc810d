import * as fc from 'fast-check';
import { deliveryWhere, page } from './arbitrary-edits.ts';
import { crash } from './arbitrary-faults.ts';
import { writeFault } from './arbitrary-http-faults.ts';
import { wait } from './arbitrary-times.ts';
import { DELIVERABLES } from './deliverables.ts';
import { STATUSES } from './page-values.ts';
import type { Action, Schedule, Step } from './schedule.ts';
import type { Setup } from './setup.ts';

/** What makes two workspaces of one. */
interface Between {
  mirrors: Setup['mirrors'];
  steps: { place: number; step: Step }[];
}

const deliverable = fc.nat({ max: DELIVERABLES - 1 });
const points = fc.nat({ max: 3 });
const status = fc.constantFrom(...STATUSES);

const editsWhere = (mayDrop: boolean): fc.Arbitrary<Action> => {
  const delivery = deliveryWhere(mayDrop);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('status'), page, status, delivery }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('points'), page, points, delivery }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('link'),
        page,
        to: fc.constantFrom('own', 'own', 'own', 'spare', undefined),
        delivery,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('status over there'), page: deliverable, status, delivery }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('points over there'), page: deliverable, points, delivery }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('trash over there'), page: deliverable, delivery }),
    },
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

const between = (isSwept: boolean, mirrors: Setup['mirrors']): fc.Arbitrary<Between> => {
  const action = fc.oneof({ weight: 4, arbitrary: editsWhere(isSwept) }, { weight: 1, arbitrary: faults });
  return fc.record({
    mirrors: fc.constant(mirrors),
    steps: fc.array(fc.record({ place: fc.nat({ max: 24 }), step: fc.record({ waitMs: wait, action }) }), {
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

function withMirror(schedule: Schedule, { mirrors, steps }: Between): Schedule {
  const all = [...schedule.steps];
  for (const { place, step } of steps) all.splice(Math.min(place, all.length), 0, step);
  return { ...schedule, setup: { ...schedule.setup, mirrors }, steps: all };
}
