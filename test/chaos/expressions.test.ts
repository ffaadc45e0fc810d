import { meets, updated } from './expressions.ts';

const values = { ExpressionAttributeValues: { ':now': 5, ':other': 7, ':text': 'a' } };

describe('a condition', () => {
  test.each([
    ['attribute_not_exists(pk)', undefined, true],
    ['attribute_not_exists(pk)', { pk: 'a' }, false],
    ['attribute_exists(pk)', undefined, false],
    ['until <= :now', { until: 5 }, true],
    ['until <= :now', { until: 6 }, false],
    ['until <= :now', {}, false],
    ['until = :now', { until: 5 }, true],
    ['until = :now', {}, false],
    ['until <> :now', {}, true],
    ['pk = :text AND until < :other', { pk: 'a', until: 6 }, true],
    [
      '(attribute_not_exists(until) OR until <= :now) AND (attribute_not_exists(closed) OR closed <= :now)',
      {},
      true,
    ],
    ['(attribute_not_exists(until) OR until <= :now) AND pk = :text', { until: 9, pk: 'a' }, false],
    ['NOT until <= :now', { until: 9 }, true],
  ])('%s of %j is %s', (condition, item, expected) => {
    expect(meets(condition, item, values)).toBe(expected);
  });

  test('that it cannot read is an error, and not a guess', () => {
    expect(() => meets('begins_with(pk, :text)', { pk: 'a' }, values)).toThrow('begins_with');
    expect(() => meets('pk = :text AND', { pk: 'a' }, values)).toThrow('its end');
  });
});

describe('an update', () => {
  test('sets and removes', () => {
    const names = { '#b': 'b', '#c': 'c' };
    const expression = 'SET a = :now, #b = if_not_exists(#b, :other), d = d + :now REMOVE #c, e';
    expect(
      updated(expression, { pk: 'a', b: 1, c: 2, d: 3 }, { ...values, ExpressionAttributeNames: names }),
    ).toEqual({ pk: 'a', a: 5, b: 1, d: 8 });
  });

  test('adds to sets, and takes out of them; an empty one is not kept', () => {
    const both = { ExpressionAttributeValues: { ':both': new Set(['a', 'b']), ':one': new Set(['a']) } };
    const made = updated('SET x = :one ADD members :both', {}, both);
    expect(made['members']).toEqual(new Set(['a', 'b']));
    expect(updated('DELETE members :one', made, both)['members']).toEqual(new Set(['b']));
    expect(updated('DELETE members :both', made, both)).toEqual({ x: new Set(['a']) });
  });

  test('that it cannot read is an error', () => {
    expect(() => updated('APPEND a :now', {}, values)).toThrow('APPEND');
    expect(() => updated('ADD a :now', {}, values)).toThrow('ADD');
  });
});
