import type { DataSourceSchema } from './data-source-schema.ts';
import { type NotionPage, propertyNamed } from './notion-page.ts';
import type { PageState } from './page-record.ts';
import type { ReminderSettings } from './settings.ts';

/** What of the configuration tells when a page is completed. */
interface Rules {
  statusProperty: string;
  reminders?: ReminderSettings | undefined;
}

/** Notion's own name of the group; no status property is without it. */
const COMPLETE = 'Complete';
/** Where no groups are known. */
const COMPLETED = ['Done'];

/** Whether only the data source's schema tells if there is anything to be reminded of. */
export function asksForGroups(page: NotionPage, { reminders, statusProperty }: Rules): boolean {
  if (!reminders || reminders.completed) return false;
  const isDue = Boolean(propertyNamed(page, reminders.property, 'date')?.date);
  return isDue && Boolean(propertyNamed(page, statusProperty, 'status')?.option);
}

/** Whether the page shows a status of which the schema does not know: it was made, or renamed, after that was read. */
export function showsUnknownStatus(page: NotionPage, rules: Rules, schema: DataSourceSchema): boolean {
  const status = asksForGroups(page, rules) && propertyNamed(page, rules.statusProperty, 'status');
  if (!status) return false;
  const { options = [] } = schema.find(({ id }) => id === status.id) ?? {};
  return !options.some(({ name }) => name === status.option);
}

/** Whether a status is in the group of what is complete; undefined where the schema does not say. */
export function isInComplete(
  schema: DataSourceSchema,
  propertyId: string,
  status: string,
): boolean | undefined {
  const options = schema.find(({ id }) => id === propertyId)?.options ?? [];
  if (!options.some(({ group }) => group === COMPLETE)) return undefined;
  const option = options.find(({ name }) => name === status);
  return option && option.group === COMPLETE;
}

/** Whether nobody is to be reminded of the page any more. */
export function isCompleted(
  { status, isComplete }: Pick<PageState, 'status' | 'isComplete'>,
  { reminders }: Rules,
): boolean {
  if (status == null || !reminders) return false;
  if (reminders.completed) return reminders.completed.includes(status);
  return isComplete ?? COMPLETED.includes(status);
}
