import { TZDate } from '@date-fns/tz';
import type { DueDate } from './page-record.ts';

const DAY_MS = 24 * 60 * 60_000;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const LOCAL_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})[\d:.]*$/;

/**
 * The local day on which something is due, as `YYYY-MM-DD`: of a range, its end. A day without a time is the
 * same day everywhere; a time is on the day that it is then in the time zone.
 *
 * @param timeZone an IANA name
 * @returns undefined for what is no date
 */
export function dueDayOf({ start, end, timeZone: ownZone }: DueDate, timeZone: string): string | undefined {
  const date = end ?? start;
  if (DAY.test(date)) return date;
  const time = timeOf(date, ownZone, timeZone);
  if (time === undefined) return undefined;
  return localDayOf(time, timeZone);
}

/** The local day that a time (ms) is on, as `YYYY-MM-DD`. */
export function localDayOf(time: number, timeZone: string): string {
  const local = new TZDate(time, timeZone);
  return [pad(local.getFullYear(), 4), pad(local.getMonth() + 1, 2), pad(local.getDate(), 2)].join('-');
}

/** @param day `YYYY-MM-DD` */
export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

/**
 * When it is this time of day so many days before a day (ms). A time that a change of the clocks leaves out is
 * as long after midnight as it would be without.
 *
 * @param day `YYYY-MM-DD`
 * @param timeOfDay `HH:MM`
 */
export function momentBefore(day: string, daysBefore: number, timeOfDay: string, timeZone: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return new TZDate(year, month - 1, date - daysBefore, hours, minutes, timeZone).getTime();
}

/** Days from now to a day: 0 is today, 1 tomorrow, -1 yesterday. */
export function daysUntil(day: string, now: number, timeZone: string): number {
  const local = new TZDate(now, timeZone);
  const today = Date.UTC(local.getFullYear(), local.getMonth(), local.getDate());
  return Math.round((Date.parse(day) - today) / DAY_MS);
}

function timeOf(date: string, ownZone: string | undefined, timeZone: string): number | undefined {
  const local = LOCAL_TIME.exec(date);
  if (!local) {
    const time = Date.parse(date);
    return Number.isNaN(time) ? undefined : time;
  }
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0] = local.slice(1).map(Number);
  const [time] = [ownZone ?? timeZone, timeZone]
    .map((zone) => new TZDate(year, month - 1, day, hours, minutes, zone).getTime())
    .filter((each) => !Number.isNaN(each)); // Notion may know a zone that we do not
  return time;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
