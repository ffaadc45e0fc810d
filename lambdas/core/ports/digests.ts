/** A message to a Slack channel that tells notices of many pages. */
export interface DigestRecord {
  /** Ids of the notices that are still to be told, or to be taken out of their outboxes. */
  members: readonly string[];
  progress: DigestProgress;
}

export interface DigestProgress {
  /**
   * `sending`: somebody posts, or died of it, and what became of that is unknown. `told`: what is in `telling`
   * was posted, and is perhaps still in its outboxes.
   */
  state: 'pending' | 'sending' | 'told';
  /** When to go on (ms); while `sending` nobody else does before. */
  dueAt: number;
  /** Passing failures so far. */
  attempts: number;
  /** When the first of them was (ms). */
  since: number;
  /** Those of the members that one message tells. */
  telling?: readonly string[] | undefined;
}

export interface DigestStore {
  load(workspace: string, digestId: string): Promise<DigestRecord | undefined>;
  /**
   * Adds members, never none, to a digest that nobody has begun to tell; makes it if it is not there, due at `dueAt` (ms).
   *
   * @returns false, and nothing is stored, if it is being told
   */
  join(workspace: string, digestId: string, members: readonly string[], dueAt: number): Promise<boolean>;
  /**
   * Moves a digest on.
   *
   * @param from the `dueAt` that was answered: false, and nothing is stored, if the item has another by now
   * @param left members that are done with
   */
  move(
    workspace: string,
    digestId: string,
    from: number,
    to: DigestProgress,
    left?: readonly string[],
  ): Promise<boolean>;
  /** Nothing is left to tell; nothing happens if the item has another `dueAt` than `from`. */
  remove(workspace: string, digestId: string, from: number): Promise<void>;
}
