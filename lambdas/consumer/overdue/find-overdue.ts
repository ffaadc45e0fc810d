import { classify, reasonOf } from '../../core/classify.ts';
import type { Failure } from '../../core/failure.ts';
import { doubtfulAmong, overdueAmong, overdueFilter, withFound } from '../../core/overdue.ts';
import type { Gathering } from '../../core/ports/overdue.ts';
import { watchOf } from '../../core/watch.ts';
import { assigneePropertyFor } from '../pages/assignee-property.ts';
import { schemaKnowing } from '../pages/known-groups.ts';
import { warnOfUnseen } from '../pages/warn-of-misfits.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { overdueListOf } from './overdue-lists.ts';

/** Where one call of Notion led. */
export type Found =
  | { kind: 'found'; gathering: Gathering }
  /** The sweeps' share of the budget is used up until then (ms). */
  | { kind: 'waits'; until: number }
  | { kind: 'halted'; until: number; reason: string }
  | { kind: 'deferred'; reason: string; retryAfterMs?: number | undefined }
  /** Notion does not know the search's place any more: it is to begin anew. */
  | { kind: 'lost'; reason: string };

/** Begins to look for what is overdue: in which data sources. */
export async function beginGathering(id: string, turn: Turn, ports: ConsumerPorts): Promise<Found> {
  const { dataSources: configured } = turn.workspace;
  const isOurs = (dataSourceId: string) => overdueListOf(dataSourceId, turn) === id;
  const begin = (ids: readonly string[]): Found => ({
    kind: 'found',
    gathering: { left: ids.filter(isOurs), found: [], more: 0, movedAt: ports.clock.now() },
  });
  if (configured) return begin(configured.map((dataSource) => dataSource.id));
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const waits = spend(turn, ports);
    if (waits) return waits;
    const page = await turn.notion.dataSources(cursor);
    if (!page.ok)
      return foundNothing(page.failure, ports) ?? { kind: 'deferred', reason: reasonOf(page.failure) };
    ids.push(...page.value.ids);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return begin(ids);
}

/** Looks at one more page of the first data source that is left. */
export async function gatherMore(gathering: Gathering, turn: Turn, ports: ConsumerPorts): Promise<Found> {
  const [dataSourceId, ...others] = gathering.left;
  const { cursor, ...rest } = gathering;
  const { clock, log } = ports;
  const next: Found = { kind: 'found', gathering: { ...rest, left: others, movedAt: clock.now() } };
  if (dataSourceId === undefined) return next;
  const refused = (failure: Failure): Found => {
    const found = foundNothing(failure, ports);
    if (found) return found;
    const reason = reasonOf(failure);
    // A cursor whose row is gone is refused as well.
    if (cursor !== undefined) return { kind: 'lost', reason };
    log.warn('What is overdue in a data source cannot be told', { dataSourceId, reason });
    return next;
  };

  const watch = watchOf(turn.workspace, dataSourceId);
  const assigneeProperty = assigneePropertyFor(dataSourceId, turn.workspace);
  if (!watch.reminders || assigneeProperty === undefined) return next;
  const waits = spend(turn, ports);
  if (waits) return waits;
  const schema = await turn.dataSources.schema(dataSourceId);
  if (!schema.ok) return refused(schema.failure);
  warnOfUnseen(schema.value, dataSourceId, watch, turn, ports);
  const now = clock.now();
  const filter = overdueFilter(schema.value, watch, watch.reminders, now);
  if (!filter) return next;
  const queried = await turn.notion.queryDue(dataSourceId, filter, cursor);
  if (!queried.ok) return refused(queried.failure);
  const { rows } = queried.value;
  const pages = rows.map(({ page }) => page);
  const known = await schemaKnowing(pages, dataSourceId, watch, turn);
  const hinders = known.ok ? undefined : foundNothing(known.failure, ports);
  if (hinders) return hinders;
  const leftOut = await leftOutAmong(doubtfulAmong(rows, watch), turn, ports);
  const of = {
    dataSourceId,
    assigneeProperty,
    watch,
    schema: known.ok ? known.value : schema.value,
    leftOut,
  };
  const found = { ...withFound(rest, overdueAmong(rows, of, now)), movedAt: now };
  if (queried.value.next === undefined) return { kind: 'found', gathering: { left: others, ...found } };
  return { kind: 'found', gathering: { left: rest.left, cursor: queried.value.next, ...found } };
}

/** The pages were read whole when they were swept, or when a webhook told of them. */
async function leftOutAmong(
  pageIds: readonly string[],
  { workspace }: Turn,
  { pages }: ConsumerPorts,
): Promise<ReadonlySet<string>> {
  if (pageIds.length === 0) return new Set();
  const records = await pages.loadAll(workspace.key, pageIds);
  return new Set(records.filter(({ state }) => state?.isLeftOut).map(({ pageId }) => pageId));
}

function spend({ sweepBudget }: Turn, { clock }: ConsumerPorts): Found | undefined {
  const share = sweepBudget.spend(clock.now());
  return share.kind === 'empty' ? { kind: 'waits', until: share.until } : undefined;
}

/** Undefined: trying again would bring nothing. */
function foundNothing(failure: Failure, { clock }: ConsumerPorts): Found | undefined {
  const now = clock.now();
  const verdict = classify('read', failure, now);
  switch (verdict.kind) {
    case 'halted':
      return { kind: 'halted', until: now + verdict.forMs, reason: verdict.reason };
    case 'deferred':
      return { kind: 'deferred', reason: verdict.reason, retryAfterMs: verdict.retryAfterMs };
    case 'gone':
    case 'parked':
      return undefined;
    case 'unknown':
    case 'committed':
      throw new Error(`a query cannot end as ${verdict.kind}`);
  }
}
