import { pageIdOf } from '../test/chaos/cast.ts';
import type { CallLimit } from './limited-notion.ts';
import { type Measurement, median } from './measurement.ts';
import { usageOf } from './usage.ts';
import { VirtualStack } from './virtual-stack.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TASKS = 1000;
/** Beginnings of what the rows are about. */
export const TASKS_AT_ONCE = `${TASKS} tasks`;
export const AT_180 = 'at 180 calls a minute';
export const AT_600 = 'at 600 calls a minute';
/** Longer than any of them takes. */
const LONGEST_MS = 60 * MINUTE;
const [BUSY, QUIET] = ['busy', 'quiet'];
/** The quiet workspace's assignments come while the busy one may call Notion: each second of the first ten of a window. */
const QUIET_WINDOWS = 4;
const QUIET_A_WINDOW = 10;
/** A window begins with its first call, so that each begins a little later. */
const WINDOW_MS = MINUTE + SECOND;
const QUIET_TASKS = QUIET_WINDOWS * QUIET_A_WINDOW;

interface Case {
  what: string;
  limit: CallLimit;
  settings: { callsPerMinute: number; pace?: number };
  leastPercent: number;
}

const CASES: readonly Case[] = [
  {
    what: AT_180,
    limit: { calls: 180, windowMs: MINUTE },
    settings: { callsPerMinute: 180 },
    leastPercent: 95,
  },
  {
    what: AT_600,
    limit: { calls: 600, windowMs: MINUTE },
    settings: { callsPerMinute: 600 },
    leastPercent: 95,
  },
  {
    what: 'at 3 calls a second, paced',
    limit: { calls: 3, windowMs: 1000 },
    settings: { callsPerMinute: 180, pace: 3 },
    leastPercent: 90,
  },
];

/** In the others a busy workspace does in each minute what it does here. */
const NEIGHBOURS = CASES.filter(({ what }) => what !== AT_600);

/** How much of Notion's limit a thousand reassigned tasks use, on a clock of their own, and who waits for them. */
export async function measureSustainedDrain(): Promise<Measurement[]> {
  const measured: Measurement[] = [];
  for (const one of CASES) measured.push(...(await drain(one)));
  for (const one of NEIGHBOURS) measured.push(...(await measureNeighbour(one)));
  return measured;
}

async function drain({ what, limit, settings, leastPercent }: Case): Promise<Measurement[]> {
  const stack = await stackWith(settings, limit);
  const notion = stack.notionOf(BUSY);
  notion.served.length = 0;
  const before = stack.usage();
  const begin = stack.time.now();
  for (let task = 1; task <= TASKS; task++) stack.assign(BUSY, task);
  await stack.time.run(begin + LONGEST_MS, () => notion.comments.length === TASKS);
  if (notion.comments.length < TASKS) throw new Error(`only ${notion.comments.length} were announced`);

  const row = (about: string) => ({ area: 'drain', what: `${TASKS_AT_ONCE} ${what}: ${about}` });
  const announced = (stack.time.now() - begin) / 1000;
  const used = percentUsed(notion.served, limit);
  await stack.settle();
  return [
    { ...row('used of it'), figure: used, unit: '%', atLeast: leastPercent },
    { ...row('refused with 429'), figure: notion.refused, unit: 'calls', goal: 0 },
    { ...row('all are announced after'), figure: announced, unit: 's' },
    ...usageOf(`${TASKS_AT_ONCE} ${what}`, stack.usage(), before, TASKS),
  ];
}

/**
 * A call may be the first of its window no earlier than so many windows after the first of all: that time, of
 * the time it took. Of the last window that the calls reach, so that no burst at an end flatters the figure.
 */
function percentUsed(served: readonly number[], { calls, windowMs }: CallLimit): number {
  const windows = Math.floor((served.length - 1) / calls);
  const [first, last] = [served[0], served[windows * calls]];
  if (first === undefined || last === undefined || windows === 0) throw new RangeError('too few calls');
  return (100 * windows * windowMs) / (last - first);
}

/** From the webhook to the comment in a workspace that has little to do, alone and beside a busy one. */
async function measureNeighbour({ what, settings, limit }: Case): Promise<Measurement[]> {
  const alone = await neighbourMs(false, settings, limit);
  const beside = await neighbourMs(true, settings, limit);
  const row = (about: string) => ({
    area: 'drain',
    what: `a quiet workspace beside a busy one, ${what}: ${about}`,
  });
  const worst = (values: readonly number[]) => Math.max(...values);
  return [
    { ...row('while that calls Notion'), figure: beside.besidePercent, unit: '%', atLeast: 50 },
    { ...row('median delay'), figure: median(beside.delays) / median(alone.delays), unit: '×', goal: 1.05 },
    { ...row('longest delay'), figure: worst(beside.delays) / worst(alone.delays), unit: '×', goal: 1.1 },
    { ...row('longest delay'), figure: worst(beside.delays), unit: 'ms' },
  ];
}

async function neighbourMs(
  isBeside: boolean,
  settings: Case['settings'],
  limit: CallLimit,
): Promise<{ delays: number[]; besidePercent: number }> {
  const stack = await stackWith(settings, limit);
  const { time } = stack;
  await stack.know(QUIET, QUIET_TASKS);
  const begin = time.now();
  if (isBeside) for (let task = 1; task <= TASKS; task++) stack.assign(BUSY, task);
  const dueAt = (task: number) =>
    begin +
    Math.floor((task - 1) / QUIET_A_WINDOW) * WINDOW_MS +
    (((task - 1) % QUIET_A_WINDOW) + 0.5) * SECOND;
  for (let task = 1; task <= QUIET_TASKS; task++) time.at(dueAt(task), () => stack.assign(QUIET, task));
  const { comments } = stack.notionOf(QUIET);
  await time.run(begin + LONGEST_MS, () => comments.length === QUIET_TASKS);
  const { served } = stack.notionOf(BUSY);
  const delays = comments.map(({ pageId, at }) => at - dueAt(taskOf(pageId)));
  const isBusy = ({ pageId, at }: { pageId: string; at: number }) =>
    served.some((call) => call >= dueAt(taskOf(pageId)) && call <= at);
  return { delays, besidePercent: (100 * comments.filter(isBusy).length) / QUIET_TASKS };
}

async function stackWith(settings: Case['settings'], limit: CallLimit): Promise<VirtualStack> {
  const workspaces = [BUSY, QUIET].map((key) => ({ key, ...settings, sweepMinutes: 1440 }));
  const stack = new VirtualStack({ workspaces }, limit);
  await stack.know(BUSY, TASKS);
  return stack;
}

function taskOf(pageId: string): number {
  for (let task = 1; task <= QUIET_TASKS; task++) if (pageIdOf(task) === pageId) return task;
  throw new RangeError(`${pageId} is no task`);
}
