import type { WorkspaceSettings } from '../core/config.ts';
import type { OutboxEntry } from '../core/page-record.ts';
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
    const [record, found] = await Promise.all([
      ports.pages.load(workspace, pageId),
      findLines((limit, earlier) => ports.journal.ofPage(workspace, pageId, limit, earlier), { before }),
    ]);
    const [newest] = found.lines;
    if (!record && !newest) continue;
    return {
      workspace,
      at: ports.clock.now(),
      title: record?.state?.title ?? newest?.title,
      url: record?.state?.url ?? newest?.url,
      outbox: record?.outbox ?? [],
      found,
    };
  }
  return undefined;
}
