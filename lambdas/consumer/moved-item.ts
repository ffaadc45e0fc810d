import type { TaskResult } from './task.ts';

/** The job answers a due time that its item does not have any more. */
export const STALE: TaskResult = { kind: 'stale', reason: 'not due any more' };

/**
 * An item of the table that a job moves on, step by step: each move answers the due time that the one before has
 * left, so that of two jobs one only gets on.
 */
export class MovedItem<State extends { dueAt: number }, More extends unknown[] = []> {
  readonly #save: (from: number, to: State, ...more: More) => Promise<boolean>;
  #state: State;

  /** @param save false, and nothing is stored, if the item has another due time than `from` by now */
  constructor(state: State, save: (from: number, to: State, ...more: More) => Promise<boolean>) {
    this.#state = state;
    this.#save = save;
  }

  /** As it is stored, unless somebody else has moved it. */
  get state(): State {
    return this.#state;
  }

  /** False if somebody else has moved it. */
  async move(to: State, ...more: More): Promise<boolean> {
    const isOurs = await this.#save(this.#state.dueAt, to, ...more);
    this.#state = to;
    return isOurs;
  }

  /** The job's last move. Resolves to how it ends. */
  async leave(to: State, end: TaskResult, ...more: More): Promise<TaskResult> {
    return (await this.move(to, ...more)) ? end : STALE;
  }
}
