import type { DataSourceSchema } from '../../core/data-source-schema.ts';
import { type Result, success } from '../../core/failure.ts';
import { keys } from '../../core/keys.ts';
import type { Reading } from '../../core/plan-input.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type {
  DataSourceRecord,
  DataSourceStore,
  KnownSchema,
  KnownWatch,
} from '../../core/ports/data-sources.ts';
import type { Notion } from '../../core/ports/notion.ts';
import type { WorkspaceSettings } from '../../core/settings.ts';
import { newDataSource } from '../../core/sweep.ts';
import { repeatOnce } from '../pages/repeat-once.ts';
import type { RememberedDataSources } from './remembered.ts';
import { watchNameOf } from './watch-name.ts';

/** Watched ids and schemas are forgotten after this: somebody may have renamed the property. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;
/** A read of a page renews the watched ids, but not each read. */
const RENEWED_AFTER_MS = FORGOTTEN_AFTER_MS / 2;
/** Nobody who misses something in a schema has it asked for again earlier: it may be missing for good. */
const ASKED_AGAIN_AFTER_MS = 60_000;

interface Ports {
  /** Within the workspace's budget. */
  notion: Pick<Notion, 'schema'>;
  store: DataSourceStore;
  remembered: RememberedDataSources;
  clock: Clock;
}

/** What one turn knows of its workspace's data sources. */
export class DataSources {
  readonly #workspace: WorkspaceSettings;
  readonly #ports: Ports;
  readonly #loaded = new Map<string, Promise<DataSourceRecord | undefined>>();
  readonly #schemas = new Map<string, Promise<Result<DataSourceSchema>>>();
  /** Asked for in this turn, and what Notion answered. */
  readonly #asked = new Map<string, Promise<Result<DataSourceSchema>>>();
  readonly #answered = new Map<string, KnownSchema>();

  constructor(workspace: WorkspaceSettings, ports: Ports) {
    this.#workspace = workspace;
    this.#ports = ports;
  }

  /** Decoded ids of the properties that the rules look at; undefined: unknown, as under another configuration. */
  async watchedIds(dataSourceId: string | undefined): Promise<readonly string[] | undefined> {
    if (dataSourceId === undefined) return undefined;
    const record = await this.#load(dataSourceId);
    if (!record || this.#ageOf(record.watchedAt) > FORGOTTEN_AFTER_MS) return undefined;
    return this.#isWatched(dataSourceId, record) ? record.watchedIds : undefined;
  }

  /** What properties a data source has, at most an hour old. A failure is not asked about again in this turn. */
  schema(dataSourceId: string): Promise<Result<DataSourceSchema>> {
    const schema = this.#schemas.get(dataSourceId) ?? this.#findSchema(dataSourceId);
    this.#schemas.set(dataSourceId, schema);
    return schema;
  }

  /** The same, at most a minute old: for who misses in it what may have been made since. */
  async schemaAgain(dataSourceId: string): Promise<Result<DataSourceSchema>> {
    const stored = (await this.#load(dataSourceId))?.schema;
    const isRecent = stored !== undefined && this.#ageOf(stored.readAt) < ASKED_AGAIN_AFTER_MS;
    return isRecent ? this.schema(dataSourceId) : this.schemaNow(dataSourceId);
  }

  /** The same, asked for in this turn: for who writes what must be in it. */
  schemaNow(dataSourceId: string): Promise<Result<DataSourceSchema>> {
    const schema = this.#asked.get(dataSourceId) ?? this.#askSchema(dataSourceId);
    this.#schemas.set(dataSourceId, schema);
    return schema;
  }

  /** Notes what a page shows of its data source. Resolves to when the data source was first seen (ms). */
  async note({ state, ...reading }: Reading): Promise<number | undefined> {
    const { dataSourceId } = state;
    if (dataSourceId === undefined) return undefined;
    const watchedIds = [...new Set(reading.watchedIds)];
    const known = await this.#load(dataSourceId);
    const isWatched = known !== undefined && this.#isWatched(dataSourceId, known);
    const isFresh = isWatched && this.#ageOf(known.watchedAt) < RENEWED_AFTER_MS;
    if (isFresh && known.watchedIds.join() === watchedIds.join()) return known.baseline;

    const { clock, store } = this.#ports;
    const now = clock.now();
    const { key, sweepMinutes } = this.#workspace;
    const watch: KnownWatch = {
      watchedIds,
      watchedAt: now,
      watchName: watchNameOf(dataSourceId, this.#workspace),
      watchedSince: isWatched ? known.watchedSince : now,
    };
    const schema = this.#answered.get(dataSourceId);
    const record = known
      ? { ...known, ...watch }
      : { ...newDataSource(watch, now, sweepMinutes * 60_000), ...(schema && { schema }) };
    this.#loaded.set(dataSourceId, Promise.resolve(record));
    if (known) await store.saveWatch(key, dataSourceId, watch);
    else await store.add(key, dataSourceId, record);
    if (known) this.#remember(dataSourceId, record);
    return record.baseline;
  }

  async #findSchema(dataSourceId: string): Promise<Result<DataSourceSchema>> {
    const stored = (await this.#load(dataSourceId))?.schema;
    if (stored && this.#ageOf(stored.readAt) <= FORGOTTEN_AFTER_MS) return success(stored.properties);
    return this.#asked.get(dataSourceId) ?? this.#askSchema(dataSourceId);
  }

  #askSchema(dataSourceId: string): Promise<Result<DataSourceSchema>> {
    const asked = this.#readSchema(dataSourceId);
    this.#asked.set(dataSourceId, asked);
    return asked;
  }

  async #readSchema(dataSourceId: string): Promise<Result<DataSourceSchema>> {
    const { notion, clock, store } = this.#ports;
    const readAt = clock.now();
    const answer = await repeatOnce(() => notion.schema(dataSourceId), this.#ports);
    if (!answer.ok) return answer;
    const known = { properties: answer.value, readAt };
    this.#answered.set(dataSourceId, known);
    // One that is first seen in this turn is stored with it.
    await store.saveSchema(this.#workspace.key, dataSourceId, known);
    const record = await this.#loaded.get(dataSourceId);
    if (record) this.#remember(dataSourceId, record);
    return answer;
  }

  #load(dataSourceId: string): Promise<DataSourceRecord | undefined> {
    const loaded = this.#loaded.get(dataSourceId) ?? this.#recall(dataSourceId);
    this.#loaded.set(dataSourceId, loaded);
    return loaded;
  }

  async #recall(dataSourceId: string): Promise<DataSourceRecord | undefined> {
    const { store, remembered, clock } = this.#ports;
    const { key } = this.#workspace;
    const known = remembered.get(keys.dataSource(key, dataSourceId), clock.now());
    if (known && this.#isWatched(dataSourceId, known)) return known;
    const loaded = await store.load(key, dataSourceId);
    if (loaded) this.#remember(dataSourceId, loaded);
    return loaded;
  }

  #remember(dataSourceId: string, record: DataSourceRecord): void {
    const { remembered, clock } = this.#ports;
    const schema = this.#answered.get(dataSourceId);
    const known = { ...record, ...(schema && { schema }) };
    remembered.keep(keys.dataSource(this.#workspace.key, dataSourceId), known, clock.now());
  }

  #isWatched(dataSourceId: string, { watchName }: KnownWatch): boolean {
    return watchName === watchNameOf(dataSourceId, this.#workspace);
  }

  #ageOf(time: number): number {
    return this.#ports.clock.now() - time;
  }
}
