import { MINUTE, minuteOf } from './minutes.ts';
import { owedRead } from './outbox.ts';
import { MOST_SHOWN_PEOPLE } from './page-properties.ts';
import type { DueDate, PageRecord, PageState } from './page-record.ts';
import type { Backfill, DataSourceRecord, KnownWatch, SweepProgress } from './ports/data-sources.ts';
import type { EditSpan, QueriedPage, QueriedPages } from './ports/notion.ts';
import type { Watched } from './watch.ts';

/** Webhooks come first: an edit is swept only when its webhook, aggregated and late, should have come. */
const WEBHOOKS_FIRST_MS = 6 * MINUTE;

/** A data source that is first seen now: whatever was before is no concern of the sweep's. */
export function newDataSource(watch: KnownWatch, now: number, intervalMs: number): DataSourceRecord {
  const sweep = { sweptTo: minuteOf(now), dueAt: now + intervalMs, attempts: 0 };
  return { baseline: now, ...watch, sweep };
}

/** Of a data source of which no page was read. */
export const NO_WATCH: KnownWatch = { watchedIds: [], watchedAt: 0 };

/** The minutes that may be swept now: none where `before` is not after `from`. */
export function spanOf({ sweptTo }: SweepProgress, now: number): EditSpan {
  return { from: sweptTo, before: minuteOf(now - WEBHOOKS_FIRST_MS) };
}

/**
 * A sweep that begins anew from the first edit of all.
 *
 * @param before where the sweep stands: its due time is another afterwards, so that whoever sweeps now stops
 */
export function startBackfill(before: SweepProgress, now: number): SweepProgress {
  const dueAt = now === before.dueAt ? now + 1 : now;
  const backfill = { startedAt: now, until: spanOf(before, now).before, rows: 0 };
  const { backfilled } = before;
  return { sweptTo: 0, dueAt, attempts: 0, backfill, ...(backfilled !== undefined && { backfilled }) };
}

/** The count of a backfill that is under way, after one more page of its query. */
export function countBackfill(
  backfill: Backfill,
  rows: readonly Pick<QueriedPage, 'editedAt'>[],
  { kind, progress }: Swept,
  now: number,
): Backfill {
  if (backfill.endedAt !== undefined) return backfill;
  const oldestAt = backfill.oldestAt ?? rows[0]?.editedAt;
  const hasEnded = kind === 'finished' || progress.sweptTo >= backfill.until;
  return {
    ...backfill,
    rows: backfill.rows + rows.length,
    ...(oldestAt !== undefined && { oldestAt }),
    ...(hasEnded && { endedAt: now }),
  };
}

export type Swept =
  | { kind: 'finished'; progress: SweepProgress }
  | { kind: 'goes-on'; progress: SweepProgress }
  /** More pages were edited in one minute than Notion shows: it goes on after that minute. */
  | { kind: 'cut-off'; progress: SweepProgress; minute: number };

/**
 * Where a sweep stands after one page of its query. It goes by minutes, not by Notion's cursor: rows move
 * while they are edited. Only while one minute fills a page does the cursor lead on.
 */
export function progressAfter(
  { rows, next, isCutOff }: QueriedPages,
  { from, before }: EditSpan,
  now: number,
  intervalMs: number,
): Swept {
  const last = rows.at(-1);
  const isWhole = next === undefined && !isCutOff;
  if (!last || isWhole) {
    return { kind: 'finished', progress: { sweptTo: before, dueAt: now + intervalMs, attempts: 0 } };
  }
  const goOn = { dueAt: now, attempts: 0 };
  const lastMinute = minuteOf(last.editedAt);
  if (lastMinute > from) return { kind: 'goes-on', progress: { ...goOn, sweptTo: lastMinute } };
  if (next !== undefined) return { kind: 'goes-on', progress: { ...goOn, sweptTo: from, cursor: next } };
  return { kind: 'cut-off', progress: { ...goOn, sweptTo: from + MINUTE }, minute: from };
}

/**
 * What a row asks for: nothing, to be stored silently, that what was not asked for before is filled in (be it of
 * the page or of the rules, which may have changed since), or that its page is read.
 */
export type RowVerdict = 'nothing' | 'store' | 'fill' | 'read';

/** When the data source was first seen (ms), and the first page by the present configuration, if any was. */
export type SeenSince = Pick<DataSourceRecord, 'baseline' | 'watchedSince'>;

/**
 * Nothing is decided from a row but that it is as known: it may be older than the record, and not show all.
 *
 * @param assignees ids in the row's assignee property; undefined: it has none
 * @param watched what else the row shows of what rules look at
 * @param isMirrorMoved whether it shows something new of what is mirrored
 */
export function judgeRow(
  { editedAt }: Pick<QueriedPage, 'editedAt'>,
  assignees: readonly string[] | undefined,
  record: PageRecord | undefined,
  { baseline, watchedSince = Number.POSITIVE_INFINITY }: SeenSince,
  { values, filtered }: Pick<Watched, 'values' | 'filtered'>,
  isMirrorMoved = false,
): RowVerdict {
  if (!record && isMirrorMoved) return 'read';
  const mayShowAll = (assignees ?? []).length < MOST_SHOWN_PEOPLE && filtered.isCertain;
  if (!record) return mayShowAll && editedAt < minuteOf(baseline) ? 'store' : 'read';
  const owed = owedRead(record.outbox);
  if (owed && owed.progress.state !== 'failed') return 'nothing'; // it is asked for already
  if (!record.state || record.state.isGone || isMirrorMoved) return 'read';
  const isSame = isSameFilter(filtered, record.state) && isSamePeople(assignees, record.state);
  // Only what was so before anybody asked is filled in: an edit since then, or a read that was given up, may be one
  // that an event told of.
  const isEditedSince = owed !== undefined || editedAt >= minuteOf(watchedSince);
  const isKnown = isEditedSince ? addsNothing(values, record.state) : addsOnly(values, record.state);
  return mayShowAll && isSame && isKnown ? 'fill' : 'read';
}

function isSameFilter({ isLeftOut }: Watched['filtered'], known: PageState): boolean {
  return isLeftOut === (known.isLeftOut ?? false);
}

/** Of a page that is left out, some are known only: those who were told before. */
function isSamePeople(
  assignees: readonly string[] | undefined,
  { assignees: known, isLeftOut, unseenAssignees }: PageState,
): boolean {
  if (!assignees || unseenAssignees) return !assignees && unseenAssignees !== undefined;
  return known.every(({ id }) => assignees.includes(id)) && (isLeftOut || known.length === assignees.length);
}

type WatchedValues = Pick<PageState, 'due' | 'status'>;

function addsNothing(row: WatchedValues, known: WatchedValues): boolean {
  return isSameWatched(known, { ...known, ...row });
}

/** Whether it shows what is known, and perhaps more. */
function addsOnly(row: WatchedValues, known: WatchedValues): boolean {
  return isSameWatched({ ...row, ...known }, { ...known, ...row });
}

function isSameWatched(a: WatchedValues, b: WatchedValues): boolean {
  return a.status === b.status && isSameDate(a.due, b.due);
}

function isSameDate(a: DueDate | null | undefined, b: DueDate | null | undefined): boolean {
  if (!a || !b) return a === b;
  return a.start === b.start && a.end === b.end && a.timeZone === b.timeZone;
}
