import type { Job } from '../core/envelope.ts';
import { type DueSubject, subjectOf } from '../core/keys.ts';
import { postponeSearch, searchDataSources } from './data-sources/search.ts';
import { postponeSweep, sweepDataSource } from './data-sources/sweep.ts';
import { giveUpDigest } from './digests/give-up-digest.ts';
import { tellDigest } from './digests/tell-digest.ts';
import { culpritOf, culpritsOf, type Received } from './message.ts';
import { giveUpOverdue, tellOverdue } from './overdue/tell-overdue.ts';
import type { PageWork } from './pages/page-work.ts';
import { parkPage } from './pages/park-page.ts';
import { processPage } from './pages/process-page.ts';
import { parkMessage } from './park.ts';
import type { Task } from './task.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/** What the messages ask for. All that concern one page are one task, so that they cost one read. */
export function tasksOf(received: readonly Received[], turn: Turn, ports: ConsumerPorts): Task[] {
  const { key } = turn.workspace;
  const pages = new Map<string, Received[]>();
  const chores: Task[] = [];
  for (const one of received) {
    const subject = subjectOfJob(one.job, key);
    if (subject.kind === 'page') pages.set(subject.pageId, [...(pages.get(subject.pageId) ?? []), one]);
    else chores.push({ received: [one], culprits: [culpritOf(one)], ...choreOf(one, subject, turn, ports) });
  }
  const pageTasks = [...pages].map(([pageId, ofPage]) => pageTask(pageId, ofPage, turn, ports));
  return [...pageTasks, ...chores];
}

type Chore = Pick<Task, 'run' | 'giveUp'>;

type Subject = { kind: 'page'; pageId: string } | ChoreSubject;
/** With the due time that the job answers. */
type ChoreSubject = Exclude<DueSubject, { kind: 'page' }> & { dueAt: number };

function subjectOfJob(job: Job, workspace: string): Subject {
  if (job.kind !== 'due') return { kind: 'page', pageId: job.pageId };
  const subject = subjectOf(job.key, workspace);
  return subject.kind === 'page' ? subject : { ...subject, dueAt: job.dueAt };
}

function pageTask(pageId: string, received: Received[], turn: Turn, ports: ConsumerPorts): Task {
  const jobs = received.map(({ job }) => job);
  const work: PageWork = {
    workspace: turn.workspace.key,
    pageId,
    events: jobs.filter((job) => job.kind === 'event'),
    due: jobs.filter((job) => job.kind === 'due'),
    retries: jobs.filter((job) => job.kind === 'retry'),
    mirrors: jobs.filter((job) => job.kind === 'mirror'),
    messageIds: received.map(({ message }) => message.id),
  };
  return {
    received,
    culprits: culpritsOf(received),
    run: () => processPage(work, turn, ports),
    giveUp: (reason, hint) => parkPage(work, reason, hint, ports),
  };
}

function choreOf({ message }: Received, subject: ChoreSubject, turn: Turn, ports: ConsumerPorts): Chore {
  const park = (reason: string) => parkMessage(message, reason, HINT, ports);
  switch (subject.kind) {
    case 'data-source': {
      const { dataSourceId, dueAt } = subject;
      return {
        run: () => sweepDataSource(dataSourceId, dueAt, turn, ports),
        giveUp: async (reason) => {
          await park(reason);
          await postponeSweep(dataSourceId, dueAt, turn, ports);
        },
      };
    }
    case 'workspace':
      return {
        run: () => searchDataSources(subject.dueAt, turn, ports),
        giveUp: async (reason) => {
          await park(reason);
          await postponeSearch(turn, ports);
        },
      };
    case 'digest': {
      const { digestId, dueAt } = subject;
      return {
        run: () => tellDigest(digestId, dueAt, [message.id], turn, ports),
        giveUp: (reason, hint) => giveUpDigest(digestId, dueAt, reason, hint, [message.id], turn, ports),
      };
    }
    case 'overdue': {
      const { overdueId, dueAt } = subject;
      return {
        run: () => tellOverdue(overdueId, dueAt, message, turn, ports),
        giveUp: (reason) => giveUpOverdue(overdueId, dueAt, reason, message, turn, ports),
      };
    }
    case 'unknown':
      // While a deploy rolls out a later release may have made it, which will know it at a later tick.
      return {
        run: async () => ({ kind: 'skipped', reason: 'the item that is due is of an unknown kind' }),
        giveUp: park,
      };
  }
}

const HINT =
  'Read the errors in the log of the consumer, then drop it: what it asks for comes by itself again.';
