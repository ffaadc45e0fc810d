import * as fc from 'fast-check';

export const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Up to a length of time; the simplest is none. */
const upTo = (...limits: readonly [weight: number, ms: number][]) =>
  fc.oneof(...limits.map(([weight, max]) => ({ weight, arbitrary: fc.nat({ max }) })));

/** Mostly short, so that things happen at once; sometimes just as long as a hold is at most. */
export const wait = fc.oneof(
  { weight: 18, arbitrary: upTo([10, 2 * SECOND], [6, MINUTE], [3, 10 * MINUTE], [1, 2 * HOUR]) },
  { weight: 1, arbitrary: fc.integer({ min: 60 * SECOND, max: 65 * SECOND }) },
);

/** Until dates come. */
export const longWait = fc.oneof(
  { weight: 6, arbitrary: wait },
  { weight: 1, arbitrary: fc.nat({ max: 26 * HOUR }) },
);

/** Until the next day, now and then: between two days a sweep has much to do. */
export const dailyWait = fc.oneof(
  { weight: 12, arbitrary: wait },
  { weight: 1, arbitrary: fc.nat({ max: 26 * HOUR }) },
);

export const delay = upTo([14, 4 * SECOND], [4, 2 * MINUTE], [2, HOUR], [1, 24 * HOUR]);
