import { destinationOfDigest, digestDueAt } from '../../../lambdas/core/digests.ts';
import { minuteOf } from '../../../lambdas/core/minutes.ts';
import { Singles } from '../../../lambdas/core/singles.ts';
import { MINUTE, NOW } from './builders.ts';

const CHANNEL = 'C0123456789';
const NONE = { minute: 0, byDestination: {} };

/** How so many notices go that come at once. */
function waysOf(singles: Singles, count: number, destination = CHANNEL, now = NOW): string[] {
  return Array.from(
    { length: count },
    (_, index) => singles.wayOf(`${destination}-${now}-${index}`, destination, now).kind,
  );
}

test('the first notices of a minute go singly, what is more into one digest', () => {
  const singles = new Singles(2, NONE);
  expect(waysOf(singles, 4)).toEqual(['single', 'single', 'digest', 'digest']);
  const way = singles.wayOf('another', CHANNEL, NOW);
  if (way.kind !== 'digest') throw new Error('it is to go into a digest');
  expect(destinationOfDigest(way.digest)).toBe(CHANNEL);
  expect(digestDueAt(way.digest)).toBe(minuteOf(NOW) + MINUTE);
  expect(way.lookAt).toBeGreaterThan(digestDueAt(way.digest) + MINUTE);
});

test('each channel has its own count, and each minute', () => {
  const singles = new Singles(1, NONE);
  expect(waysOf(singles, 2)).toEqual(['single', 'digest']);
  expect(waysOf(singles, 2, 'C0OTHER')).toEqual(['single', 'digest']);
  expect(waysOf(singles, 2, CHANNEL, minuteOf(NOW) + MINUTE)).toEqual(['single', 'digest']);
});

test('a notice goes one way, however often it is asked for', () => {
  const singles = new Singles(1, NONE);
  for (let time = 0; time < 3; time++) expect(singles.wayOf('n', CHANNEL, NOW)).toEqual({ kind: 'single' });
  expect(waysOf(singles, 1)).toEqual(['digest']);
  expect(singles.wayOf('n', CHANNEL, NOW)).toEqual({ kind: 'single' });
});

test('the next invocation goes on counting, in the same minute only', () => {
  const before = new Singles(2, NONE);
  waysOf(before, 1);
  expect(waysOf(new Singles(2, before.count(NOW)), 2)).toEqual(['single', 'digest']);
  expect(before.count(NOW + MINUTE)).toEqual({ minute: minuteOf(NOW + MINUTE), byDestination: {} });
});

test.each([
  [0, ['digest', 'digest']],
  [1_000_000, ['single', 'single']],
])('with %d singles', (limit, expected) => {
  expect(waysOf(new Singles(limit, NONE), 2)).toEqual(expected);
});
