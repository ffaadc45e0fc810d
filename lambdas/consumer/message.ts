import type { EventJob, Job } from '../core/envelope.ts';
import { subjectOf } from '../core/keys.ts';

/** A message as the event source hands it over. */
export interface Message {
  id: string;
  body: string;
  /** Its message group: by right the workspace's key. */
  group: string | undefined;
  receiveCount: number;
  receiptHandle: string;
}

/** A message whose job could be read. */
export interface Received<Kind extends Job = Job> {
  message: Message;
  job: Kind;
}

/** A message that must come again, and when (ms). */
export interface GivenBack {
  message: Message;
  until: number;
}

/**
 * By what deaths are counted: the message, which comes again as it is; but a due item by its key, since the
 * timer makes a new message each time.
 */
export function culpritOf({ message, job }: Received): string {
  return job.kind === 'due' ? job.key : message.id;
}

/** Each once: copies of one due job, which the timer makes while the queue is held up, share what one death counts. */
export function culpritsOf(received: readonly Received[]): string[] {
  return [...new Set(received.map(culpritOf))];
}

/** The page that a job is about; undefined for a sweep or a search. */
export function pageIdOf(job: Job): string | undefined {
  if (job.kind !== 'due') return job.pageId;
  const subject = subjectOf(job.key, job.workspace);
  return subject.kind === 'page' ? subject.pageId : undefined;
}

/** What may be logged of a job: ids, types and times. */
export function aboutJob(job: Job): Record<string, string | number | undefined> {
  switch (job.kind) {
    case 'event':
      return aboutEvent(job);
    case 'due':
      return { job: job.kind, workspace: job.workspace, entityId: job.key, dueAt: job.dueAt };
    case 'retry':
      return { job: job.kind, workspace: job.workspace, entityId: job.pageId, notices: job.notices.join() };
    case 'mirror':
      return { job: job.kind, workspace: job.workspace, entityId: job.pageId, partner: job.partner };
  }
}

function aboutEvent(job: EventJob): Record<string, string | number | undefined> {
  const { kind, workspace, eventId, pageId, type, eventTime, receivedAt } = job;
  return { job: kind, workspace, eventId, entityId: pageId, type, eventTime, receivedAt };
}
