import type { WorkspaceSettings } from '../core/config.ts';
import { MOST_DEATHS } from '../core/deaths.ts';
import { meterNotion } from '../core/metered-notion.ts';
import { ItemTooLarge, NewerRecord, StoreUnavailable } from '../core/ports.ts';
import { DataSources } from './data-sources.ts';
import { Hold } from './hold.ts';
import { aboutJob, culpritOf, type GivenBack, type Received } from './message.ts';
import { groupByPage, type PageGroup } from './page-groups.ts';
import { parkMessage } from './park.ts';
import { parkPage } from './park-page.ts';
import { type PageResult, processPage } from './process-page.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

export interface Invocation {
  /** When the function is killed (ms). */
  deadline: number;
  /** Whether the batch holds nobody else's messages. */
  isAlone: boolean;
}

/** No call begins so shortly before the end: it could outlive the invocation. */
const LAST_CALL_MS = 20_000;
/** How long after the end of an invocation its last call may still show its effect. */
const LATE_EFFECT_MS = 90_000;
/** For a table that does not answer, or a page that could not be worked on. */
const TROUBLE_MS = 30_000;

/** Works on the messages of one workspace. Resolves to those that must come again. */
export async function workWorkspace(
  workspace: WorkspaceSettings,
  received: readonly Received[],
  invocation: Invocation,
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  const { clock, log } = ports;
  const back = (until: number, reason: string) => {
    log.warn('Gave a batch back', { workspace: workspace.key, outcome: 'halted', reason, until });
    return giveBack(received, until);
  };
  try {
    const hold = await Hold.take(workspace, invocation.deadline, received.map(culpritOf), ports);
    if (!(hold instanceof Hold)) return back(hold.until, hold.reason);
    const turn = await beginTurn(workspace, hold, invocation, ports);
    if (turn.kind === 'refused') hold.close(clock.now() + TROUBLE_MS);
    const givenBack =
      turn.kind === 'refused'
        ? back(clock.now() + TROUBLE_MS, turn.reason)
        : await workInShifts(received, hold, turn.turn, ports);
    await hold.free();
    return givenBack;
  } catch (error) {
    // Whatever was done is in the records: done again, it is found to be done.
    return back(clock.now() + TROUBLE_MS, String(error));
  }
}

async function beginTurn(
  workspace: WorkspaceSettings,
  hold: Hold,
  { deadline, isAlone }: Invocation,
  ports: ConsumerPorts,
): Promise<{ kind: 'begun'; turn: Turn } | { kind: 'refused'; reason: string }> {
  const connection = await ports.connect(workspace);
  if (connection.kind === 'refused') return connection;
  const lastCallAt = deadline - LAST_CALL_MS;
  const turn: Turn = {
    workspace,
    dataSources: new DataSources(workspace.key, ports.dataSources, ports.clock),
    notion: meterNotion(connection.notion, hold.budget, ports.clock, lastCallAt),
    slack: connection.slack,
    claimUntil: deadline + LATE_EFFECT_MS,
    lastCallAt,
    mayWait: isAlone,
  };
  return { kind: 'begun', turn };
}

/** All together, but alone what was in work when an invocation died: one of them is to blame. */
async function workInShifts(
  received: readonly Received[],
  hold: Hold,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  const isSuspect = (one: Received) => hold.deathsOf(culpritOf(one)) > 0;
  const shifts = [
    received.filter((one) => !isSuspect(one)),
    ...received.filter(isSuspect).map((one) => [one]),
  ];
  const mustRewrite = hold.mustRewrite(received.map(culpritOf));
  const givenBack: GivenBack[] = [];
  for (const shift of shifts) {
    if (hold.closedUntil !== undefined) {
      givenBack.push(...giveBack(shift, hold.closedUntil));
      continue;
    }
    if (mustRewrite) await hold.rewrite(shift.map(culpritOf));
    givenBack.push(...(await workPages(shift, hold, turn, ports)));
  }
  return givenBack;
}

async function workPages(
  received: readonly Received[],
  hold: Hold,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  const { groups, strangers } = groupByPage(received, turn.workspace.key);
  const ended = await Promise.all(groups.map((group) => workPage(group, hold, turn, ports)));
  for (const { message } of strangers) {
    await parkMessage(message, 'the item that is due is of an unknown kind', 'Drop it.', ports);
  }
  return ended.flat();
}

async function workPage(
  group: PageGroup,
  hold: Hold,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  const { received, work } = group;
  const startedAt = ports.clock.now();
  const result = await resultOf(group, hold, turn, ports);
  if (result.kind !== 'failed' && result.kind !== 'stale') hold.clearDeaths(work.culprits);
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

type WorkResult = PageResult | { kind: 'failed'; reason: string };

async function resultOf(group: PageGroup, hold: Hold, turn: Turn, ports: ConsumerPorts): Promise<WorkResult> {
  const { work, received } = group;
  const isDeadly = () => work.culprits.some((culprit) => hold.deathsOf(culprit) >= MOST_DEATHS);
  try {
    if (isDeadly()) return await parkDeadly(group, 'the function died while it worked on the page', ports);
    return await processPage(work, turn, ports);
  } catch (error) {
    const until = ports.clock.now() + TROUBLE_MS;
    if (error instanceof StoreUnavailable || error instanceof NewerRecord) {
      return { kind: 'halted', reason: error.message, until };
    }
    if (error instanceof ItemTooLarge) {
      for (const { message } of received) await parkMessage(message, error.message, TOO_LARGE_HINT, ports);
      return { kind: 'parked', reason: error.message };
    }
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    for (const culprit of work.culprits) hold.addDeath(culprit);
    return isDeadly() ? await parkDeadly(group, String(error), ports) : { kind: 'failed', reason };
  }
}

const TOO_LARGE_HINT = 'The page has more assignees, or owes more, than one item of the table can hold.';

/** In the record and the dead-letter queue; if the record itself is the trouble, in the queue alone. */
async function parkDeadly(
  { work, received }: PageGroup,
  reason: string,
  ports: ConsumerPorts,
): Promise<PageResult> {
  try {
    await parkPage(work, reason, ports);
  } catch (error) {
    if (error instanceof StoreUnavailable || error instanceof NewerRecord) throw error;
    for (const { message } of received) await parkMessage(message, reason, UNREADABLE_HINT, ports);
  }
  return { kind: 'parked', reason };
}

const UNREADABLE_HINT = "The page's record cannot be worked on. Read the errors in the log of the consumer.";

function giveBack(received: readonly Received[], until: number): GivenBack[] {
  return received.map(({ message }) => ({ message, until }));
}

/** One line for each message. */
function logEndings(
  received: readonly Received[],
  { kind, reason }: WorkResult,
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
