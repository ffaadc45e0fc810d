import { classify } from '../../core/classify.ts';
import { NO_WATCH, newDataSource } from '../../core/sweep.ts';
import { assigneePropertyFor } from '../pages/assignee-property.ts';
import type { TaskResult } from '../task.ts';
import { type ConsumerPorts, sweepIntervalOf, type Turn } from '../turn.ts';

const DAY_MS = 24 * 60 * 60_000;
const RETRY_MS = 60 * 60_000;

/** Finds the data sources that the connection can see, so that they are swept though no event named them. */
export async function searchDataSources(
  dueAt: number,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<TaskResult> {
  const { clock, dataSources, workspaces } = ports;
  const { workspace } = turn;
  if ((await workspaces.searchDueAt(workspace.key)) !== dueAt) {
    return { kind: 'stale', reason: 'not due any more' };
  }
  let cursor: string | undefined;
  let found = 0;
  do {
    const page = await turn.notion.dataSources(cursor);
    if (!page.ok) {
      const verdict = classify('read', page.failure, clock.now());
      if (verdict.kind === 'halted') {
        return { kind: 'halted', reason: verdict.reason, until: clock.now() + verdict.forMs };
      }
      await workspaces.setSearchDueAt(workspace.key, clock.now() + RETRY_MS);
      return { kind: 'deferred', reason: verdict.kind === 'committed' ? verdict.kind : verdict.reason };
    }
    for (const id of page.value.ids) {
      if (assigneePropertyFor(id, workspace) === undefined) continue;
      found += 1;
      await dataSources.add(workspace.key, id, newDataSource(NO_WATCH, clock.now(), sweepIntervalOf(turn)));
    }
    cursor = page.value.next;
  } while (cursor !== undefined);
  await workspaces.setSearchDueAt(workspace.key, clock.now() + DAY_MS);
  return { kind: 'done', reason: found === 1 ? '1 data source found' : `${found} data sources found` };
}

/** Gives a search that failed again and again another day. */
export async function postponeSearch(
  { workspace }: Turn,
  { clock, workspaces }: ConsumerPorts,
): Promise<void> {
  await workspaces.setSearchDueAt(workspace.key, clock.now() + DAY_MS);
}
