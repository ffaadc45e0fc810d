import type { OutboxEntry } from '../core/page-record.ts';
import { NewerRecord } from '../core/ports/store-errors.ts';
import type { WorkspaceSettings } from '../core/settings.ts';
import { type FoundLines, findLines } from './find-lines.ts';
import type { DashboardPorts } from './ports.ts';

/** All that is known of one page. */
export interface PageHistory {
  workspace: string;
  at: number;
  title: string | undefined;
  url: string | undefined;
  /** What the page still owes, or was given up. */
  outbox: readonly OutboxEntry[];
  /** A later release wrote its record: what it owes is unknown here. */
  isNewer: boolean;
  found: FoundLines;
}

/**
 * Looks a page up in the workspaces, which are tried in their order.
 *
 * @returns undefined if none of them knows anything of it
 * @throws {StoreUnavailable}
 */
export async function readPageHistory(
  pageId: string,
  workspaces: readonly WorkspaceSettings[],
  before: number | undefined,
  ports: DashboardPorts,
): Promise<PageHistory | undefined> {
  for (const { key: workspace } of workspaces) {
    const [loaded, found] = await Promise.all([
      ports.pages.load(workspace, pageId).catch(newerRecord),
      findLines((limit, earlier) => ports.journal.ofPage(workspace, pageId, limit, earlier), { before }),
    ]);
    const [newest] = found.lines;
    if (!loaded && !newest) continue;
    const record = loaded === 'newer' ? undefined : loaded;
    return {
      workspace,
      at: ports.clock.now(),
      title: record?.state?.title ?? newest?.title,
      url: record?.state?.url ?? newest?.url,
      outbox: record?.outbox ?? [],
      isNewer: loaded === 'newer',
      found,
    };
  }
  return undefined;
}

function newerRecord(error: unknown): 'newer' {
  if (error instanceof NewerRecord) return 'newer';
  throw error;
}
