export const MINUTE = 60_000;

/** The minute that a time (ms) lies in: Notion rounds its own down to one. */
export function minuteOf(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}
