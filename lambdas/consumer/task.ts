import type { Told } from '../core/journal.ts';
import type { Notice, PageState } from '../core/page-record.ts';
import type { Received } from './message.ts';

/** How a task ended. */
export type TaskResult =
  | ({ kind: 'done' | 'skipped' | 'deferred' | 'parked'; reason: string } & Endings)
  /** What was due is not due any more: somebody has it in hand, or has done it. */
  | { kind: 'stale'; reason: string }
  /** Nothing of the workspace can go on before `until` (ms): the messages must come again. */
  | ({ kind: 'halted'; reason: string; until: number } & Endings);

export interface Endings {
  page?: PageEnding;
  /** A message that is about no single page. */
  told?: Told;
  /** Of those that a digest told of. */
  pages?: readonly (PageEnding & { pageId: string })[];
}

/** What the work on a page leaves to tell of, for the journal. */
export interface PageEnding {
  /** Whether it was read, or somebody told or tried to be: more than a glance at its record. */
  isWorked: boolean;
  /** Undefined for a page that could not be read. */
  state: PageState | undefined;
  /** Notices that were delivered by this work. */
  told: readonly Notice[];
  /** When the calls for them had ended (ms). */
  toldAt: number;
}

/** One thing that a batch asks for: a page, a sweep, a search, a digest. */
export interface Task {
  /** The messages that ask for it. */
  received: Received[];
  /** By what deaths over it are counted. */
  culprits: string[];
  run(): Promise<TaskResult>;
  /** It failed again and again: puts it where a person finds it, and out of the way. */
  giveUp(reason: string, hint: string): Promise<void>;
}
