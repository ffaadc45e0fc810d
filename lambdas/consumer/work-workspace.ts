import { meterNotion } from '../core/metered-notion.ts';
import type { Connection } from '../core/ports/connection.ts';
import type { WorkspaceSettings } from '../core/settings.ts';
import { DataSources } from './data-sources/data-sources.ts';
import { Digests } from './digests/digests.ts';
import { Hold } from './hold.ts';
import { Journal, logEndings } from './journal.ts';
import { culpritOf, culpritsOf, type GivenBack, type Received } from './message.ts';
import { SlackLanes } from './notices/slack-lanes.ts';
import { WhoIsWho } from './notices/who-is-who.ts';
import { giveBack, runTask, TROUBLE_MS } from './run-task.ts';
import { tasksOf } from './tasks.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

export interface Invocation {
  /** When the function is killed (ms). */
  deadline: number;
  /** Whether the batch holds nobody else's messages. */
  isAlone: boolean;
}

/** No call begins so shortly before the end: it could outlive the invocation. */
const LAST_CALL_MS = 20_000;
/** To free the workspace at the end. */
const MOST_TRIES = 3;
const BETWEEN_TRIES_MS = 500;
/** How long after the end of an invocation its last call may still show its effect. */
const LATE_EFFECT_MS = 90_000;

/** Works on the messages of one workspace. Resolves to those that must come again. */
export async function workWorkspace(
  workspace: WorkspaceSettings,
  received: readonly Received[],
  invocation: Invocation,
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  const { clock } = ports;
  const back = (until: number, reason: string) => {
    logEndings(received, { kind: 'halted', reason, until }, 0, ports);
    return giveBack(received, until);
  };
  const connecting = connect(workspace, ports);
  try {
    const hold = await Hold.take(workspace, invocation.deadline, culpritsOf(received), ports);
    if (!(hold instanceof Hold)) return back(hold.until, hold.reason);
    const journal = new Journal(workspace.key, ports);
    try {
      const turn = beginTurn(workspace, hold, await connecting, invocation, ports);
      if (turn.kind === 'begun') return await workInTurn(received, { hold, journal, turn: turn.turn }, ports);
      ports.log.count('WorkspaceHalted');
      const until = clock.now() + TROUBLE_MS;
      hold.close(until);
      journal.tell(received, { kind: 'halted', reason: turn.reason, until }, clock.now());
      return giveBack(received, until);
    } finally {
      hold.hours = await journal.count(hold.hours);
      await Promise.all([freeInTheEnd(hold, ports), journal.write()]);
    }
  } catch (error) {
    ports.log.count('WorkspaceHalted');
    // Whatever was done is in the records: done again, it is found to be done.
    return back(clock.now() + TROUBLE_MS, String(error));
  }
}

/** A hold that is never freed looks like the death of its holder, so it is worth some tries. */
async function freeInTheEnd(hold: Hold, { clock, log }: ConsumerPorts): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    try {
      return await hold.free();
    } catch (error) {
      log.warn('The workspace could not be freed', { tries, reason: String(error) });
      await clock.sleep(BETWEEN_TRIES_MS);
    }
  }
}

/** Begins while the workspace is being taken. Nobody may wait for it in the end, so it never rejects. */
async function connect(workspace: WorkspaceSettings, ports: ConsumerPorts): Promise<Connection> {
  try {
    return await ports.connect(workspace);
  } catch (error) {
    return { kind: 'refused', reason: String(error) };
  }
}

function beginTurn(
  workspace: WorkspaceSettings,
  hold: Hold,
  connection: Connection,
  { deadline, isAlone }: Invocation,
  ports: ConsumerPorts,
): { kind: 'begun'; turn: Turn } | { kind: 'refused'; reason: string } {
  if (connection.kind === 'refused') return connection;
  const lastCallAt = deadline - LAST_CALL_MS;
  const close = (until: number) => hold.close(until);
  const notion = meterNotion(connection.notion, hold.budget, ports.clock, lastCallAt, ports.log, close);
  const turn: Turn = {
    workspace,
    dataSources: new DataSources(workspace, { ...ports, notion, store: ports.dataSources }),
    sweepBudget: hold.sweepBudget,
    notion,
    slack: connection.slack,
    slackBot: connection.slackBot,
    // Others' messages in the batch would wait as well.
    slackLanes: new SlackLanes({ lastCallAt, mayWait: isAlone }, ports.clock),
    singles: hold.singles,
    digests: new Digests(workspace.key, ports),
    whoIsWho: new WhoIsWho({ workspace, notion, slackBot: connection.slackBot, lastCallAt }, ports),
    claimUntil: deadline + LATE_EFFECT_MS,
    lastCallAt,
  };
  return { kind: 'begun', turn };
}

/** Digests learn of their members before anybody else can tell them. */
async function workInTurn(
  received: readonly Received[],
  under: { hold: Hold; journal: Journal; turn: Turn },
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  try {
    return await workInShifts(received, under, ports);
  } finally {
    await under.turn.digests.write();
  }
}

/** All together, but alone what was in work when an invocation died: one of them is to blame. */
async function workInShifts(
  received: readonly Received[],
  { hold, journal, turn }: { hold: Hold; journal: Journal; turn: Turn },
  ports: ConsumerPorts,
): Promise<GivenBack[]> {
  const isSuspect = (one: Received) => hold.deathsOf(culpritOf(one)) > 0;
  const shifts = [
    received.filter((one) => !isSuspect(one)),
    ...received.filter(isSuspect).map((one) => [one]),
  ];
  const mustRewrite = hold.mustRewrite(culpritsOf(received));
  const givenBack: GivenBack[] = [];
  for (const shift of shifts) {
    if (hold.closedUntil !== undefined) {
      givenBack.push(...giveBack(shift, hold.closedUntil));
      continue;
    }
    if (mustRewrite) await hold.rewrite(culpritsOf(shift));
    const tasks = tasksOf(shift, turn, ports).map((task) => runTask(task, hold, journal, ports));
    givenBack.push(...(await Promise.all(tasks)).flat());
  }
  return givenBack;
}
