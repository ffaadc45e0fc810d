import type { PageRecord } from '../page-record.ts';

export interface PageStore {
  load(workspace: string, pageId: string): Promise<PageRecord | undefined>;
  /** The records of at most a hundred pages, in any order; those that there are. */
  loadAll(workspace: string, pageIds: readonly string[]): Promise<PageRecord[]>;
  /**
   * Stores a record as the next version of the one that was loaded, with its due time.
   *
   * @returns what is stored now, or undefined if somebody else stored another version in between
   */
  save(record: PageRecord): Promise<PageRecord | undefined>;
}
