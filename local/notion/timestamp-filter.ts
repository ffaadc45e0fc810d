import * as z from 'zod';
import type { StoredPage } from './model.ts';

const timeSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

const conditionSchema = z.union([
  z.strictObject({ equals: timeSchema }),
  z.strictObject({ before: timeSchema }),
  z.strictObject({ after: timeSchema }),
  z.strictObject({ on_or_before: timeSchema }),
  z.strictObject({ on_or_after: timeSchema }),
]);

const singleSchema = z.union([
  z.strictObject({ timestamp: z.literal('created_time'), created_time: conditionSchema }),
  z.strictObject({ timestamp: z.literal('last_edited_time'), last_edited_time: conditionSchema }),
]);

/** https://developers.notion.com/reference/filter-data-source-entries#timestamp; conjunctions one level deep. */
export const timestampFilterSchema = z.union([
  z.strictObject({ and: z.array(singleSchema) }),
  z.strictObject({ or: z.array(singleSchema) }),
  singleSchema,
]);

type Filter = z.output<typeof timestampFilterSchema>;
type Condition = z.output<typeof conditionSchema>;

export function matchesFilter(page: StoredPage, filter: Filter): boolean {
  if ('and' in filter) return filter.and.every((part) => matchesFilter(page, part));
  if ('or' in filter) return filter.or.some((part) => matchesFilter(page, part));
  if (filter.timestamp === 'created_time') return matches(page.createdAt, filter.created_time);
  return matches(page.editedAt, filter.last_edited_time);
}

/** Notion compares whole minutes. A date without a time stands for all of its day (in UTC). */
function matches(ms: number, condition: Condition): boolean {
  const minute = Math.floor(ms / 60_000) * 60_000;
  if ('equals' in condition) return minute >= startOf(condition.equals) && minute <= endOf(condition.equals);
  if ('before' in condition) return minute < startOf(condition.before);
  if ('after' in condition) return minute > endOf(condition.after);
  if ('on_or_before' in condition) return minute <= endOf(condition.on_or_before);
  return minute >= startOf(condition.on_or_after);
}

const DAY_MS = 86_400_000;

function startOf(time: string): number {
  return Date.parse(time);
}

function endOf(time: string): number {
  return time.includes('T') ? Date.parse(time) : Date.parse(time) + DAY_MS - 1;
}
