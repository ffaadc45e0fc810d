import type { NotionPageModel } from './notion-objects.ts';
import { minuteOf } from './notion-shapes.ts';
import { dateOf } from './notion-values.ts';

type Condition =
  | { last_edited_time: { on_or_after?: string; before?: string } }
  | { property: string; date: { before: string } }
  | { or: readonly { status?: { does_not_equal?: string } }[] };

/** As the product filters: the edits of some minutes, or what is due before a day and has none of some statuses. */
export interface QueryBody {
  filter: { and: readonly Condition[] };
  sorts: readonly { property?: string }[];
  start_cursor?: string;
}

/** Rows that meet all conditions: by the minute of their last edit, or by the day on which they begin to be due. */
export function queried(pages: Iterable<NotionPageModel>, { filter, sorts }: QueryBody): NotionPageModel[] {
  const keyOf = isOfDueDates(sorts) ? beginOf : ({ editedAt }: NotionPageModel) => minuteOf(editedAt);
  return [...pages]
    .filter((page) => !page.inTrash && filter.and.every((condition) => meets(page, condition)))
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

/** Whether somebody looks for due dates, from the first one on. */
export function looksForDueDates({ sorts, start_cursor }: QueryBody): boolean {
  return isOfDueDates(sorts) && start_cursor === undefined;
}

function isOfDueDates(sorts: QueryBody['sorts']): boolean {
  return sorts.some(({ property }) => property !== undefined);
}

function meets(page: NotionPageModel, condition: Condition): boolean {
  if ('or' in condition) {
    const excluded = condition.or.flatMap(({ status }) => status?.does_not_equal ?? []);
    return !excluded.includes(page.values.status);
  }
  if ('date' in condition) {
    const begin = beginOf(page);
    return begin !== '' && begin < condition.date.before;
  }
  const minute = minuteOf(page.editedAt);
  const { on_or_after = minute, before } = condition.last_edited_time;
  return minute >= on_or_after && (before === undefined || minute < before);
}

/** Notion's days are UTC's, and of a range it looks at the begin. */
function beginOf({ values: { due }, dueForm }: NotionPageModel): string {
  return due === undefined ? '' : new Date(dateOf(due, dueForm).start).toISOString().slice(0, due.length);
}
