import { isInComplete } from './completion.ts';
import type { DataSourceSchema } from './data-source-schema.ts';
import { fingerprintOf } from './fingerprint.ts';
import { mirrorsAt } from './mirror/read-side.ts';
import { type NotionPage, propertyNamed } from './notion-page.ts';
import type { PageState } from './page-record.ts';
import { type Filtered, filterPage } from './rules/filter.ts';
import type { Condition, EscalationSettings, ReminderSettings, WorkspaceSettings } from './settings.ts';

/** What rules look at besides the assignees. */
export interface Watch {
  /** Of a page that anybody is to be told of. */
  only: readonly Condition[];
  statusProperty: string;
  reminders?: ReminderSettings | undefined;
  escalations: readonly EscalationSettings[];
  /** What each mirror that begins here takes from every page. */
  mirrored?: readonly string[];
}

/** What is configured for a data source, or for pages outside of any. */
export function watchOf(workspace: WorkspaceSettings, dataSourceId: string | undefined): Watch {
  const own = workspace.dataSources?.find(({ id }) => id === dataSourceId);
  return {
    only: own?.only ?? [],
    statusProperty: own?.statusProperty ?? workspace.statusProperty,
    reminders: own?.reminders ?? workspace.reminders,
    escalations: own?.escalations ?? workspace.escalations,
    mirrored: mirrorsAt(workspace, dataSourceId)
      .filter(({ side }) => side === 'from')
      .map(({ mirror }) => JSON.stringify([mirror.key, mirror.from.link, mirror.properties])),
  };
}

/** What a page shows of that, and the decoded ids of the properties where it does. */
export interface Watched {
  values: Pick<PageState, 'due' | 'status' | 'statusPropertyId' | 'isComplete'>;
  filtered: Filtered;
  /** All of them. */
  propertyIds: string[];
}

/** @param schema of the page's data source, where `asksForGroups` */
export function watchedOf(page: NotionPage, watch: Watch, schema?: DataSourceSchema): Watched {
  const { reminders, escalations, statusProperty } = watch;
  const isStatusAsked = reminders !== undefined || escalations.length > 0;
  const due = reminders && propertyNamed(page, reminders.property, 'date');
  const status = isStatusAsked ? propertyNamed(page, statusProperty, 'status', 'select') : undefined;
  const filtered = filterPage(page, watch.only);
  const isComplete = schema && status?.option ? isInComplete(schema, status.id, status.option) : undefined;
  return {
    values: {
      ...(due && { due: due.date }),
      ...(status && { status: status.option, statusPropertyId: status.id }),
      ...(isComplete !== undefined && { isComplete }),
    },
    filtered,
    propertyIds: [...[status, due].flatMap((property) => property?.id ?? []), ...filtered.propertyIds],
  };
}

/**
 * Names what the rules ask of every page, be it old or new; undefined where they ask only of what changes.
 *
 * @param assigneeProperty by which they are told whose a page is
 */
export function wholeWatch(
  { reminders, escalations, statusProperty, mirrored = [] }: Watch,
  assigneeProperty: string | undefined,
): string | undefined {
  if (!reminders && escalations.length === 0 && mirrored.length === 0) return undefined;
  return fingerprintOf([reminders ?? null, escalations, statusProperty, assigneeProperty, ...mirrored]);
}
