import type { Announcement } from './announcement.ts';
import { nameOf, pageName } from './cast.ts';
import { isMuted, QUIET_HOURS, type Setup } from './setup.ts';
import { CLAIM_MS } from './staleness.ts';

const LOCAL_AHEAD_MS = 60 * 60_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Whom Pagebell told against the team's wish: muted people, and anybody at night by what may wake them. */
export function unwished(announcements: readonly Announcement[], setup: Setup): string[] {
  return announcements.flatMap((one) => {
    const name = `${nameOf(one.personId)} of ${pageName(one.pageId)} (${one.rule}, ${one.channel})`;
    if (isMuted(setup, one.personId, one.channel)) return [`told ${name}, who is muted`];
    const wakes = setup.hasQuietHours && one.channel !== 'comment';
    return wakes && isQuietAt(one.at) ? [`told ${name} in quiet hours`] : [];
  });
}

/** What was claimed just before they began may still be told. */
function isQuietAt(time: number): boolean {
  const sinceMidnight = (time + LOCAL_AHEAD_MS) % DAY;
  return (
    sinceMidnight >= sinceMidnightAt(QUIET_HOURS.from) + CLAIM_MS &&
    sinceMidnight < sinceMidnightAt(QUIET_HOURS.to)
  );
}

/** `HH:MM` in milliseconds. */
function sinceMidnightAt(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE;
}
