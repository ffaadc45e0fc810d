import type { Message } from '../../lambdas/consumer/message.ts';
import { encodeJob, type Job } from '../../lambdas/core/envelope.ts';
import { keys } from '../../lambdas/core/keys.ts';
import { DATA_SOURCE, MANAGERS, PAGES, PEOPLE, pageIdOf, TEAM_SIZE, WORKSPACE } from './cast.ts';
import { editMirrored } from './edit-mirrored.ts';
import { leaveOut, rename, setDue, setStatus, toggle, trash } from './edit-page.ts';
import { redriveAll, retryAll } from './operator.ts';
import type { Action, Author, TargetedFault } from './schedule.ts';
import { breakRecord, newerRecord } from './unreadable-records.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
export const GARBAGE = '{"v":1,"kind":"what nobody wrote"}';

/** Does one step of a schedule to the world. */
export function act(action: Action, world: World): void {
  const { time, faults, queues, table, deployment } = world;
  switch (action.kind) {
    case 'toggle':
      toggle(action.page, action.people, authorId(action.author), action.delivery, world);
      return;
    case 'crowd': {
      const guests = PEOPLE.map((_, index) => index).slice(TEAM_SIZE);
      toggle(action.page, guests, authorId(action.author), action.delivery, world);
      return;
    }
    case 'trash':
      trash(action.page, action.delivery, world);
      return;
    case 'backfill':
      backfill(world);
      return;
    case 'burst':
      for (let page = 0; page < PAGES; page++) {
        toggle(page, action.people, authorId(action.author), action.delivery, world);
      }
      return;
    case 'rename':
      rename(action.page, action.delivery, world);
      return;
    case 'due':
      setDue(action, world);
      return;
    case 'status':
      setStatus(action.page, action.status, action.delivery, world);
      return;
    case 'leave out':
      leaveOut(action.page, action.delivery, world);
      return;
    case 'points':
    case 'link':
    case 'status over there':
    case 'points over there':
    case 'trash over there':
    case 'option over there':
      editMirrored(action, world);
      return;
    case 'fail':
      onFaults(action.fault, world, (on, target, fault) => on.arm(target, fault, action.skip));
      return;
    case 'outage': {
      const until = time.now() + action.minutes * MINUTE;
      onFaults(action.fault, world, (on, target, fault) => on.breakUntil(target, fault, until));
      return;
    }
    case 'crash':
      faults.crashes.arm(action.call, action.crash, action.skip);
      return;
    case 'second consumer':
      if (action.byForce) table.items.delete(keys.workspace(WORKSPACE));
      secondConsumer(action.pages, action.job, world);
      return;
    case 'retry':
      if (action.how === 'redrive') redriveAll(queues);
      else retryAll(queues, action.times);
      return;
    case 'newer record':
      newerRecord(pageIdOf(action.page + 1), action.minutes, world);
      return;
    case 'broken record':
      breakRecord(pageIdOf(action.page + 1), action.minutes, world);
      return;
    case 'newer messages':
      deployment.writeNewerMessagesUntil(time.now() + action.minutes * MINUTE);
      return;
    case 'acknowledgements lost':
      world.eventSource.losesAcknowledgements = true;
      return;
    case 'garbage in the queue':
      queues.events.send({
        body: GARBAGE,
        attributes: {},
        groupId: WORKSPACE,
        deduplicationId: `garbage at ${time.now()}`.replaceAll(' ', '-'),
      });
  }
}

interface Armable<Fault> {
  arm(target: string, fault: Fault, skip: number): void;
  breakUntil(target: string, fault: Fault, until: number): void;
}

function onFaults(
  { service, target, fault }: TargetedFault,
  { faults }: World,
  set: <Fault>(on: Armable<Fault>, target: string, fault: Fault) => void,
): void {
  switch (service) {
    case 'http':
      set(faults.http, target, fault);
      return;
    case 'table':
      set(faults.table, target, fault);
      return;
    case 'queue':
      set(faults.queue, target, fault);
      return;
    case 'secrets':
      set(faults.secrets, target, fault);
      return;
  }
}

function authorId(author: Author): string {
  const id = 'manager' in author ? MANAGERS[author.manager] : PEOPLE[author.person]?.id;
  if (id === undefined) throw new RangeError('the schedule names an author who is not in the cast');
  return id;
}

/** What the command writes: everything counts as not swept yet. */
function backfill({ table, time }: World): void {
  const key = keys.dataSource(WORKSPACE, DATA_SOURCE);
  const item = table.items.get(key);
  if (item) table.items.set(key, { ...item, sweptTo: 0, dueAt: time.now() });
}

function secondConsumer(pages: readonly number[], kind: 'event' | 'due', world: World): void {
  const { time, truth } = world;
  const jobs = pages.flatMap((number) => jobAgain(pageIdOf(number + 1), kind, world) ?? []);
  if (kind === 'due') jobs.push(...listsDue(world));
  const messages = jobs.map((job, index): Message => {
    if (job.kind === 'event') truth.editedOtherwise(job.pageId, time.now());
    const id = `by-hand-${time.now()}-${index}`;
    return { id, body: encodeJob(job), group: WORKSPACE, receiveCount: 1, receiptHandle: 'none' };
  });
  if (messages.length > 0) world.invokeByHand(messages);
}

/** Lists of what is overdue that are being told. */
function listsDue({ time, table }: World): Job[] {
  return [...table.items].flatMap(([key, { dueAt }]): Job[] => {
    const isDue = key.startsWith(keys.overdue(WORKSPACE, '')) && Number(dueAt) <= time.now();
    return isDue ? [{ kind: 'due', workspace: WORKSPACE, key, dueAt: Number(dueAt) }] : [];
  });
}

/** A job that the page has had already, or has now. */
function jobAgain(
  pageId: string,
  kind: 'event' | 'due',
  { time, table, deployment }: World,
): Job | undefined {
  const event = deployment.lastEvents.get(pageId);
  if (kind === 'event') return event && { ...event, receivedAt: time.now() };
  const key = keys.page(WORKSPACE, pageId);
  const due = table.items.get(key)?.['dueAt'];
  return { kind, workspace: WORKSPACE, key, dueAt: typeof due === 'number' ? due : time.now() };
}
