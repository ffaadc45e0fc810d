import * as fc from 'fast-check';
import { delay } from './arbitrary-times.ts';
import { MANAGERS, PAGES, TEAM_SIZE } from './cast.ts';
import { STATUSES } from './page-values.ts';
import type { Action, Author, Delivery } from './schedule.ts';
import type { Setup } from './setup.ts';

export type Weighted = { weight: number; arbitrary: fc.Arbitrary<Action> };

export const page = fc.nat({ max: PAGES - 1 });
export const person = fc.nat({ max: TEAM_SIZE - 1 });
export const somePeople = fc.uniqueArray(person, { minLength: 1, maxLength: 3 });

const author: fc.Arbitrary<Author> = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: MANAGERS.length - 1 }).map((manager) => ({ manager })) },
  { weight: 1, arbitrary: person.map((index) => ({ person: index })) },
);

/** @param mayDrop whether a sweep finds what no webhook tells */
export const edits = (mayDrop: boolean, { reminds, escalates, filters }: Setup): Weighted[] => {
  const delivery = deliveryWhere(mayDrop);
  return [
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
    ...(filters ? [{ weight: 5, arbitrary: leaveOutWith(delivery) }] : []),
    ...(reminds ? [{ weight: 8, arbitrary: dueWith(delivery) }] : []),
    ...(reminds || escalates ? [{ weight: escalates ? 10 : 2, arbitrary: statusWith(delivery) }] : []),
  ];
};

const dueWith = (delivery: fc.Arbitrary<Delivery>): fc.Arbitrary<Action> =>
  fc.record({
    kind: fc.constant('due'),
    page,
    inDays: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: -1, max: 2 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    form: fc.constantFrom('day', 'range', 'time'),
    delivery,
  });

const statusWith = (delivery: fc.Arbitrary<Delivery>): fc.Arbitrary<Action> =>
  fc.record({ kind: fc.constant('status'), page, status: fc.constantFrom(...STATUSES), delivery });

const leaveOutWith = (delivery: fc.Arbitrary<Delivery>): fc.Arbitrary<Action> =>
  fc.record({ kind: fc.constant('leave out'), page, delivery });

export const deliveryWhere = (mayDrop: boolean): fc.Arbitrary<Delivery> =>
  fc.record({
    delaysMs: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(delay) },
      { weight: 1, arbitrary: fc.array(delay, { minLength: 2, maxLength: 3 }) },
      { weight: mayDrop ? 1 : 0, arbitrary: fc.constant([]) },
    ),
    isAggregated: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  });
