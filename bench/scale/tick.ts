import { LIMITS } from './limits.ts';
import { LOAD } from './load.ts';

const TABLE_SOCKETS = 50;
const TABLE_ANSWER_MS = 5;
/** One item and one query. */
const REQUESTS = 2;

/** How long one tick of the timer looks at so many workspaces, over the SDK's sockets. */
export function tickMs(workspaces: number): number {
  return workspaces * eachMs();
}

/** How many workspaces one tick comes to before its time is over. */
export function mostInTick(): number {
  return Math.floor(LIMITS.tickMs / eachMs());
}

function eachMs(): number {
  const waiting = (REQUESTS * TABLE_ANSWER_MS) / TABLE_SOCKETS;
  const working = (REQUESTS * LOAD.requestCpu) / LIMITS.tickProcessors;
  return Math.max(waiting, working);
}
