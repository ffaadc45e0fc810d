import { type Calls, spentInFull } from './budget.ts';
import type { TakenWorkspace } from './ports/workspaces.ts';

/** So many invocations died, or threw, over one message or due item: it is to blame. */
export const MOST_DEATHS = 3;
/** What died and never came back is forgotten, the oldest first. */
const MOST_REMEMBERED = 100;

/** Deaths by culprit: a message's id, or a due item's key. */
export type Deaths = Readonly<Record<string, number>>;

export interface Inherited {
  calls: Calls;
  sweepCalls: Calls;
  deaths: Deaths;
}

/**
 * What the last holder left. One that died made an unknown number of calls, so its budget counts as spent in
 * full at the end of its time, and everything that it worked on has one death more.
 */
export function inherit(
  workspace: Pick<TakenWorkspace, 'calls' | 'sweepCalls' | 'deaths' | 'died'>,
  callsPerMinute: number,
  sweepsPerMinute: number,
): Inherited {
  const { calls, sweepCalls, deaths, died } = workspace;
  if (!died) return { calls, sweepCalls, deaths };
  return {
    calls: spentInFull(callsPerMinute, died.heldUntil),
    sweepCalls: spentInFull(sweepsPerMinute, died.heldUntil),
    deaths: died.inWork.reduce(addDeath, deaths),
  };
}

export function addDeath(deaths: Deaths, culprit: string): Deaths {
  const { [culprit]: known = 0, ...others } = deaths;
  const remembered = Object.entries(others).slice(-MOST_REMEMBERED + 1);
  return { ...Object.fromEntries(remembered), [culprit]: known + 1 };
}

/** What ended deliberately, however it ended, is cleared. */
export function clearDeaths(deaths: Deaths, culprits: readonly string[]): Deaths {
  return Object.fromEntries(Object.entries(deaths).filter(([id]) => !culprits.includes(id)));
}
