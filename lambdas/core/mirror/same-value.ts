import type { MirrorValue, Values } from './side-schema.ts';

export function isSameValue(one: MirrorValue | undefined, other: MirrorValue | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((name, index) => name === other[index]);
  if (isDate(one) && isDate(other))
    return one.start === other.start && one.end === other.end && one.timeZone === other.timeZone;
  return one === other;
}

export function areSameValues(one: Values, other: Values): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSameValue(one[name], other[name]));
}

type DateValue = Extract<MirrorValue, { start: string }>;

function isDate(value: MirrorValue | undefined): value is DateValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
