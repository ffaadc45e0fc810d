import { MOST_DEATHS } from '../../lambdas/core/deaths.ts';
import { decodeJob } from '../../lambdas/core/envelope.ts';
import type { Channel, PageRecord } from '../../lambdas/core/page-record.ts';
import type { ReceivedMessage } from '../../local/aws/sqs/fifo-queue.ts';
import { GARBAGE } from './act.ts';
import { announcementsOf } from './announcement.ts';
import { nameOf, pageName } from './cast.ts';
import { isFailed } from './excuses.ts';
import { misjudged } from './judgement.ts';
import { mismirrored } from './mirror-case.ts';
import { isOfHopeless, mayStayOwed } from './mirror-excuses.ts';
import { deadLettersIn } from './operator.ts';
import { recordsOf } from './records.ts';
import type { World } from './world.ts';

/** All that is wrong with a world that has come to rest; nothing, if Pagebell keeps its promises. */
export function violations(world: World, parked = deadLettersIn(world.queues)): string[] {
  const records = recordsOf(world);
  return [
    ...unfinished(records),
    ...unexplained(records, parked),
    ...repeatedMarks(world),
    ...misjudged(world, records, parked),
    ...mismirrored(world, records, parked),
    ...needless(world, parked),
    ...thoughtDead(world),
    ...world.tally.thrown.map((error) => `the consumer threw: ${error}`),
    ...unexpectedErrors(world),
  ];
}

/** What is wrong once everything that was given up has been tried again, without a fault. */
export function violationsAfterRetry(world: World, retriedAt: number): string[] {
  const left = recordsOf(world).flatMap(({ pageId, outbox }) =>
    outbox
      .filter(({ id }) => !mayStayOwed(pageId, id, world))
      .map(({ id }) => `${pageName(pageId)} still owes ${id} after everything was retried`),
  );
  const parked = deadLettersIn(world.queues);
  const stuck = parked
    .filter(({ message }) => message.body !== GARBAGE && !isOfHopeless(message.body, world))
    .map(({ message }) => `still in the dead-letter queue after a retry: ${message.body}`);
  return [...left, ...stuck, ...toldTooLate(world, retriedAt), ...violations(world, parked)];
}

/** How often somebody was told of a page once more than they were assigned to it. */
export function repetitions(world: World, channel: Channel): number {
  const counts = new Map<string, number>();
  for (const { rule, channel: where, pageId, personId } of announcementsOf(world)) {
    if (rule !== 'assigned' || where !== channel) continue;
    const key = `${pageId} ${personId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const { pageId, personId, isOld } of world.truth.assignments) {
    const key = `${pageId} ${personId}`;
    if (!isOld) counts.set(key, (counts.get(key) ?? 0) - 1);
  }
  return [...counts.values()].reduce((sum, surplus) => sum + Math.max(0, surplus), 0);
}

/**
 * A retry tells only those who are still assigned, as far as Pagebell can know: not where a record could not be
 * read, since the news that somebody left is among what is retried, and not of a page that was in the trash.
 */
function toldTooLate(world: World, retriedAt: number): string[] {
  if (world.tally.brokenRecords > 0) return [];
  return announcementsOf(world)
    .filter(({ at, pageId }) => at >= retriedAt && !world.truth.wasHidden(pageId))
    .filter(({ rule, pageId, personId }) => {
      if (rule !== 'assigned' && rule !== 'unassigned') return false;
      const isStanding = world.truth.standing(pageId).some((one) => one.personId === personId);
      return isStanding === (rule === 'unassigned');
    })
    .map(
      ({ rule, pageId, personId }) =>
        `a retry told ${nameOf(personId)} of ${pageName(pageId)} what is no longer so (${rule})`,
    );
}

function unfinished(records: readonly PageRecord[]): string[] {
  return records.flatMap(({ pageId, outbox }) =>
    outbox
      .filter(({ progress }) => progress.state !== 'failed')
      .map(({ id, progress }) => `${pageName(pageId)} has ${id} left in its outbox: ${progress.state}`),
  );
}

/** What was given up is in the dead-letter queue, too, with a reason and a hint. */
function unexplained(records: readonly PageRecord[], parked: readonly ReceivedMessage[]): string[] {
  const named = new Set<string>();
  const faults: string[] = [];
  for (const { message } of parked) {
    const { reason, hint, failedAt, workspace } = message.attributes;
    const isExplained = reason?.StringValue && hint?.StringValue && failedAt?.StringValue && workspace;
    if (!isExplained) faults.push(`no reason or hint in the dead-letter queue: ${message.body}`);
    const decoded = decodeJob(message.body);
    if (decoded.kind !== 'job' || decoded.job.kind !== 'retry') continue;
    for (const id of decoded.job.notices) named.add(`${decoded.job.pageId} ${id}`);
  }
  for (const { pageId, outbox } of records) {
    for (const { id } of outbox.filter(isFailed)) {
      if (!named.has(`${pageId} ${id}`))
        faults.push(`${id} of ${pageName(pageId)} failed, and is not in the DLQ`);
    }
  }
  return faults;
}

/** Two comments with one mark are one notice, posted twice. */
function repeatedMarks({ notion }: World): string[] {
  const marks = notion.comments.map(({ noticeId }) => noticeId);
  const repeated = new Set(marks.filter((mark, index) => marks.indexOf(mark) !== index));
  return [...repeated].map((mark) => `the comment of notice ${mark} was posted twice`);
}

/** A hold that somebody has is no hold that somebody left behind. Who dies may leave one of each workspace. */
function thoughtDead({ log, tally, workspaces }: World): string[] {
  const thought = log.withMessage('The last invocation died');
  return workspaces.flatMap(({ key }) => {
    const found = thought.filter(({ workspace }) => workspace === key).length;
    return found > tally.deaths
      ? [`${found} consumers of ${key} were thought dead, and ${tally.deaths} were`]
      : [];
  });
}

/** Nobody is held responsible for deaths that did not happen. */
function needless({ tally }: World, parked: readonly ReceivedMessage[]): string[] {
  if (tally.deaths >= MOST_DEATHS || tally.brokenRecords > 0) return [];
  return parked
    .filter(({ message }) => message.attributes['reason']?.StringValue?.includes('function died'))
    .map(({ message }) => `parked for deaths, after ${tally.deaths}: ${message.body}`);
}

/** Whatever is injected, but for records that cannot be read, Pagebell's own code has an answer to it. */
function unexpectedErrors({ log, tally }: World): string[] {
  if (tally.brokenRecords > 0) return [];
  return log.lines
    .filter(
      ({ message, fields }) =>
        message === 'Work on an entry threw' || (message === 'Outcome' && fields['outcome'] === 'failed'),
    )
    .map(({ fields }) => `an unexpected exception: ${fields['reason']}`);
}
