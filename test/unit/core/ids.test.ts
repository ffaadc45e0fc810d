import * as fc from 'fast-check';
import { canonicalId, decodePropertyId, parseId } from '../../../lambdas/core/ids.ts';
import { assertProperty } from './assert-property.ts';

const CANONICAL = '6513270e-269e-4d37-b2a7-4de452e6b438';

describe('canonicalId', () => {
  test.each([
    CANONICAL,
    CANONICAL.replaceAll('-', ''),
    CANONICAL.toUpperCase(),
    CANONICAL.replaceAll('-', '').toUpperCase(),
  ])('%s is brought into lower case with dashes', (id) => {
    expect(canonicalId(id)).toBe(CANONICAL);
  });

  test.each(['', 'p1', CANONICAL.slice(1), `${CANONICAL}0`, CANONICAL.replace('6', 'g'), ` ${CANONICAL}`])(
    '%j is no UUID',
    (id) => {
      expect(canonicalId(id)).toBeUndefined();
    },
  );

  test('any UUID is its own canonical form, with dashes and without', () => {
    assertProperty(
      fc.property(fc.uuid(), (id) => {
        expect(canonicalId(id)).toBe(id);
        expect(canonicalId(id.replaceAll('-', ''))).toBe(id);
      }),
    );
  });
});

describe('parseId', () => {
  test.each([
    [CANONICAL.replaceAll('-', ''), CANONICAL],
    ['page_17', 'page_17'],
    ['a'.repeat(64), 'a'.repeat(64)],
  ])('%s is taken as %s', (id, expected) => {
    expect(parseId(id)).toBe(expected);
  });

  test.each([
    '',
    'a'.repeat(65),
    '../secrets',
    'a b',
    'a#b',
    'a/b',
    'é',
    'a\n',
    undefined,
    null,
    17,
    {},
    [CANONICAL],
  ])('%p is no id', (id) => {
    expect(parseId(id)).toBeUndefined();
  });

  test('whatever is taken is safe in a URL and in a key of the table', () => {
    assertProperty(
      fc.property(fc.string(), (id) => {
        const parsed = parseId(id) ?? 'none';
        expect(encodeURIComponent(parsed)).toBe(parsed);
        expect(parsed).not.toContain('#');
      }),
    );
  });
});

describe('decodePropertyId', () => {
  test.each([
    ['XGe%40', 'XGe@'],
    ['%7BLUX', '{LUX'],
    ['{LUX', '{LUX'],
    ['title', 'title'],
    ['50%', '50%'],
    ['%E0%A4%A', '%E0%A4%A'],
  ])('%s is %s', (id, expected) => {
    expect(decodePropertyId(id)).toBe(expected);
  });

  test('decodes whatever a URL can hold', () => {
    assertProperty(
      fc.property(fc.string({ unit: 'grapheme' }), (id) => {
        expect(decodePropertyId(encodeURIComponent(id))).toBe(id);
      }),
    );
  });
});
