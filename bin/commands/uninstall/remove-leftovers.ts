/** Something that outlives the stack, and can be removed. */
export interface Leftover {
  kind: 'table' | 'parameter' | 'folder';
  name: string;
  /** What is in it, and what its loss means. */
  about: string;
  /** @throws {CommandError} */
  remove(): Promise<void>;
}

/** Whoever looks for leftovers, once nothing uses them any more. */
export interface Estate {
  /** What the operator types to confirm: the stack's name. */
  name: string;
  /** @throws {CommandError} if something still uses them */
  look(): Promise<Found>;
}

export interface Found {
  leftovers: readonly Leftover[];
  /** What else there is that this command cannot or must not remove, in sentences. */
  rest: readonly string[];
}

/** Removes one after the other, so that it can be told where it stopped. */
export async function removeAll(
  leftovers: readonly Leftover[],
  tell: (removed: Leftover) => void,
): Promise<void> {
  for (const leftover of leftovers) {
    await leftover.remove();
    tell(leftover);
  }
}
