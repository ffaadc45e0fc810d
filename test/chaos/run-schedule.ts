import { act } from './act.ts';
import { announcementsOf } from './announcement.ts';
import { PEOPLE, pageIdOf } from './cast.ts';
import { delays } from './delays.ts';
import { repetitions, violations, violationsAfterRetry } from './invariants.ts';
import { momentAfter } from './local-days.ts';
import { newPage } from './new-page.ts';
import { redriveAll } from './operator.ts';
import type { Schedule } from './schedule.ts';
import { crowded } from './singles-judge.ts';
import { addCounts, type Counts } from './tally.ts';
import { restoreRecords } from './unreadable-records.ts';
import { World } from './world.ts';

export interface Outcome {
  /** Empty, if Pagebell kept its promises. */
  violations: string[];
  faults: Counts;
  crashes: Counts;
  results: Counts;
  /** A digest of all that was done, in its order: equal for equal schedules. */
  trace: string;
}

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** Late webhooks, back-offs, what is given up after a day, and the dates that were set, are all over by then. */
const LONGEST_MS = 6 * DAY;
/** Many times as many as any schedule needs. */
const MOST_CALLS = 3000;
const PAUSE_MS = 10 * 60_000;
const MANAGER = 'who recorded the pages';

/** Runs a schedule to its end and judges it, without faults from the last step on. */
export async function runSchedule(schedule: Schedule): Promise<Outcome> {
  const world = new World(schedule);
  const realNow = Date.now;
  Date.now = () => world.time.now(); // adapters compare the dates of a server with it
  try {
    return outcomeOf(world, schedule, await runToRest(world, schedule));
  } finally {
    Date.now = realNow;
  }
}

async function runToRest(world: World, schedule: Schedule): Promise<string[]> {
  const { time } = world;
  record(world, schedule.recorded);
  if (!(await comesTo(() => world.isQuiet, world))) return ['the recorded pages were never recorded'];
  if (!schedule.isSwept) world.endSweeps();
  await time.run(time.now() + PAUSE_MS, () => false);

  let at = time.now();
  for (const { waitMs, sinceList, action } of schedule.steps) {
    at = (sinceList ? momentAfter(at) : at) + waitMs;
    time.at(at, () => act(action, world));
  }
  await time.run(at, () => false);
  world.stopFaults();
  world.deployment.end();
  restoreRecords(world.table.items);
  if (!(await comesTo(() => world.isSettled, world))) return [`never settled: ${whatIsLeft(world)}`];
  world.endSweeps();
  if (!(await comesTo(() => world.isQuiet, world))) return [`never came to rest: ${whatIsLeft(world)}`];
  const found = [...violations(world), ...breaches(world, schedule), ...delays(world), ...crowded(world)];
  if (found.length > 0) return found;

  await time.run(time.now() + PAUSE_MS, () => false);
  const retriedAt = time.now();
  redriveAll(world.queues);
  await time.run(time.now() + 1000, () => false);
  if (!(await comesTo(() => world.isQuiet, world)))
    return [`never came to rest after a retry: ${whatIsLeft(world)}`];
  return violationsAfterRetry(world, retriedAt);
}

/** Pages that Pagebell knows of before anything happens. */
function record({ notion, truth, time, webhooks, client }: World, recorded: Schedule['recorded']): void {
  client?.record(time.now());
  for (const [index, people] of recorded.entries()) {
    const pageId = pageIdOf(index + 1);
    const assignees = people.flatMap((one) => PEOPLE[one]?.id ?? []);
    const madeAt = time.now() - DAY;
    const page = { ...newPage(index, madeAt), assignees };
    client?.link(page, index, 'own');
    notion.pages.set(pageId, page);
    truth.set({ pageId, people: assignees, author: MANAGER, at: madeAt, isOld: true });
    const edit = { type: 'page.moved', pageId, author: MANAGER, propertyIds: [] } as const;
    webhooks.tell(edit, { delaysMs: [0], isAggregated: false });
  }
}

/** What goes in circles is not waited for. */
async function comesTo(state: () => boolean, { time, rates, client }: World): Promise<boolean> {
  const isCircling = () => rates.calls + (client?.rates.calls ?? 0) > MOST_CALLS;
  await time.run(time.now() + LONGEST_MS, () => state() || isCircling());
  return state();
}

/** With the workspace's item goes what keeps two consumers apart, and what it says of calls and rests. */
function breaches({ rates, client, knowledge }: World, { steps }: Schedule): string[] {
  const isForced = steps.some(({ action }) => action.kind === 'second consumer' && action.byForce);
  return isForced
    ? []
    : [...rates.breaches(), ...(client?.rates.breaches() ?? []), ...knowledge.outdatedNotices];
}

function whatIsLeft({ queues, webhooks, table, time }: World): string {
  const due = table.earliestDue();
  const dueIn = due === undefined ? 'nothing' : `something in ${Math.round((due - time.now()) / 1000)} s`;
  return JSON.stringify({ queue: queues.events.figures(), webhooks: webhooks.pending, due: dueIn });
}

/** How many people heard of each rule, in all channels. */
function toldByRule(world: World): Counts {
  const counts: Counts = {};
  for (const { rule } of announcementsOf(world)) addCounts(counts, { [`told: ${rule}`]: 1 });
  return counts;
}

function outcomeOf(world: World, schedule: Schedule, found: string[]): Outcome {
  const { tally, notion, slack, mail, rates, time, log } = world;
  const messages = [...slack.sent.all, ...mail.sent.all];
  const results: Counts = {
    'Notion calls': rates.calls,
    comments: notion.comments.length,
    'people told twice by comments': repetitions(world, 'comment'),
    'people never told': found.filter((violation) => violation.startsWith('never told')).length,
    'Slack messages': slack.sent.count,
    'e-mails': mail.sent.count,
    'people told twice by Slack': repetitions(world, 'slack'),
    'messages whose arrival Pagebell could not know': messages.filter(({ isKnown }) => !isKnown).length,
    'lists of what is overdue': slack.sent.lists.length,
    'pages written by mirrors': world.client?.writes.length ?? 0,
    ...toldByRule(world),
    invocations: log.withMessage('Outcome').length,
    steps: schedule.steps.length,
  };

  const trace = JSON.stringify([
    time.now(),
    notion.comments.map(({ at, noticeId }) => [at, noticeId]),
    messages.map(({ at, to, text }) => [at, to, text]),
    rates.calls,
  ]);
  return { violations: found, faults: tally.faults, crashes: tally.crashes, results, trace };
}
