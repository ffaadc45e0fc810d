import { backoff } from '../../core/backoff.ts';
import { classify } from '../../core/classify.ts';
import type { Failure } from '../../core/failure.ts';
import { keys } from '../../core/keys.ts';
import type { DataSourceRecord, SweepProgress } from '../../core/ports/data-sources.ts';
import { countBackfill, progressAfter, type SeenSince, spanOf } from '../../core/sweep.ts';
import { watchOf, wholeWatch } from '../../core/watch.ts';
import { MovedItem, STALE } from '../moved-item.ts';
import { beginOverdueList } from '../overdue/overdue-lists.ts';
import { assigneePropertyFor } from '../pages/assignee-property.ts';
import type { TaskResult } from '../task.ts';
import { type ConsumerPorts, sweepIntervalOf, type Turn } from '../turn.ts';
import { lookAtRows } from './sweep-rows.ts';
import { watchNameOf } from './watch-name.ts';

/** One job sweeps no longer than this: the workspace's other messages wait behind it. */
const SLICE_MS = 4000;
const DAY_MS = 24 * 60 * 60_000;

/** Goes on with the sweep of one data source, which finds what no webhook told. */
export async function sweepDataSource(
  id: string,
  dueAt: number,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<TaskResult> {
  const { key } = turn.workspace;
  const record = await ports.dataSources.load(key, id);
  if (record?.sweep.dueAt !== dueAt) return STALE;
  if (assigneePropertyFor(id, turn.workspace) === undefined) {
    await ports.dataSources.remove(key, id);
    return { kind: 'skipped', reason: 'the data source is not watched' };
  }
  await beginOverdueList(id, turn, ports);
  const sweep = new Sweep(id, record, turn, ports);
  const endOfSlice = ports.clock.now() + SLICE_MS;
  let end: TaskResult | undefined;
  while (!end) end = ports.clock.now() < endOfSlice ? await sweep.step() : await sweep.queueRest();
  return end;
}

/** Gives a sweep that failed again and again until the next interval. */
export async function postponeSweep(
  id: string,
  dueAt: number,
  turn: Turn,
  { clock, dataSources }: ConsumerPorts,
): Promise<void> {
  const { key } = turn.workspace;
  const record = await dataSources.load(key, id);
  if (!record) return;
  // From the beginning of its minute: rows will have moved behind Notion's cursor by then.
  const { cursor: _, ...from } = record.sweep;
  await dataSources.moveSweep(key, id, dueAt, { ...from, dueAt: clock.now() + sweepIntervalOf(turn) });
}

/** One job's part of a sweep. Its progress is in the item after each step. */
class Sweep {
  readonly #id: string;
  readonly #record: DataSourceRecord;
  readonly #seen: SeenSince;
  readonly #turn: Turn;
  readonly #ports: ConsumerPorts;
  readonly #interval: number;
  readonly #item: MovedItem<SweepProgress, [isGone?: true]>;

  constructor(id: string, record: DataSourceRecord, turn: Turn, ports: ConsumerPorts) {
    this.#id = id;
    this.#record = record;
    this.#turn = turn;
    this.#ports = ports;
    this.#interval = sweepIntervalOf(turn);
    const { workspace } = turn;
    const { baseline, watchName, watchedSince } = record;
    this.#seen = watchName === watchNameOf(id, workspace) ? { baseline, watchedSince } : { baseline };
    const backfilled = wholeWatch(watchOf(workspace, id), assigneePropertyFor(id, workspace));
    const marked = ({ backfilled: _, ...to }: SweepProgress, isGone?: true) =>
      backfilled === undefined || isGone ? to : { ...to, backfilled };
    this.#item = new MovedItem(this.#begin(backfilled), (from, to, isGone) =>
      ports.dataSources.moveSweep(workspace.key, id, from, marked(to, isGone)),
    );
  }

  /** Rules ask of every page what nobody asked before: all are looked at once, the oldest first. */
  #begin(backfilled: string | undefined): SweepProgress {
    const { sweep } = this.#record;
    if (backfilled === undefined || backfilled === sweep.backfilled) return sweep;
    this.#ports.log.info('A data source is looked at as a whole', { dataSourceId: this.#id });
    const { dueAt, backfill } = sweep;
    return { sweptTo: 0, dueAt, attempts: 0, ...(backfill && { backfill }) };
  }

  /** Queries a hundred rows and looks at each. Resolves to how the job ends, if it does. */
  async step(): Promise<TaskResult | undefined> {
    const { clock, log } = this.#ports;
    const now = clock.now();
    const span = spanOf(this.#item.state, now);
    if (span.before <= span.from)
      return this.#item.leave({ ...this.#item.state, dueAt: now + this.#interval }, SWEPT);
    const share = this.#turn.sweepBudget.spend(now);
    if (share.kind === 'empty') return this.#item.leave({ ...this.#item.state, dueAt: share.until }, WAITS);

    const queried = await this.#turn.notion.query(this.#id, span, this.#item.state.cursor);
    if (!queried.ok) return this.#fail(queried.failure);
    const failure = await lookAtRows(queried.value.rows, this.#seen, now, this.#turn, this.#ports);
    if (failure) return this.#fail(failure);
    const swept = progressAfter(queried.value, span, clock.now(), this.#interval);
    const { backfill } = this.#item.state;
    const counted = backfill && countBackfill(backfill, queried.value.rows, swept, clock.now());
    if (swept.kind === 'cut-off') {
      const minute = new Date(swept.minute).toISOString();
      log.error('More pages were edited in one minute than Notion shows: not all were swept', {
        dataSourceId: this.#id,
        minute,
      });
    }
    const to = { ...swept.progress, ...(counted && { backfill: counted }) };
    if (swept.kind === 'finished') return this.#item.leave(to, SWEPT);
    return (await this.#item.move(to)) ? undefined : STALE;
  }

  /** The rest is a job of its own, behind what came meanwhile. */
  async queueRest(): Promise<TaskResult> {
    const workspace = this.#turn.workspace.key;
    const key = keys.dataSource(workspace, this.#id);
    const { dueAt } = this.#item.state;
    await this.#ports.queue.send({ kind: 'due', workspace, key, dueAt }, `${key}:${dueAt}`);
    return { kind: 'done', reason: 'the sweep goes on in its turn' };
  }

  async #fail(failure: Failure): Promise<TaskResult> {
    const { clock, log, random } = this.#ports;
    const now = clock.now();
    const verdict = classify('read', failure, now);
    const { cursor, ...place } = this.#item.state;
    switch (verdict.kind) {
      case 'halted':
        return { kind: 'halted', reason: verdict.reason, until: now + verdict.forMs };
      case 'gone':
        // Perhaps only unshared for a while: what it was swept to must not be forgotten. Pages whose time came
        // meanwhile have been found gone, so that rules which ask for all of them do so again.
        return this.#item.leave(
          { ...place, dueAt: now + DAY_MS },
          { kind: 'skipped', reason: verdict.reason },
          true,
        );
      case 'deferred': {
        const attempts = place.attempts + 1;
        const dueAt = now + backoff(attempts, random(), verdict.retryAfterMs);
        return this.#item.leave(
          { ...this.#item.state, attempts, dueAt },
          { kind: 'deferred', reason: verdict.reason },
        );
      }
      case 'parked': {
        // A cursor whose row is gone is refused as well: without it the minute is begun anew.
        const dueAt = now + (cursor === undefined ? this.#interval : 0);
        log.error('A sweep was refused', {
          dataSourceId: this.#id,
          reason: verdict.reason,
          hint: verdict.hint,
        });
        return this.#item.leave({ ...place, dueAt }, { kind: 'deferred', reason: verdict.reason });
      }
      case 'unknown':
      case 'committed':
        throw new Error(`a query cannot end as ${verdict.kind}`);
    }
  }
}

const SWEPT: TaskResult = { kind: 'done', reason: 'swept' };
const WAITS: TaskResult = { kind: 'done', reason: 'the sweep waits for its share of the budget' };
