import { MOST_DEATHS } from '../core/deaths.ts';
import { ItemTooLarge, NewerRecord, StoreUnavailable } from '../core/ports.ts';
import type { Hold } from './hold.ts';
import { aboutJob, type GivenBack, type Received } from './message.ts';
import { parkMessage } from './park.ts';
import type { Task, TaskResult } from './task.ts';
import type { ConsumerPorts } from './turn.ts';

/** For a table that does not answer, or a task that could not be worked on. */
export const TROUBLE_MS = 30_000;

/** Runs a task to one of its ends, whatever it throws. Resolves to the messages that must come again. */
export async function runTask(task: Task, hold: Hold, ports: ConsumerPorts): Promise<GivenBack[]> {
  const { received, culprits } = task;
  const startedAt = ports.clock.now();
  const result = await resultOf(task, hold, ports);
  if (result.kind !== 'failed' && result.kind !== 'stale') hold.clearDeaths(culprits);
  logEndings(received, result, startedAt, ports);
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
    case 'failed':
      return giveBack(received, ports.clock.now() + TROUBLE_MS);
  }
}

export function giveBack(received: readonly Received[], until: number): GivenBack[] {
  return received.map(({ message }) => ({ message, until }));
}

type Ending = TaskResult | { kind: 'failed'; reason: string };

async function resultOf(task: Task, hold: Hold, ports: ConsumerPorts): Promise<Ending> {
  const isDeadly = () => task.culprits.some((culprit) => hold.deathsOf(culprit) >= MOST_DEATHS);
  try {
    return isDeadly()
      ? await giveUp(task, 'the function died while it worked on this', ports)
      : await task.run();
  } catch (error) {
    const until = ports.clock.now() + TROUBLE_MS;
    if (isOfTheStore(error)) return { kind: 'halted', reason: error.message, until };
    if (error instanceof ItemTooLarge) return parkMessages(task, error.message, TOO_LARGE_HINT, ports);
    for (const culprit of task.culprits) hold.addDeath(culprit);
    if (isDeadly()) return giveUp(task, String(error), ports);
    return {
      kind: 'failed',
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

const TOO_LARGE_HINT = 'The page has more assignees, or owes more, than one item of the table can hold.';

/** Where a person finds it; if what is stored is the trouble, in the dead-letter queue alone. */
async function giveUp(task: Task, reason: string, ports: ConsumerPorts): Promise<TaskResult> {
  try {
    await task.giveUp(reason);
    return { kind: 'parked', reason };
  } catch (error) {
    if (isOfTheStore(error)) throw error;
    return parkMessages(task, reason, UNREADABLE_HINT, ports);
  }
}

const UNREADABLE_HINT =
  'What is stored of it cannot be worked on. Read the errors in the log of the consumer.';

async function parkMessages(
  { received }: Task,
  reason: string,
  hint: string,
  ports: ConsumerPorts,
): Promise<TaskResult> {
  for (const { message } of received) await parkMessage(message, reason, hint, ports);
  return { kind: 'parked', reason };
}

function isOfTheStore(error: unknown): error is StoreUnavailable | NewerRecord {
  return error instanceof StoreUnavailable || error instanceof NewerRecord;
}

/** One line for each message. */
function logEndings(
  received: readonly Received[],
  { kind, reason }: Ending,
  startedAt: number,
  { log, clock }: ConsumerPorts,
): void {
  const durationMs = clock.now() - startedAt;
  const outcome = kind === 'stale' ? 'skipped' : kind;
  for (const { message, job } of received) {
    const fields = { ...aboutJob(job), messageId: message.id, attempt: message.receiveCount };
    const line = { ...fields, outcome, reason, durationMs };
    if (kind === 'failed' || kind === 'parked') log.error('Outcome', line);
    else log.info('Outcome', line);
  }
  log.count(`Outcome${outcome[0]?.toUpperCase()}${outcome.slice(1)}`, received.length);
}
