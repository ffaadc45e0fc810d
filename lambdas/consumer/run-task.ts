import { cut } from '../core/cut.ts';
import { MOST_DEATHS } from '../core/deaths.ts';
import { ItemTooLarge, isOfTheStore, NewerRecord } from '../core/ports/store-errors.ts';
import type { Hold } from './hold.ts';
import type { Ending, Journal } from './journal.ts';
import type { GivenBack, Received } from './message.ts';
import { parkMessage } from './park.ts';
import type { Task, TaskResult } from './task.ts';
import type { ConsumerPorts } from './turn.ts';

/** For a table that does not answer, or a task that could not be worked on. */
export const TROUBLE_MS = 30_000;
/** For an item that can be neither worked on nor given up. */
const UNREADABLE_MS = 60 * 60_000;

/** Runs a task to one of its ends, whatever it throws. Resolves to the messages that must come again. */
export async function runTask(
  task: Task,
  hold: Hold,
  journal: Journal,
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  const { received, culprits } = task;
  const startedAt = ports.clock.now();
  const result = await resultOf(task, hold, ports);
  if (result.kind !== 'failed' && result.kind !== 'stale') hold.clearDeaths(culprits);
  journal.tell(received, result, startedAt);
  switch (result.kind) {
    case 'done':
    case 'skipped':
    case 'stale':
    case 'deferred':
    case 'parked':
      return [];
    case 'halted':
      hold.close(result.until);
      return giveBack(received, result.until);
    case 'newer':
    case 'failed':
      return giveBack(received, ports.clock.now() + TROUBLE_MS);
  }
}

export function giveBack(received: readonly Received[], until: number): GivenBack[] {
  return received.map(({ message }) => ({ message, until }));
}

/** Whatever is thrown ends here: a batch in which something else still runs must not be given back. */
async function resultOf(task: Task, hold: Hold, ports: ConsumerPorts): Promise<Ending> {
  try {
    return await attempt(task, hold, ports);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    ports.log.count('WorkspaceHalted');
    // The workspace stays open: what falls due on other pages must not wait for the end of a roll-out.
    if (error instanceof NewerRecord) return { kind: 'newer', reason };
    return { kind: 'halted', reason, until: ports.clock.now() + TROUBLE_MS };
  }
}

async function attempt(task: Task, hold: Hold, ports: ConsumerPorts): Promise<Ending> {
  const isDeadly = () => task.culprits.some((culprit) => hold.deathsOf(culprit) >= MOST_DEATHS);
  if (isDeadly()) return giveUp(task, 'the function died while it worked on this', DEADLY_HINT, ports);
  try {
    return await task.run();
  } catch (error) {
    if (isOfTheStore(error)) throw error;
    if (error instanceof ItemTooLarge) return giveUp(task, error.message, TOO_LARGE_HINT, ports);
    for (const culprit of task.culprits) hold.addDeath(culprit);
    if (isDeadly()) return giveUp(task, oneLine(error), DEADLY_HINT, ports);
    const stack = error instanceof Error ? error.stack : undefined;
    ports.log.error('A task threw', { culprits: task.culprits, reason: String(error), stack });
    return { kind: 'failed', reason: oneLine(error) };
  }
}

/** For people: the stack is in the log. */
function oneLine(error: unknown): string {
  return cut(String(error).replace(/\s+/g, ' '), 300);
}

const TOO_LARGE_HINT = 'The page has more assignees, or owes more, than one item of the table can hold.';
const DEADLY_HINT =
  'Working on this failed again and again. Read the errors in the log of the consumer, then retry it.';

/**
 * Where a person finds it; if what is stored is the trouble, in the dead-letter queue alone, and the item out of
 * the way for a while: it would be due, and be given up, every few minutes.
 */
async function giveUp(task: Task, reason: string, hint: string, ports: ConsumerPorts): Promise<TaskResult> {
  try {
    await task.giveUp(reason, hint);
  } catch (error) {
    if (isOfTheStore(error)) throw error;
    for (const { message } of task.received) await parkMessage(message, reason, UNREADABLE_HINT, ports);
    const to = ports.clock.now() + UNREADABLE_MS;
    for (const { job } of task.received)
      if (job.kind === 'due') await ports.dueTimes.putOff(job.key, job.dueAt, to);
  }
  return { kind: 'parked', reason };
}

const UNREADABLE_HINT =
  'What is stored of it cannot be worked on, and is tried again each hour. Read the errors in the log of the consumer.';
