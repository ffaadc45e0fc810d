import * as fc from 'fast-check';
import { edits, page, person, somePeople, type Weighted } from './arbitrary-edits.ts';
import { anyFault, crash, crashCall } from './arbitrary-faults.ts';
import { mirrored } from './arbitrary-mirror.ts';
import { setup } from './arbitrary-setup.ts';
import { dailyWait, longWait, SECOND, wait } from './arbitrary-times.ts';
import { PAGES } from './cast.ts';
import type { Action, Delivery, Schedule, Step, TargetedFault } from './schedule.ts';
import type { Setup } from './setup.ts';

const skip = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) });
const minutes = fc.integer({ min: 1, max: 30 });

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

const backfill: Weighted = { weight: 1, arbitrary: fc.constant({ kind: 'backfill' }) };

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

/** While one consumer waits for Slack to take a list, another is forced in to tell it. */
const listedTwice = ({ slack }: Setup): fc.Arbitrary<Step[]> =>
  fc
    .record({ page, soonMs: fc.integer({ min: SECOND, max: 20 * SECOND }) })
    .map(({ page: of, soonMs }): Step[] => [
      { waitMs: 0, action: { kind: 'due', page: of, inDays: -1, form: 'day', delivery: inAWhile } },
      { waitMs: 0, sinceList: true, action: { kind: 'outage', fault: slowPost(slack), minutes: 1 } },
      { waitMs: soonMs, action: { kind: 'second consumer', pages: [of], job: 'due', byForce: true } },
    ]);
const slowPost = (slack: Setup['slack']): TargetedFault => ({
  service: 'http',
  target: slack === 'webhook' ? 'slack.post' : 'slack.message',
  fault: { kind: 'slow' },
});

/** What a page owes cannot be read back, and who puts the page off for a while dies over it. */
const putOffInVain: fc.Arbitrary<Step[]> = fc
  .record({ page, people: somePeople, wait, death: crash })
  .map(({ page: of, people, wait: waitMs, death }): Step[] => [
    { waitMs, action: { kind: 'fail', fault: CONFLICT, skip: 0 } },
    { waitMs: 0, action: { kind: 'toggle', page: of, people, author: { manager: 0 }, delivery: atOnce } },
    { waitMs: 20 * SECOND, action: { kind: 'broken record', page: of, minutes: 30 } },
    { waitMs: 0, action: { kind: 'crash', call: 'dueTimes.putOff', crash: death, skip: 0 } },
    { waitMs: 900 * SECOND, action: { kind: 'garbage in the queue' } },
  ]);
const CONFLICT: TargetedFault = {
  service: 'http',
  target: 'notion.comment',
  fault: { kind: '409', status: 409, isEffective: false },
};

/** What a schedule may hold besides edits. */
interface Kind {
  isSwept: boolean;
  what: readonly Weighted[];
  wait: fc.Arbitrary<number>;
}

const groupOf = ({ isSwept, what, wait }: Kind, configured: Setup): fc.Arbitrary<Step[]> => {
  const single = step(wait, fc.oneof(...what, ...edits(isSwept, configured))).map((one) => [one]);
  if (!what.includes(forced)) return single;
  return fc.oneof(
    { weight: 60, arbitrary: single },
    { weight: 1, arbitrary: overtaking },
    { weight: 1, arbitrary: putOffInVain },
    { weight: configured.reminds && configured.lists ? 3 : 0, arbitrary: listedTwice(configured) },
  );
};

const scheduleOf = (kind: Kind, configured: fc.Arbitrary<Setup> = setup): fc.Arbitrary<Schedule> =>
  configured.chain((one) =>
    fc.record({
      seed: fc.nat(),
      isSwept: fc.constant(kind.isSwept),
      setup: fc.constant(one),
      callsPerMinute: fc.constantFrom(180, 30, 10),
      consumers: fc.constantFrom(1, 3),
      recorded: fc.array(fc.uniqueArray(person, { maxLength: 3 }), { minLength: 1, maxLength: PAGES - 1 }),
      steps: fc
        .array(groupOf(kind, one), { minLength: 1, maxLength: 24, size: 'max' })
        .map((groups) => groups.flat()),
    }),
  );

const reminding = setup.map((one) => ({ ...one, reminds: true }));
const listing = reminding.map((one) => ({ ...one, lists: true }));

/**
 * Mostly without sweeps, which would heal what goes wrong; only with them may a webhook be lost. Some last for
 * days. The last two are calm enough that everything else must be in time.
 */
const inOneWorkspace: fc.Arbitrary<Schedule> = fc.oneof(
  { weight: 8, arbitrary: scheduleOf({ isSwept: false, what: faults, wait }) },
  { weight: 2, arbitrary: scheduleOf({ isSwept: false, what: faults, wait: longWait }, reminding) },
  { weight: 5, arbitrary: scheduleOf({ isSwept: true, what: [...faults, backfill], wait }) },
  { weight: 2, arbitrary: scheduleOf({ isSwept: true, what: faults, wait: dailyWait }, listing) },
  { weight: 1, arbitrary: scheduleOf({ isSwept: false, what: pageTroubles, wait }) },
  { weight: 1, arbitrary: scheduleOf({ isSwept: true, what: [], wait }) },
);

/** Some have another workspace beside theirs, with a mirror between the two. */
export const schedule: fc.Arbitrary<Schedule> = mirrored(inOneWorkspace);
