import type { Calls } from '../budget.ts';
import type { PageRecord } from '../page-record.ts';

/** What the dashboard reads of the table besides the journal. */
export interface StandingReader {
  /** @throws {StoreUnavailable} */
  read(workspace: string): Promise<Standing>;
}

/** How a workspace stands. */
export interface Standing {
  /** Notion calls of the last sixty seconds that any finished batch made, by second. */
  calls: Calls;
  /** A halt keeps the workspace from working before (ms). */
  closedUntil?: number;
  /** Pages that owe something, now or later. */
  deferred: number;
  /** Pages that an operator must look at, the oldest first; no more than a hundred of them. */
  parked: PageRecord[];
  /** How many of that hundred cannot be read: a later release wrote them, or they are damaged. */
  unreadable: number;
  /** There are more than a hundred. */
  hasMoreParked: boolean;
}
