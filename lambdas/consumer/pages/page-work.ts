import { isDeepStrictEqual } from 'node:util';
import type { DueJob, EventJob, MirrorJob, RetryJob } from '../../core/envelope.ts';
import { emptyRecord, type PageRecord } from '../../core/page-record.ts';
import type { PageStore } from '../../core/ports/pages.ts';
import { StoreUnavailable } from '../../core/ports/store-errors.ts';

/** What one batch asks of one page. */
export interface PageWork {
  workspace: string;
  pageId: string;
  events: EventJob[];
  due: DueJob[];
  retries: RetryJob[];
  /** What pages of other workspaces ask for. */
  mirrors: MirrorJob[];
  /** The messages that brought it, never none. */
  messageIds: string[];
}

const MOST_TRIES = 20;

/**
 * Changes a record until nobody else changed it in between. Nothing is written where nothing changes.
 *
 * @param change called again, with what is stored by then, each time that another save came first
 */
export async function update<Change extends { record: PageRecord }>(
  loaded: PageRecord,
  change: (record: PageRecord) => Change,
  pages: PageStore,
): Promise<Change> {
  let current = loaded;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const changed = change(current);
    if (isDeepStrictEqual(current, changed.record)) return changed;
    const saved = await pages.save(changed.record);
    if (saved) return { ...changed, record: saved };
    current = await loadOrEmpty(loaded, pages);
  }
  throw new StoreUnavailable('the page record changes faster than it can be saved');
}

export async function loadOrEmpty(
  { workspace, pageId }: Pick<PageRecord, 'workspace' | 'pageId'>,
  pages: PageStore,
): Promise<PageRecord> {
  return (await pages.load(workspace, pageId)) ?? emptyRecord(workspace, pageId);
}
