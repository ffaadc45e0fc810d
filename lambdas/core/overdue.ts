import { isCompleted, isInComplete } from './completion.ts';
import type { DataSourceSchema } from './data-source-schema.ts';
import { dayAfter, daysUntil, dueDayOf, localDayOf, momentBefore } from './due-dates.ts';
import { assigneePropertyOf } from './notion-page.ts';
import type { DueFilter, QueriedPage } from './ports/notion.ts';
import type { Gathering, Overdue, OverdueRecord } from './ports/overdue.ts';
import { filterPage } from './rules/filter.ts';
import type { ReminderSettings } from './settings.ts';
import { type Watch, watchedOf } from './watch.ts';

/** When, and by whose clock, a list is told: `HH:MM` and an IANA name. */
export type OverdueTime = Pick<ReminderSettings, 'at' | 'timeZone'>;

const HOUR_MS = 60 * 60_000;
/** A list that trouble, or quiet hours, made late makes up for no second one so soon after it. */
const LEAST_APART_MS = 6 * HOUR_MS;
/** More lines than one message of Slack holds. */
const MOST_FOUND = 100;

/** The id of a destination's list: data sources that differ in the time are told of in lists of their own. */
export function overdueIdOf(destination: string, { at, timeZone }: OverdueTime): string {
  return `${destination}#${at}#${timeZone}`;
}

export function partsOfOverdueId(id: string): OverdueTime & { destination: string } {
  const [destination = '', at = '', timeZone = ''] = id.split('#');
  return { destination, at, timeZone };
}

/** The first time of a list that is after a time (ms). */
export function nextList({ at, timeZone }: OverdueTime, after: number): number {
  const today = localDayOf(after, timeZone);
  const moment = momentBefore(today, 0, at, timeZone);
  return moment > after ? moment : momentBefore(today, -1, at, timeZone);
}

/** When the list after one that is told now (ms) is to be told. */
export function listAfter(time: OverdueTime, now: number): number {
  return nextList(time, now + LEAST_APART_MS);
}

/**
 * What to ask Notion for: more than is overdue, since its days are not local, and of a range it looks at the
 * begin. Undefined: the data source has no such date.
 */
export function overdueFilter(
  schema: DataSourceSchema,
  watch: Watch,
  reminders: ReminderSettings,
  now: number,
): DueFilter | undefined {
  const due = schema.find(({ name, type }) => name === reminders.property && type === 'date');
  if (!due) return undefined;
  const status = schema.find(({ name, type }) => name === watch.statusProperty && STATUS_TYPES.has(type));
  const options = (status?.options ?? [])
    .map(({ name }) => name)
    .filter((name) =>
      isCompleted({ status: name, isComplete: status && isInComplete(schema, status.id, name) }, watch),
    );
  return {
    property: due.name,
    before: dayAfter(localDayOf(now, reminders.timeZone)),
    ...(status &&
      options.length > 0 && {
        without: { property: status.name, type: status.type === 'status' ? 'status' : 'select', options },
      }),
  };
}

const STATUS_TYPES: ReadonlySet<string> = new Set(['status', 'select']);

/**
 * Ids of the rows that do not show all the people whom conditions ask for, and may be left out or not: whether they
 * are, their records tell.
 */
export function doubtfulAmong(rows: readonly QueriedPage[], { only }: Watch): string[] {
  return rows.flatMap(({ id, page }) => {
    const { isLeftOut, isCertain } = filterPage(page, only);
    return isLeftOut && !isCertain ? [id] : [];
  });
}

/**
 * Those of the rows that are overdue. Notion's filter is not relied on: it may be older than the row.
 *
 * @param of `leftOut`: ids of doubtful rows whose records tell that they are left out
 */
export function overdueAmong(
  rows: readonly QueriedPage[],
  of: {
    dataSourceId: string;
    assigneeProperty: string;
    watch: Watch;
    schema: DataSourceSchema;
    leftOut: ReadonlySet<string>;
  },
  now: number,
): Overdue[] {
  const { dataSourceId, assigneeProperty, watch, schema, leftOut } = of;
  const { reminders } = watch;
  if (!reminders) return [];
  return rows.flatMap(({ id, page }) => {
    const { values, filtered } = watchedOf(page, watch, schema);
    const day = values.due ? dueDayOf(values.due, reminders.timeZone) : undefined;
    const isOver = day !== undefined && daysUntil(day, now, reminders.timeZone) < 0;
    const isLeftOut = filtered.isLeftOut && (filtered.isCertain || leftOut.has(id));
    if (page.inTrash || isLeftOut || !isOver || isCompleted(values, watch)) return [];
    const assignees = assigneePropertyOf(page, assigneeProperty)?.people ?? [];
    return [{ day, title: page.title, url: page.url, assignees, dataSourceId }];
  });
}

/** A search that stood still for longer begins anew: what it found may not be so any more, nor its place be there. */
const STALE_AFTER_MS = HOUR_MS;

export function withoutStaleSearch(record: OverdueRecord, now: number): OverdueRecord {
  const { gathering, ...rest } = record;
  return gathering && now - gathering.movedAt > STALE_AFTER_MS ? rest : record;
}

/** With more pages: only the oldest are kept, the rest is counted. */
export function withFound({ found, more }: Pick<Gathering, 'found' | 'more'>, also: readonly Overdue[]) {
  const all = [...found, ...also].sort((a, b) => a.day.localeCompare(b.day));
  return { found: all.slice(0, MOST_FOUND), more: more + Math.max(0, all.length - MOST_FOUND) };
}
