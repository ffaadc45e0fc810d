import type { Measurement } from './measurement.ts';
import { type Usage, VirtualStack } from './virtual-stack.ts';

const WORKSPACE = 'quiet';
const TASKS = 40;
const EVERY_MS = 15_000;
/** For each invocation: one takes the workspace, another frees it. */
export const WRITES_OF_HOLD = 2;
/**
 * Of the consumer's time for an assignment (ms): Notion's two answers, and the table's. Slack's, of some 150 ms on
 * average, comes while the comment is posted.
 */
const MOST_MS = 2 * 300 + 120;
/** Beginnings of what the rows are about. */
export const TASKS_ONE_BY_ONE = 'tasks one by one';
export const UNWATCHED_ONE_BY_ONE = 'edits that are not watched, one by one';

/** What an event takes that comes alone, on a clock of its own, with a Notion that answers in 300 ms. */
export async function measureUsage(): Promise<Measurement[]> {
  const workspaces = [{ key: WORKSPACE, sweepMinutes: 1440 }];
  const stack = new VirtualStack({ workspaces }, { calls: 180, windowMs: 60_000 });
  await stack.know(WORKSPACE, TASKS);
  return [
    ...(await oneByOne(TASKS_ONE_BY_ONE, stack, (task) => stack.assign(WORKSPACE, task), MOST_MS)),
    ...(await oneByOne(UNWATCHED_ONE_BY_ONE, stack, (task) => stack.rename(WORKSPACE, task))),
  ];
}

async function oneByOne(
  what: string,
  stack: VirtualStack,
  act: (task: number) => void,
  mostMs?: number,
): Promise<Measurement[]> {
  const before = stack.usage();
  for (let task = 1; task <= TASKS; task++) {
    act(task);
    await stack.time.run(stack.time.now() + EVERY_MS, () => false);
  }
  const after = stack.usage();
  return [
    ...usageOf(what, after, before, TASKS, mostMs),
    {
      area: 'table',
      what: `${what}: of the workspace's item, each invocation`,
      figure:
        (after.bill.workspaceWrites - before.bill.workspaceWrites) / (after.invocations - before.invocations),
      unit: 'writes',
      goal: WRITES_OF_HOLD,
    },
  ];
}

/**
 * What one event takes, of so many.
 *
 * @param mostMs the goal for the time of the consumer, if there is one
 */
export function usageOf(
  what: string,
  after: Usage,
  before: Usage,
  events: number,
  mostMs?: number,
): Measurement[] {
  const each = (figure: (usage: Usage) => number) => (figure(after) - figure(before)) / events;
  const row = (about: string) => ({ area: 'usage', what: `${what}: ${about}` });
  return [
    {
      ...row('time of the consumer'),
      figure: each(({ consumerMs }) => consumerMs),
      unit: 'ms',
      ...(mostMs !== undefined && { goal: mostMs }),
    },
    { ...row('invocations of the consumer'), figure: each(({ invocations }) => invocations), unit: '×' },
    { ...row('requests to the queue'), figure: each(({ requests }) => requests), unit: '×' },
    { ...row('write units'), figure: each(({ bill }) => bill.writeUnits), unit: '×' },
    { ...row('read units'), figure: each(({ bill }) => bill.readUnits), unit: '×' },
    { ...row('journal in the table'), figure: each(({ bill }) => bill.journalBytes) / 1024, unit: 'KB' },
    {
      ...row('journal in its indexes'),
      figure: each(({ bill }) => bill.journalCopyBytes) / 1024,
      unit: 'KB',
    },
  ];
}
