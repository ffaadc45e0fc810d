import type { Assignee } from '../page-record.ts';

/** The daily list of what is overdue, for one Slack channel and time of day. */
export interface OverdueRecord {
  /** When it is to be told, or gone on with (ms). */
  dueAt: number;
  /** Passing failures so far. */
  attempts: number;
  /** When the first of them was (ms). */
  since: number;
  /** The due time, once, of the job by which it was given up for the day: a retry of that job tells it all the same. */
  parkedAs?: number | undefined;
  /** Absent while it only waits for its time. */
  gathering?: Gathering | undefined;
}

/** A page that is past due and not completed. */
export interface Overdue {
  /** Local, `YYYY-MM-DD`. */
  day: string;
  title: string;
  url: string;
  assignees: Assignee[];
  dataSourceId: string;
}

/** How far the search for what is overdue is. */
export interface Gathering {
  /** Data sources that are still to be asked. */
  left: readonly string[];
  /** Where to go on in the first of them. */
  cursor?: string | undefined;
  /** The oldest of what was found, oldest first. */
  found: readonly Overdue[];
  /** How many more there are. */
  more: number;
  /** When it last went on (ms). */
  movedAt: number;
}

export interface OverdueStore {
  load(workspace: string, id: string): Promise<OverdueRecord | undefined>;
  /** Stores one that is not stored yet, due at `dueAt` (ms); nothing if it is. */
  add(workspace: string, id: string, dueAt: number): Promise<void>;
  /** @param from the `dueAt` that was answered: false, and nothing is stored, if the item has another by now */
  move(workspace: string, id: string, from: number, to: OverdueRecord): Promise<boolean>;
  /** No data source has it told any more. */
  remove(workspace: string, id: string): Promise<void>;
}
