import { pageIdOf } from '../core/keys.ts';
import { culpritOf, type Received } from './message.ts';
import type { PageWork } from './page-work.ts';

/** The messages of a batch that concern one page, and what they ask of it. */
export interface PageGroup {
  work: PageWork;
  received: Received[];
}

/** A page's messages are worked on together, so that they cost one read. */
export function groupByPage(
  received: readonly Received[],
  workspace: string,
): { groups: PageGroup[]; strangers: Received[] } {
  const groups = new Map<string, PageGroup>();
  const strangers: Received[] = [];
  for (const one of received) {
    const { job, message } = one;
    const pageId = job.kind === 'due' ? pageIdOf(job.key, workspace) : job.pageId;
    if (pageId === undefined) {
      strangers.push(one);
      continue;
    }
    const group = groups.get(pageId) ?? emptyGroup(workspace, pageId);
    groups.set(pageId, group);
    group.received.push(one);
    group.work.messageIds.push(message.id);
    group.work.culprits.push(culpritOf(one));
    if (job.kind === 'event') group.work.events.push(job);
    else if (job.kind === 'due') group.work.due.push(job);
    else group.work.retries.push(job);
  }
  return { groups: [...groups.values()], strangers };
}

function emptyGroup(workspace: string, pageId: string): PageGroup {
  return {
    work: { workspace, pageId, events: [], due: [], retries: [], messageIds: [], culprits: [] },
    received: [],
  };
}
