import { REMINDERS } from './setup.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const LOCAL_AHEAD_MS = HOUR;

/** `YYYY-MM-DD` */
export function localDayOf(time: number): string {
  return new Date(time + LOCAL_AHEAD_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** When a local day is over (ms). */
export function endOf(day: string): number {
  return Date.parse(day) + DAY - LOCAL_AHEAD_MS;
}

/** When it is time on a local day to remind, and to list what is overdue (ms). */
export function momentOn(day: string): number {
  return Date.parse(`${day}T${REMINDERS.at}:00Z`) - LOCAL_AHEAD_MS;
}

/** The first such time after another (ms). */
export function momentAfter(time: number): number {
  const today = momentOn(localDayOf(time));
  return today > time ? today : today + DAY;
}
