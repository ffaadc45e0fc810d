import { keys } from '../core/keys.ts';
import type { DueItems } from '../core/ports/due-items.ts';
import type { Log } from '../core/ports/log.ts';
import type { JobQueue } from '../core/ports/queue.ts';
import type { WorkspaceSettings } from '../core/settings.ts';

export interface TimerPorts {
  log: Log;
  now(): number;
  items: DueItems;
  queue: JobQueue;
}

/**
 * The timer's one rule: every item whose due time has passed is enqueued, except in a closed workspace. What
 * cannot be sent is due at the next tick again.
 */
export async function tick(workspaces: readonly WorkspaceSettings[], ports: TimerPorts): Promise<void> {
  const ended = await Promise.allSettled(workspaces.map(({ key }) => tickWorkspace(key, ports)));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

/** Its data sources are searched for although no event has named one yet. */
async function beginSearching(workspace: string, queue: JobQueue): Promise<void> {
  const key = keys.workspace(workspace);
  await queue.send({ kind: 'due', workspace, key, dueAt: 0 }, `${key}:0`);
}

async function tickWorkspace(workspace: string, { log, now, items, queue }: TimerPorts): Promise<void> {
  const { isClosed, isNew } = await items.look(workspace, now());
  if (isClosed) {
    log.info('Nothing is sent to a closed workspace', { workspace });
    return;
  }
  if (isNew) await beginSearching(workspace, queue);
  let sent = 0;
  let failed = 0;
  for await (const page of items.due(workspace, now())) {
    const jobs = page.map(({ key, dueAt }) => ({
      job: { kind: 'due', workspace, key, dueAt } as const,
      deduplicationId: `${key}:${dueAt}`,
    }));
    failed += await queue.sendAll(jobs);
    sent += jobs.length;
  }
  log.count('DueSent', sent - failed);
  if (sent > 0) log.info('Sent what is due', { workspace, sent: sent - failed, failed });
}
