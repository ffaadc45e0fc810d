import fc from 'fast-check';
import { cut } from '../../../lambdas/core/cut.ts';
import { assertProperty } from './assert-property.ts';

test.each([
  ['what is short enough', 'ab', 2, 'ab'],
  ['what ends in a character of two units', 'a😀', 3, 'a😀'],
  ['between characters', 'ab😀', 2, 'ab'],
  ['before a character that would be cut', 'a😀b', 2, 'a'],
  ['after one', 'a😀b', 3, 'a😀'],
])('%s', (_, text, most, expected) => {
  expect(cut(text, most)).toBe(expected);
});

test('cuts off no more than the half of a character, and what is whole stays so', () => {
  assertProperty(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.integer({ min: 2, max: 20 }),
      (text, most) => {
        const first = cut(text, most);
        expect(text.startsWith(first)).toBe(true);
        expect(first.length).toBeLessThanOrEqual(most);
        expect(first.length).toBeGreaterThanOrEqual(Math.min(text.length, most - 1));
        expect(isWhole(first)).toBe(true);
      },
    ),
  );
});

/** UTF-8 has no halves: they become something else in it. */
function isWhole(text: string): boolean {
  return Buffer.from(text).toString() === text;
}
