import * as fc from 'fast-check';
import { anyFault, crash, crashCall } from './arbitrary-faults.ts';
import { MANAGERS, TEAM_SIZE } from './cast.ts';
import {
  type Action,
  type Author,
  type Delivery,
  PAGES,
  type Schedule,
  type Step,
  type TargetedFault,
} from './schedule.ts';
import type { Setup } from './setup.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const page = fc.nat({ max: PAGES - 1 });
const person = fc.nat({ max: TEAM_SIZE - 1 });
const somePeople = fc.uniqueArray(person, { minLength: 1, maxLength: 3 });
const skip = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) });

/** Up to a length of time; the simplest is none. */
const upTo = (...limits: readonly [weight: number, ms: number][]) =>
  fc.oneof(...limits.map(([weight, max]) => ({ weight, arbitrary: fc.nat({ max }) })));

/** Mostly short, so that things happen at once; sometimes just as long as a hold is at most. */
const wait = fc.oneof(
  { weight: 18, arbitrary: upTo([10, 2 * SECOND], [6, MINUTE], [3, 10 * MINUTE], [1, 2 * HOUR]) },
  { weight: 1, arbitrary: fc.integer({ min: 60 * SECOND, max: 65 * SECOND }) },
);
const delay = upTo([14, 4 * SECOND], [4, 2 * MINUTE], [2, HOUR], [1, 24 * HOUR]);

const deliveryWhere = (isDropping: boolean): fc.Arbitrary<Delivery> =>
  fc.record({
    delaysMs: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(delay) },
      { weight: 1, arbitrary: fc.array(delay, { minLength: 2, maxLength: 3 }) },
      { weight: isDropping ? 1 : 0, arbitrary: fc.constant([]) },
    ),
    isAggregated: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  });

const author: fc.Arbitrary<Author> = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: MANAGERS.length - 1 }).map((manager) => ({ manager })) },
  { weight: 1, arbitrary: person.map((index) => ({ person: index })) },
);

const minutes = fc.integer({ min: 1, max: 30 });

type Weighted = { weight: number; arbitrary: fc.Arbitrary<Action> };

const edits = (delivery: fc.Arbitrary<Delivery>): Weighted[] => [
  {
    weight: 16,
    arbitrary: fc.record({ kind: fc.constant('toggle'), page, people: somePeople, author, delivery }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('burst'), people: somePeople, author, delivery }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crowd'), page, author, delivery }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('trash'), page, delivery }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename'), page, delivery }) },
];

/** One page's trouble, which must not be another's. */
const pageTroubles: Weighted[] = [
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('newer record'), page, minutes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('broken record'), page, minutes }) },
];

/** Two consumers at once, and now and then against the hold. */
const forced: Weighted = {
  weight: 4,
  arbitrary: fc.record({
    kind: fc.constant('second consumer'),
    pages: fc.uniqueArray(page, { minLength: 1, maxLength: PAGES }),
    job: fc.oneof(
      { weight: 3, arbitrary: fc.constant('event') },
      { weight: 1, arbitrary: fc.constant('due') },
    ),
    byForce: fc.oneof(
      { weight: 3, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  }),
};

const faults: Weighted[] = [
  forced,
  ...pageTroubles,
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('fail'), fault: anyFault, skip }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('outage'), fault: anyFault, minutes }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('crash'), call: crashCall, crash, skip }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('retry'),
      how: fc.constantFrom('redrive', 'command'),
      times: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('newer messages'), minutes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('acknowledgements lost') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('garbage in the queue') }) },
];

const step = (waitMs: fc.Arbitrary<number>, what: fc.Arbitrary<Action>): fc.Arbitrary<Step> =>
  fc.record({ waitMs, action: what });

const atOnce: Delivery = { delaysMs: [0], isAggregated: false };
const inAWhile: Delivery = { delaysMs: [30 * SECOND], isAggregated: false };

/** While one consumer waits for its read of a page, another is forced in, and reads a later edit of it. */
const overtaking: fc.Arbitrary<Step[]> = fc
  .record({ page, people: somePeople, others: somePeople, wait, soon: fc.nat({ max: 3 * SECOND }) })
  .map(({ page: of, people, others, wait: waitMs, soon }): Step[] => [
    { waitMs, action: { kind: 'fail', fault: SLOW_READ, skip: 0 } },
    { waitMs: 0, action: { kind: 'toggle', page: of, people, author: { manager: 0 }, delivery: atOnce } },
    {
      waitMs: 500 + soon,
      action: { kind: 'toggle', page: of, people: others, author: { manager: 1 }, delivery: inAWhile },
    },
    { waitMs: 0, action: { kind: 'second consumer', pages: [of], job: 'event', byForce: true } },
  ]);
const SLOW_READ: TargetedFault = { service: 'http', target: 'notion.page', fault: { kind: 'slow' } };

const groupOf = (isSwept: boolean, what: readonly Weighted[]): fc.Arbitrary<Step[]> => {
  const single = step(wait, fc.oneof(...what, ...edits(deliveryWhere(isSwept)))).map((one) => [one]);
  if (!what.includes(forced)) return single;
  return fc.oneof({ weight: 60, arbitrary: single }, { weight: 1, arbitrary: overtaking });
};

const setup: fc.Arbitrary<Setup> = fc.record({
  tellsUnassigned: fc.boolean(),
  slack: fc.oneof(
    { weight: 2, arbitrary: fc.constant('webhook') },
    { weight: 1, arbitrary: fc.constant('bot') },
    { weight: 1, arbitrary: fc.constant('bot and direct messages') },
  ),
  sendsEmail: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

const scheduleOf = (isSwept: boolean, what: readonly Weighted[]): fc.Arbitrary<Schedule> =>
  fc.record({
    seed: fc.nat(),
    isSwept: fc.constant(isSwept),
    setup,
    callsPerMinute: fc.constantFrom(180, 30, 10),
    consumers: fc.constantFrom(1, 3),
    recorded: fc.array(fc.uniqueArray(person, { maxLength: 3 }), { minLength: 1, maxLength: PAGES - 1 }),
    steps: fc
      .array(groupOf(isSwept, what), { minLength: 1, maxLength: 24, size: 'max' })
      .map((groups) => groups.flat()),
  });

const backfill: Weighted = { weight: 1, arbitrary: fc.constant({ kind: 'backfill' }) };

/**
 * Mostly without sweeps, which would heal what goes wrong; only with them may a webhook be lost. The last two
 * are calm enough that everything else must be in time.
 */
export const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  { weight: 10, arbitrary: scheduleOf(false, faults) },
  { weight: 5, arbitrary: scheduleOf(true, [...faults, backfill]) },
  { weight: 1, arbitrary: scheduleOf(false, pageTroubles) },
  { weight: 1, arbitrary: scheduleOf(true, []) },
);
