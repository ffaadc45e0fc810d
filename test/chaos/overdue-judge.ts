import { pageName } from './cast.ts';
import { momentAfter } from './local-days.ts';
import { overdueDays } from './overdue-truth.ts';
import type { SentList } from './sent-messages.ts';
import type { Truth } from './truth.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A list that is late makes up for the one that comes so soon after it. */
const LEAST_APART_MS = 6 * HOUR;
/** Quiet hours, a search within a share of the budget, and what is left of the last trouble, are over by then. */
const MOST_LATE_MS = 3 * HOUR;

/** What a channel was told of overdue pages, and what is to be held against it. Times are milliseconds. */
export interface ListCase {
  /** The earliest first. */
  lists: readonly SentList[];
  pageIds: readonly string[];
  truth: Truth;
  /** When a search for due dates began, the earliest first. */
  searches: readonly number[];
  /** From when on there was a list to be told each day. */
  since: number;
  /** When one was given up. */
  givenUp: readonly number[];
  now: number;
}

/** Compares the daily lists of what is overdue with what was. */
export function judgeLists(about: ListCase): string[] {
  return [
    ...about.lists.flatMap((list) => [
      ...tooEarly(list, about),
      ...needless(list, about),
      ...lacking(list, about),
    ]),
    ...repeated(about),
    ...missing(about),
  ];
}

function tooEarly({ at }: SentList, { since }: ListCase): string[] {
  return at < momentAfter(since) ? [`told what is overdue before its time: ${timeOf(at)}`] : [];
}

/** Each page was overdue on that day at some time since the search began. */
function needless(list: SentList, about: ListCase): string[] {
  return list.pages.flatMap(({ pageId, day }) => {
    const days = overdueDays(about.truth, pageId, beginOfSearch(list, about), list.at);
    return days.includes(day) ? [] : [`listed ${pageName(pageId)}, due on ${day}, which was not overdue`];
  });
}

/** What was overdue all the time is there. */
function lacking(list: SentList, about: ListCase): string[] {
  const begin = beginOfSearch(list, about) - MINUTE;
  const missed = about.pageIds.filter(
    (pageId) =>
      isOverdueAll(pageId, begin, list.at, about) && !list.pages.some((one) => one.pageId === pageId),
  );
  return missed.map((pageId) => `did not list ${pageName(pageId)}, which was overdue at ${timeOf(list.at)}`);
}

/** Where nobody knows whether the last one arrived, what was found before it may have come now. */
function beginOfSearch({ at, isKnown }: SentList, { searches }: ListCase): number {
  const before = searches.filter((time) => time <= at);
  return before.at(isKnown ? -1 : -2) ?? before[0] ?? at;
}

/** Once from one time to the next. */
function repeated({ lists }: ListCase): string[] {
  const counts = new Map<number, number>();
  for (const { at } of lists.filter(({ isKnown }) => isKnown)) {
    const moment = momentAfter(at) - DAY;
    counts.set(moment, (counts.get(moment) ?? 0) + 1);
  }
  return [...counts].flatMap(([moment, count]) =>
    count > 1 ? [`told what is overdue ${count} times after ${timeOf(moment)}`] : [],
  );
}

/** Where something was overdue all day, a list came, unless one was given up. */
function missing(about: ListCase): string[] {
  const { lists, pageIds, since, givenUp, now } = about;
  const found: string[] = [];
  for (let moment = momentAfter(since); moment + MOST_LATE_MS <= now; moment += DAY) {
    const end = moment + DAY;
    const isTold = lists.some(({ at }) => at > moment - LEAST_APART_MS && at < end);
    const isGivenUp = givenUp.some((at) => at > moment - DAY && at < end);
    const stands = pageIds.find((id) => isOverdueAll(id, moment - MINUTE, Math.min(end, now), about));
    if (stands !== undefined && !isTold && !isGivenUp)
      found.push(`no list at ${timeOf(moment)}, and ${pageName(stands)} was overdue`);
  }
  return found;
}

function isOverdueAll(pageId: string, from: number, until: number, { truth }: ListCase): boolean {
  return overdueDays(truth, pageId, from, until).every((day) => day !== undefined);
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}
