import { keys } from '../../../lambdas/core/keys.ts';
import type { DataSourceStore } from '../../../lambdas/core/ports/data-sources.ts';
import type { JobQueue } from '../../../lambdas/core/ports/queue.ts';
import type { Settings } from '../../../lambdas/core/settings.ts';
import { NO_WATCH, newDataSource, startBackfill } from '../../../lambdas/core/sweep.ts';
import { EditError } from '../edits.ts';

export interface LearningPorts {
  now(): number;
  /** Of the real time: the work itself is done by others. */
  wait(ms: number): Promise<void>;
  dataSources: Pick<DataSourceStore, 'load' | 'add' | 'moveSweep'>;
  queue: Pick<JobQueue, 'send'>;
}

const LOOK_EVERY_MS = 100;
const MOST_LOOKS = 150;

/**
 * Has Pagebell sweep a data source from its beginning, as a backfill does: it stores who has which page, and
 * tells nobody. Resolves when that is done.
 *
 * @throws {EditError} if it takes too long
 */
export async function learnPages(
  { key, sweepMinutes }: Pick<Settings['workspaces'][number], 'key' | 'sweepMinutes'>,
  dataSourceId: string,
  { now, wait, dataSources, queue }: LearningPorts,
): Promise<void> {
  const fresh = newDataSource(NO_WATCH, now(), sweepMinutes * 60_000);
  await dataSources.add(key, dataSourceId, fresh);
  const { sweep } = (await dataSources.load(key, dataSourceId)) ?? fresh;
  const fromTheBeginning = startBackfill(sweep, now());
  await dataSources.moveSweep(key, dataSourceId, sweep.dueAt, fromTheBeginning);
  const item = keys.dataSource(key, dataSourceId);
  const { dueAt } = fromTheBeginning;
  await queue.send({ kind: 'due', workspace: key, key: item, dueAt }, `${item}:${dueAt}`);

  for (let look = 0; look < MOST_LOOKS; look++) {
    const record = await dataSources.load(key, dataSourceId);
    if (record && record.sweep.sweptTo > 0 && record.sweep.dueAt > now()) return;
    await wait(LOOK_EVERY_MS);
  }
  throw new EditError('Pagebell has not looked at every task yet: switch the other faults off and try again');
}
