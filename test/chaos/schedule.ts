import type { QueueFault } from './chaos-queues.ts';
import type { TableFault } from './chaos-table.ts';
import type { LinkTarget } from './deliverables.ts';
import type { HttpFault } from './faulty-fetch.ts';
import type { Crash } from './invocation.ts';
import type { DueForm, Status } from './page-values.ts';
import type { Setup } from './setup.ts';

/** What a run is made of: everything in it is data, so that it can be shrunk, printed and run again. */
export interface Schedule {
  /** Of latencies and jitter. */
  seed: number;
  /** Sweeps run as usual; otherwise none does, and every edit has its webhook. */
  isSwept: boolean;
  setup: Setup;
  callsPerMinute: number;
  /** Lambda's concurrency: 1 with the reservation. */
  consumers: number;
  /** Who was assigned to the pages that Pagebell knows already, as indexes of PEOPLE. */
  recorded: readonly (readonly number[])[];
  steps: readonly Step[];
}

export interface Step {
  /** Since the step before. */
  waitMs: number;
  /** Since the next time of the daily list, instead. */
  sinceList?: boolean;
  action: Action;
}

export type Action =
  /** Somebody assigns who is not assigned, and removes who is. */
  | { kind: 'toggle'; page: number; people: readonly number[]; author: Author; delivery: Delivery }
  /** All guests are assigned, or removed, together. */
  | { kind: 'crowd'; page: number; author: Author; delivery: Delivery }
  /** Somebody moves a page to the trash, or takes it out. */
  | { kind: 'trash'; page: number; delivery: Delivery }
  /** Somebody sets when a page is due, in so many days from then, or takes the date off. */
  | { kind: 'due'; page: number; inDays: number | null; form: DueForm; delivery: Delivery }
  | { kind: 'status'; page: number; status: Status; delivery: Delivery }
  /** Somebody ticks that nobody need be told of a page, or takes the tick off. */
  | { kind: 'leave out'; page: number; delivery: Delivery }
  /** What goes to another workspace, too; over there an index of twice as many pages. */
  | { kind: 'points' | 'points over there'; page: number; points: number; delivery: Delivery }
  | { kind: 'status over there'; page: number; status: Status; delivery: Delivery }
  | { kind: 'trash over there'; page: number; delivery: Delivery }
  /** Somebody adds the option over there that was missing till then. */
  | { kind: 'option over there' }
  /** Somebody lets a page link to one over there, or takes the link away. */
  | { kind: 'link'; page: number; to: LinkTarget | undefined; delivery: Delivery }
  /** An edit that concerns no assignee. */
  | { kind: 'rename'; page: number; delivery: Delivery }
  | { kind: 'fail'; fault: TargetedFault; skip: number }
  | { kind: 'outage'; fault: TargetedFault; minutes: number }
  | { kind: 'crash'; call: string; crash: Crash; skip: number }
  /** The same people on every page at once. */
  | { kind: 'burst'; people: readonly number[]; author: Author; delivery: Delivery }
  /**
   * Somebody invokes the consumer by hand with jobs that it may have at this moment, too; by force: an operator
   * has deleted the workspace's item before, because it looked stuck.
   */
  | { kind: 'second consumer'; pages: readonly number[]; job: 'event' | 'due'; byForce: boolean }
  /** An operator sends everything in the dead-letter queue again. */
  | { kind: 'retry'; how: 'redrive' | 'command'; times: number }
  /** The page's record cannot be read for so long: the consumer throws. */
  | { kind: 'broken record'; page: number; minutes: number }
  /** A later release wrote the page's record; for so long this one has to work beside it. */
  | { kind: 'newer record'; page: number; minutes: number }
  /** The same of what is queued meanwhile. */
  | { kind: 'newer messages'; minutes: number }
  /** An operator has the data source swept from the beginning. */
  | { kind: 'backfill' }
  | { kind: 'acknowledgements lost' }
  | { kind: 'garbage in the queue' };

/** An index of MANAGERS, or of PEOPLE: who edits a page may assign it to themselves. */
export type Author = { manager: number } | { person: number };

export interface Delivery {
  /** One webhook for each: with none, Notion tells nobody. */
  delaysMs: readonly number[];
  /** Told of together with the page's later edits, in one event. */
  isAggregated: boolean;
}

export type TargetedFault =
  | { service: 'http'; target: string; fault: HttpFault }
  | { service: 'table'; target: string; fault: TableFault }
  | { service: 'queue'; target: string; fault: QueueFault }
  | { service: 'secrets'; target: 'secrets'; fault: { kind: 'refused' } };
