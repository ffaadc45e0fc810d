import { TZDate } from '@date-fns/tz';
import type { QuietHoursConfig } from './config-rules.ts';
import { isDue } from './outbox.ts';
import type { Outbox, OutboxEntry } from './page-record.ts';

/** When the quiet hours end that it is in now (ms); undefined outside of them. */
export function quietUntil(quietHours: QuietHoursConfig | undefined, now: number): number | undefined {
  if (!quietHours) return undefined;
  const { timeZone } = quietHours;
  const [from, to] = [minutesOf(quietHours.from), minutesOf(quietHours.to)];
  const local = new TZDate(now, timeZone);
  const minutes = local.getHours() * 60 + local.getMinutes();
  const isQuiet = from < to ? from <= minutes && minutes < to : minutes >= from || minutes < to;
  if (!isQuiet) return undefined;
  const isTomorrow = minutes >= to;
  const day = local.getDate() + (isTomorrow ? 1 : 0);
  const end = new TZDate(local.getFullYear(), local.getMonth(), day, 0, to, timeZone).getTime();
  // Where clocks are put forward the end may not exist, and is then not after now: half an hour is soon enough.
  return end > now ? end : now + 30 * 60_000;
}

/** Puts off, until `until` (ms), what would be sent now: all but comments, which wake nobody. */
export function putOff(outbox: Outbox, now: number, until: number): OutboxEntry[] {
  return outbox.map((entry) => {
    if (entry.kind !== 'notice' || entry.channel === 'comment' || !isDue(entry, now)) return entry;
    const { progress } = entry;
    return progress.state === 'failed' ? entry : { ...entry, progress: { ...progress, at: until } };
  });
}

/** `HH:MM` in minutes. */
function minutesOf(timeOfDay: string): number {
  const [hours, minutes] = timeOfDay.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
