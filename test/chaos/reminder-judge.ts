import type { Announcement } from './announcement.ts';
import { nameOf, pageName } from './cast.ts';
import { isDueOn, type KnownState } from './knowledge.ts';
import { localDayOf, momentOn } from './local-days.ts';
import type { RuleCase } from './rule-case.ts';
import { REMINDERS } from './setup.ts';
import { CLAIM_MS } from './staleness.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** What was so long past when the date was first seen is not made up for. */
const LONG_PAST_MS = 36 * HOUR;
/** A read shows who was assigned when it began: what it plans may come so much later. */
const READ_MS = 90_000;

/** Compares what was reminded of a page's due dates with the dates that it had. */
export function judgeReminders(about: RuleCase): string[] {
  return [
    ...about.announcements.flatMap((one) => [...needless(one, about), ...misworded(one)]),
    ...repeated(about),
    ...missing(about),
  ];
}

/** The page was due then, theirs, and the time had come. */
function needless(one: Announcement, { pageId, truth }: RuleCase): string[] {
  const { personId, day = '', at } = one;
  const wasDue = truth.values.of(pageId).some(({ values, from }) => isDueOn(day, values) && from <= at);
  if (!wasDue) return [`${headlineOf(one)}, when it was not due`];
  const wasTheirs = truth.assignments.some(
    (assignment) => assignment.pageId === pageId && assignment.personId === personId && assignment.from <= at,
  );
  if (!wasTheirs) return [`${headlineOf(one)}, whose it never was`];
  return momentsOf(day).some((moment) => moment <= at) ? [] : [`${headlineOf(one)} too early`];
}

/** In words it is as it was when it was told, or when the call began. */
function misworded(one: Announcement): string[] {
  const { day = '', when, at } = one;
  const fitting = [at, at - CLAIM_MS].map((time) =>
    inWords((Date.parse(day) - Date.parse(localDayOf(time))) / DAY),
  );
  return when === undefined || fitting.includes(when) ? [] : [`${headlineOf(one)} as ${when}`];
}

function inWords(days: number): string {
  if (days === 0) return 'due today';
  if (days === 1) return 'due tomorrow';
  if (days === -1) return 'overdue since yesterday';
  return days > 0 ? `due in ${days} days` : `overdue for ${-days} days`;
}

/** Once for each date and number of days before it. */
function repeated({ pageId, channel, announcements, truth }: RuleCase): string[] {
  // Whom only a message had reached when the page went to the trash hears again when it comes back.
  if (channel !== 'comment' && truth.wasHidden(pageId)) return [];
  const known = announcements.filter(({ mayRepeat }) => !mayRepeat);
  return known.flatMap((one) => {
    const before = known.filter(
      ({ personId, day, at }) => personId === one.personId && day === one.day && at <= one.at,
    );
    const times = momentsOf(one.day).filter((moment) => moment <= one.at).length;
    return before.length > times ? [`${headlineOf(one)} ${before.length} times for ${times} reminders`] : [];
  });
}

/** Whose page it is, and due, was reminded at each time that has come since both were known. */
function missing(about: RuleCase): string[] {
  const { pageId, channel, truth, announcements, isExcused } = about;
  const { due: day, status } = truth.values.now(pageId);
  const isDue = day !== undefined && status !== 'Done' && !truth.isHidden(pageId);
  if (!isDue || (channel !== 'comment' && truth.wasHidden(pageId))) return [];
  const since = sinceWhen(day, about.reads);
  return truth.standing(pageId).flatMap(({ personId, from }) => {
    if (isExcused(personId)) return [];
    const name = `${nameOf(personId)} of ${pageName(pageId)}, due on ${day} (${channel})`;
    if (since === undefined) return momentsOf(day).length > 0 ? [`never saw that it is due: ${name}`] : [];
    return dueTimes(day, since, from, about).flatMap((dueAt) => {
      const heard = announcements.filter(
        (one) => one.personId === personId && one.day === day && one.at >= dueAt,
      );
      if (heard.some(({ at }) => at <= dueAt + about.mostLateMs)) return [];
      return [`${heard.length > 0 ? 'too late' : 'never'} reminded ${name}`];
    });
  });
}

/** When the first read began that showed what has been so ever since (ms). */
function sinceWhen(day: string, reads: readonly KnownState[]): number | undefined {
  const lastOther = reads.findLastIndex((read) => !isDueOn(day, read));
  return reads[lastOther + 1]?.readStartedAt;
}

/**
 * From when on somebody must have heard (ms), once for each: at every time that came after the date was known and
 * the page theirs; and at once of the latest one that was past by then, if the date was never seen before.
 */
function dueTimes(day: string, since: number, from: number, { reads, now }: RuleCase): number[] {
  const moments = momentsOf(day);
  const coming = moments.filter((moment) => moment >= since && moment >= from + READ_MS && moment <= now);
  const past = moments.filter((moment) => moment < since).at(-1);
  const isNew = reads.every((read) => !isDueOn(day, read) || read.readStartedAt >= since);
  const isMadeUp = past !== undefined && past >= since - LONG_PAST_MS && from <= since && isNew;
  return isMadeUp ? [since, ...coming] : coming;
}

/** The earliest first. */
function momentsOf(day = ''): number[] {
  return REMINDERS.daysBefore.map((days) => momentOn(day) - days * DAY).sort((a, b) => a - b);
}

function headlineOf({ personId, pageId, channel, day }: Announcement): string {
  return `reminded ${nameOf(personId)} of ${pageName(pageId)}, due on ${day} (${channel})`;
}
