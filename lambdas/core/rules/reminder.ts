import { isCompleted } from '../completion.ts';
import { daysUntil, dueDayOf, momentBefore } from '../due-dates.ts';
import type { Memory, PageState, Subject } from '../page-record.ts';
import { earliest } from '../pending-notices.ts';
import { fillText } from '../placeholders.ts';
import type { Words } from '../settings.ts';
import type { Watch } from '../watch.ts';
import { joiningOf, NOTHING, type TimedInput, type TimedPlan } from './timed-rule.ts';

const HOUR_MS = 60 * 60_000;
/** A reminder whose time was so long past when the date was first seen is not made up for. */
const LONG_PAST_MS = 36 * HOUR_MS;
/** Nor is one that is later than this, whatever kept it. */
const MOST_LATE_MS = 14 * 24 * HOUR_MS;
/** Where nothing tells whose the page is, what is to be told waits, and is looked at so often. */
const LOOKED_AT_AGAIN_MS = 24 * HOUR_MS;
const MOST_REMEMBERED = 60;

type ReminderMemory = NonNullable<Memory['reminder']>;

/**
 * Reminds the assignees of a due date: once for each date and number of days before it. Of several reminders
 * whose time has passed only the latest is told.
 */
export function planReminders(input: TimedInput): TimedPlan & { memory: ReminderMemory | undefined } {
  const { current, watch, startedAt, now } = input;
  const { reminders } = watch;
  const told = input.memory?.reminder?.told ?? [];
  const day = dueDayToRemindOf(current, watch);
  if (!reminders || day === undefined) return { ...NOTHING, memory: told.length > 0 ? { told } : undefined };

  const known = input.memory?.reminder;
  const since = known?.day === day && known.since !== undefined ? known.since : startedAt;
  const moments = [...new Set(reminders.daysBefore)]
    .map((daysBefore) => ({
      key: keyOf(day, daysBefore),
      subject: { kind: 'due', day, daysBefore } as const,
      at: momentBefore(day, daysBefore, reminders.at, reminders.timeZone),
    }))
    .sort((a, b) => a.at - b.at);
  const isTold = ({ key }: { key: string }) => told.includes(key);
  const past = moments.filter(({ at }) => at <= now);
  const latest = past.at(-1);
  const isOwed =
    latest !== undefined &&
    !isTold(latest) &&
    latest.at >= since - LONG_PAST_MS &&
    latest.at >= now - MOST_LATE_MS;
  const isSeen = current.unseenAssignees === undefined;
  const isDue = isOwed && isSeen;
  const newlyTold = isDue ? past.filter((each) => !isTold(each)).map(({ key }) => key) : [];

  return {
    telling: isDue ? [latest.subject] : [],
    // The latest says it all: what has not been told by its time makes room for it.
    isCurrent: (subject) => !isDue && reminderHolds(subject, current, watch),
    audience: () => current.assignees,
    places: () => [],
    joining: () => joiningOf(input),
    wakeAt: earliest([
      moments.find((each) => each.at > now)?.at,
      isOwed && !isSeen ? now + LOOKED_AT_AGAIN_MS : undefined,
    ]),
    memory: { day, since, told: [...told, ...newlyTold].slice(-MOST_REMEMBERED) },
  };
}

export function reminderHolds(subject: Subject | undefined, state: PageState, watch: Watch): boolean {
  if (subject?.kind !== 'due' || dueDayToRemindOf(state, watch) !== subject.day) return false;
  // Which days before it are told may have been configured anew while it waited.
  return watch.reminders?.daysBefore.includes(subject.daysBefore) ?? false;
}

/** It was never told: it is to be told should its page be back in time. */
export function forgetReminder(memory: ReminderMemory, subject: Subject): ReminderMemory {
  if (subject.kind !== 'due') return memory;
  const key = keyOf(subject.day, subject.daysBefore);
  return { ...memory, told: memory.told.filter((each) => each !== key) };
}

/** For messages: `due tomorrow`. */
export function whenDue(day: string, now: number, timeZone: string, words: Words): string {
  const days = daysUntil(day, now, timeZone);
  if (days === 0) return words.dueToday;
  if (days === 1) return words.dueTomorrow;
  if (days === -1) return words.overdueOneDay;
  return fillText(days > 0 ? words.dueInDays : words.overdueDays, { days: String(Math.abs(days)) });
}

function dueDayToRemindOf(state: PageState, watch: Watch): string | undefined {
  const { reminders } = watch;
  if (!reminders || !state.due || state.isLeftOut || isCompleted(state, watch)) return undefined;
  return dueDayOf(state.due, reminders.timeZone);
}

function keyOf(day: string, daysBefore: number): string {
  return `${day}/${daysBefore}`;
}
