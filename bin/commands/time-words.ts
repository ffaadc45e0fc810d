const SECOND = { unit: 'second', size: 1000 };
/** The largest first. */
const UNITS = [
  { unit: 'day', size: 86_400_000 },
  { unit: 'hour', size: 3_600_000 },
  { unit: 'minute', size: 60_000 },
];

/** `3 minutes`; in the largest unit of which there are at least two. */
export function span(ms: number): string {
  const { unit, size } = UNITS.find(({ size }) => ms >= 2 * size) ?? SECOND;
  const count = Math.round(ms / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `3 minutes ago` */
export function ago(ms: number): string {
  return ms < 2000 ? 'just now' : `${span(ms)} ago`;
}
