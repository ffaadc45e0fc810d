import type { DataSourceRecord } from '../../core/ports/data-sources.ts';

const REMEMBERED_MS = 5 * 60_000;

/**
 * What this execution environment knew of data sources a short while ago, so that not each invocation reads
 * their items. Another may have changed one since: of what is asked here, the baseline stays, and ids and schemas
 * are believed for an hour wherever they are kept, while the configuration is the same. How far a sweep is, is asked
 * of the table alone.
 */
export class RememberedDataSources {
  readonly #known = new Map<string, { record: DataSourceRecord; at: number }>();

  /** @param key of the data source's item */
  get(key: string, now: number): DataSourceRecord | undefined {
    const known = this.#known.get(key);
    return known && now - known.at < REMEMBERED_MS ? known.record : undefined;
  }

  keep(key: string, record: DataSourceRecord, now: number): void {
    this.#known.set(key, { record, at: now });
  }
}
