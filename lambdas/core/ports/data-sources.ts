import type { DataSourceSchema } from '../data-source-schema.ts';

/** How far a data source was swept. */
export interface SweepProgress {
  /** Every edit before this minute (ms) has been looked at. */
  sweptTo: number;
  /** Where in that minute to go on, while one minute fills a page of the query. */
  cursor?: string | undefined;
  /** When to go on (ms). */
  dueAt: number;
  /** Passing failures since the last success. */
  attempts: number;
  /** For which wishes of rules that ask of every page it began with the oldest; see `wholeWatch`. */
  backfilled?: string | undefined;
  /** The last backfill; absent if there never was one. */
  backfill?: Backfill | undefined;
}

/** A sweep from the beginning of time, which the operator asked for. All times in ms. */
export interface Backfill {
  startedAt: number;
  /** It is over once every edit before this minute has been looked at. */
  until: number;
  /** Rows looked at so far. */
  rows: number;
  /** The earliest edit of them. */
  oldestAt?: number | undefined;
  /** Absent while it is under way. */
  endedAt?: number | undefined;
}

/** What properties a data source had when Notion was asked (ms). */
export interface KnownSchema {
  properties: DataSourceSchema;
  readAt: number;
}

/** What is looked at in a data source. */
export interface KnownWatch {
  /** Decoded ids of the properties that the rules look at. */
  watchedIds: string[];
  /** When they were last read off a page; 0 for a data source that a search found. */
  watchedAt: number;
  /** By which configuration: see `watchNameOf`. Absent: no page was read yet, or by an earlier release. */
  watchName?: string | undefined;
  /** When a page was first read by it (ms). */
  watchedSince?: number | undefined;
}

export interface DataSourceRecord extends KnownWatch {
  /** When Pagebell first saw the data source. */
  baseline: number;
  /** Absent while nothing has asked for it. */
  schema?: KnownSchema | undefined;
  sweep: SweepProgress;
}

export interface DataSourceStore {
  load(workspace: string, dataSourceId: string): Promise<DataSourceRecord | undefined>;
  /** Stores a data source that is not stored yet; nothing if it is. */
  add(workspace: string, dataSourceId: string, record: DataSourceRecord): Promise<void>;
  /** Renews what is looked at in one that is stored; nothing if it is not. */
  saveWatch(workspace: string, dataSourceId: string, watch: KnownWatch): Promise<void>;
  /** Renews the schema of one that is stored; nothing if it is not. */
  saveSchema(workspace: string, dataSourceId: string, schema: KnownSchema): Promise<void>;
  /**
   * Moves a sweep on.
   *
   * @param from the `dueAt` that was answered: false, and nothing is stored, if the item has another by now
   */
  moveSweep(workspace: string, dataSourceId: string, from: number, to: SweepProgress): Promise<boolean>;
  /** The data source is gone, or is not watched any more. */
  remove(workspace: string, dataSourceId: string): Promise<void>;
}
