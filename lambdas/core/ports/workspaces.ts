import type { Calls } from '../budget.ts';
import type { CountsByHour } from '../hour-counts.ts';
import type { SinglesCount } from '../singles.ts';

/** What a workspace's item says when it is taken. */
export interface TakenWorkspace {
  calls: Calls;
  /** Those of them that sweeps made. */
  sweepCalls: Calls;
  /** When the last of them was to begin (ms): a pace is kept from one invocation to the next. */
  lastCallAt: number;
  singles: SinglesCount;
  /** Figures that are not put away yet. */
  hours: CountsByHour;
  /** Deaths by culprit: a message's id, or a due item's key. */
  deaths: Readonly<Record<string, number>>;
  /** An invocation that held the workspace and never freed it. */
  died?: { heldUntil: number; inWork: readonly string[] };
}

export type Take = { kind: 'taken'; workspace: TakenWorkspace } | { kind: 'held' | 'closed'; until: number };

/** The workspace's item: who works on it, and what was spent. */
export interface WorkspaceStore {
  /** When its data sources are to be searched for (ms); 0 if they never were. */
  searchDueAt(workspace: string): Promise<number>;
  setSearchDueAt(workspace: string, dueAt: number): Promise<void>;
  /** Holds the workspace until `until`, unless somebody else does or it is closed. */
  take(workspace: string, now: number, until: number, inWork: readonly string[]): Promise<Take>;
  /** Says before a dangerous step what is in work. */
  rewrite(
    workspace: string,
    heldUntil: number,
    inWork: readonly string[],
    deaths: Readonly<Record<string, number>>,
  ): Promise<void>;
  /** Frees what this invocation holds; nothing if it is another's by now. */
  free(workspace: string, heldUntil: number, left: LeftWorkspace): Promise<void>;
}

interface LeftWorkspace {
  calls: Calls;
  sweepCalls: Calls;
  lastCallAt: number;
  singles: SinglesCount;
  hours: CountsByHour;
  deaths: Readonly<Record<string, number>>;
  /** Nobody may work on it before. */
  closedUntil?: number | undefined;
}
