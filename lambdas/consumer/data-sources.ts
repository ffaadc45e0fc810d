import type { Reading } from '../core/plan.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { DataSourceRecord, DataSourceStore } from '../core/ports/data-sources.ts';
import type { WorkspaceSettings } from '../core/settings.ts';
import { newDataSource } from '../core/sweep.ts';

/** Watched ids are forgotten after this: somebody may have renamed the property. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;
/** A read of a page renews them, but not each read. */
const RENEWED_AFTER_MS = FORGOTTEN_AFTER_MS / 2;

/** What one turn knows of its workspace's data sources. */
export class DataSources {
  readonly #workspace: WorkspaceSettings;
  readonly #store: DataSourceStore;
  readonly #clock: Clock;
  readonly #loaded = new Map<string, Promise<DataSourceRecord | undefined>>();

  constructor(workspace: WorkspaceSettings, store: DataSourceStore, clock: Clock) {
    this.#workspace = workspace;
    this.#store = store;
    this.#clock = clock;
  }

  /** Decoded ids of the properties that the rules look at; undefined: unknown. */
  async watchedIds(dataSourceId: string | undefined): Promise<readonly string[] | undefined> {
    const record = dataSourceId === undefined ? undefined : await this.#load(dataSourceId);
    if (!record || this.#ageOf(record) > FORGOTTEN_AFTER_MS) return undefined;
    return record.watchedIds;
  }

  /** Notes what a page shows of its data source. Resolves to when the data source was first seen (ms). */
  async note({ state, ...reading }: Reading): Promise<number | undefined> {
    const { dataSourceId } = state;
    if (dataSourceId === undefined) return undefined;
    const watchedIds = [...new Set(reading.watchedIds)];
    const known = await this.#load(dataSourceId);
    const isFresh = known && this.#ageOf(known) < RENEWED_AFTER_MS;
    if (isFresh && known.watchedIds.join() === watchedIds.join()) return known.baseline;

    const now = this.#clock.now();
    const { key, sweepMinutes } = this.#workspace;
    const record = known
      ? { ...known, watchedIds, watchedAt: now }
      : newDataSource(watchedIds, now, now, sweepMinutes * 60_000);
    this.#loaded.set(dataSourceId, Promise.resolve(record));
    if (known) await this.#store.saveWatched(key, dataSourceId, watchedIds, now);
    else await this.#store.add(key, dataSourceId, record);
    return record.baseline;
  }

  #load(dataSourceId: string): Promise<DataSourceRecord | undefined> {
    const loaded = this.#loaded.get(dataSourceId) ?? this.#store.load(this.#workspace.key, dataSourceId);
    this.#loaded.set(dataSourceId, loaded);
    return loaded;
  }

  #ageOf({ watchedAt }: DataSourceRecord): number {
    return this.#clock.now() - watchedAt;
  }
}
