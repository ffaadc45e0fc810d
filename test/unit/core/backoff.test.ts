import * as fc from 'fast-check';
import { backoff, parseRetryAfter } from '../../../lambdas/core/backoff.ts';
import { assertProperty } from './assert-property.ts';
import { HOUR, NOW } from './builders.ts';

/** The greatest number below 1 that `Math.random` can give. */
const ALMOST_ONE = 1 - 2 ** -53;

describe('backoff', () => {
  test.each([
    [0, 30_000],
    [1, 30_000],
    [2, 60_000],
    [3, 120_000],
    [7, 32 * 60_000],
    [8, HOUR],
    [5000, HOUR],
  ])('waits at most, after %i failures, %i ms', (attempts, ceiling) => {
    expect(backoff(attempts, ALMOST_ONE)).toBe(ceiling);
    expect(backoff(attempts, 0.5)).toBe(ceiling / 2);
    expect(backoff(attempts, 0)).toBe(0);
  });

  test('is whole milliseconds, at most an hour, and never less than the service asked for', () => {
    const random = fc.double({ min: 0, max: ALMOST_ONE, noNaN: true });
    assertProperty(
      fc.property(fc.nat(2000), random, fc.nat(5 * HOUR), (attempts, chance, retryAfterMs) => {
        const waitMs = backoff(attempts, chance, retryAfterMs);
        expect(Number.isSafeInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(retryAfterMs);
        expect(waitMs).toBeLessThanOrEqual(Math.max(retryAfterMs, HOUR));
      }),
    );
  });
});

describe('parseRetryAfter', () => {
  test.each([
    ['0', 0],
    ['17', 17_000],
    [' 17 ', 17_000],
    ['900', 900_000],
    ['Mon, 02 Nov 2026 09:00:45 GMT', 15_000],
    ['Mon, 02 Nov 2026 08:00:00 GMT', 0],
    ['', undefined],
    ['soon', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j is %j ms', (header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });

  test('reads any date that HTTP writes', () => {
    assertProperty(
      fc.property(fc.integer({ min: -HOUR / 1000, max: HOUR / 1000 }), (seconds) => {
        const header = new Date(NOW + seconds * 1000).toUTCString();
        expect(parseRetryAfter(header, NOW)).toBe(Math.max(0, seconds * 1000));
      }),
    );
  });
});
