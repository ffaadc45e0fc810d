import { addDeath, clearDeaths, type Deaths, inherit, MOST_DEATHS } from '../../../lambdas/core/deaths.ts';
import { NOW } from './builders.ts';

describe('inherit', () => {
  const left = { calls: { '1': 7 }, sweepCalls: { '1': 2 }, deaths: { a: 1, c: 2 } };

  test('takes over what a holder left that ended well', () => {
    expect(inherit(left, 180, 60)).toEqual(left);
  });

  test('gives each message of a dead holder one death more, and its budget as spent when its time ended', () => {
    const died = { heldUntil: NOW + 999, inWork: ['a', 'b'] };
    expect(inherit({ ...left, died }, 180, 60)).toEqual({
      calls: { [String(Math.floor((NOW + 999) / 1000))]: 180 },
      sweepCalls: { [String(Math.floor((NOW + 999) / 1000))]: 60 },
      deaths: { a: 2, b: 1, c: 2 },
    });
  });

  test('a message that kills every invocation reaches the limit with the third', () => {
    const died = { heldUntil: NOW, inWork: ['deadly'] };
    let deaths: Deaths = {};
    const counts = [1, 2, 3].map(() => {
      ({ deaths } = inherit({ calls: {}, sweepCalls: {}, deaths, died }, 180, 60));
      return deaths['deadly'];
    });
    expect(counts).toEqual([1, 2, 3]);
    expect(MOST_DEATHS).toBe(3);
  });
});

describe('addDeath', () => {
  test('changes nothing of what it was given', () => {
    const before: Deaths = { a: 1 };
    expect(addDeath(before, 'a')).toEqual({ a: 2 });
    expect(before).toEqual({ a: 1 });
  });

  test('remembers the hundred that died last', () => {
    const ids = Array.from({ length: 150 }, (_, index) => `m-${index}`);
    const deaths = ids.reduce(addDeath, {});
    expect(Object.keys(deaths)).toEqual(ids.slice(50));
  });

  test('one that dies again is not among the oldest any more', () => {
    const ids = Array.from({ length: 100 }, (_, index) => `m-${index}`);
    const deaths = [...ids, 'm-0', 'new'].reduce(addDeath, {});
    expect(deaths['m-0']).toBe(2);
    expect(deaths['m-1']).toBeUndefined();
  });
});

test('clearDeaths forgets the messages that ended, and no others', () => {
  expect(clearDeaths({ a: 1, b: 2, c: 1 }, ['a', 'c', 'unknown'])).toEqual({ b: 2 });
});
