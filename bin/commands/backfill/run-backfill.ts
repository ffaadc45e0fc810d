import type { DueJob } from '../../../lambdas/core/envelope.ts';
import { keys } from '../../../lambdas/core/keys.ts';
import type { DataSourceStore, SweepProgress } from '../../../lambdas/core/ports/data-sources.ts';
import { startBackfill } from '../../../lambdas/core/sweep.ts';
import { CommandError, Unreachable } from '../command-error.ts';

/** All that a backfill touches. Each call may throw a CommandError. */
export interface BackfillPorts {
  dataSources: Pick<DataSourceStore, 'load' | 'moveSweep'> & {
    /** Ids of those that a workspace knows. */
    known(workspace: string): Promise<string[]>;
  };
  queue: { send(job: DueJob, deduplicationId: string): Promise<void> };
  clock: { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> };
}

export interface Subject {
  workspace: string;
  dataSourceId: string;
}

/** The backfill of one data source. */
export interface Run extends Subject {
  /** Somebody else had begun it, and it was under way. */
  wasUnderWay: boolean;
  /** Undefined: the data source is not watched any more. */
  sweep: SweepProgress | undefined;
}

/** A sweep moves each few seconds; whoever loses against so many of its steps in a row has a fault. */
const MOST_TRIES = 20;
const POLL_MS = 2000;

/**
 * The data sources to backfill.
 *
 * @param wanted one of them; all if left out
 * @throws {CommandError} if it is not known, naming those that are
 */
export async function chooseDataSources(
  workspaces: readonly string[],
  wanted: string | undefined,
  { dataSources }: Pick<BackfillPorts, 'dataSources'>,
): Promise<Subject[]> {
  const all: Subject[] = [];
  for (const workspace of workspaces) {
    const ids = await dataSources.known(workspace);
    all.push(...ids.map((dataSourceId) => ({ workspace, dataSourceId })));
  }
  if (all.length === 0) {
    throw new CommandError(
      'No data source is known yet',
      'They are found within a few minutes after the deployment, if the connection can see any: `pagebell doctor` tells.',
    );
  }
  const chosen = all.filter(({ dataSourceId }) => wanted === undefined || dataSourceId === wanted);
  if (chosen.length > 0) return chosen;
  const names = all.map(({ dataSourceId }) => dataSourceId).join(', ');
  throw new CommandError(
    `No data source ${wanted} is known`,
    `Known: ${names}. A new one is found within a day, or by the first event of a page in it.`,
  );
}

/** Begins a backfill, unless one is under way. */
export async function begin(
  { workspace, dataSourceId }: Subject,
  { dataSources, queue, clock }: BackfillPorts,
): Promise<Run> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const record = await dataSources.load(workspace, dataSourceId);
    if (!record) return { workspace, dataSourceId, wasUnderWay: false, sweep: undefined };
    const { sweep } = record;
    if (isUnderWay(sweep)) return { workspace, dataSourceId, wasUnderWay: true, sweep };
    const begun = startBackfill(sweep, clock.now());
    if (!(await dataSources.moveSweep(workspace, dataSourceId, sweep.dueAt, begun))) continue;
    const key = keys.dataSource(workspace, dataSourceId);
    const { dueAt } = begun;
    await queue.send({ kind: 'due', workspace, key, dueAt }, `${key}:${dueAt}`);
    return { workspace, dataSourceId, wasUnderWay: false, sweep: begun };
  }
  throw new CommandError(
    `The sweep of the data source ${dataSourceId} moves faster than it can be begun anew`,
    'Try again.',
  );
}

/** Looks every two seconds until all have ended, or until the signal. */
export async function follow(
  runs: readonly Run[],
  tell: (runs: readonly Run[]) => void,
  { dataSources, clock }: Pick<BackfillPorts, 'dataSources' | 'clock'>,
  signal: AbortSignal,
): Promise<Run[]> {
  const look = async (run: Run): Promise<Run> => {
    if (!isUnderWay(run.sweep)) return run;
    const record = await dataSources.load(run.workspace, run.dataSourceId);
    return { ...run, sweep: record?.sweep };
  };
  let current = [...runs];
  for (;;) {
    tell(current);
    if (signal.aborted || !current.some(({ sweep }) => isUnderWay(sweep))) return current;
    await clock.sleep(POLL_MS, signal);
    // It goes on without us: a connection that breaks for a while ends nothing.
    current = await Promise.all(current.map(look)).catch((error) => {
      if (error instanceof Unreachable) return current;
      throw error;
    });
  }
}

export function isUnderWay(sweep: SweepProgress | undefined): boolean {
  return sweep?.backfill !== undefined && sweep.backfill.endedAt === undefined;
}
