import type { Received } from './message.ts';

/** How a task ended. */
export type TaskResult =
  | { kind: 'done' | 'skipped' | 'deferred' | 'parked'; reason: string }
  /** What was due is not due any more: somebody has it in hand, or has done it. */
  | { kind: 'stale'; reason: string }
  /** Nothing of the workspace can go on before `until` (ms): the messages must come again. */
  | { kind: 'halted'; reason: string; until: number };

/** One thing that a batch asks for: a page, a sweep, a search. */
export interface Task {
  /** The messages that ask for it. */
  received: Received[];
  /** By what deaths over it are counted. */
  culprits: string[];
  run(): Promise<TaskResult>;
  /** It failed again and again: puts it where a person finds it, and out of the way. */
  giveUp(reason: string, hint: string): Promise<void>;
}
