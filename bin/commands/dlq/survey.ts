import { CommandError } from '../command-error.ts';
import { type Entry, entriesOf } from './entries.ts';
import type { DlqPorts, Letter } from './ports.ts';

/** What is parked, with the messages in our hands. */
export interface Survey {
  entries: Entry[];
  /** About how many messages could not be looked at. */
  unseen: number;
  /** How many records of the ledger could not be read. */
  unreadable: number;
  /** Takes a message out of the dead-letter queue for good. */
  remove(letter: Letter): Promise<void>;
}

/**
 * Looks at all that is parked, works on it, and gives the messages back that are still there.
 *
 * @param only one workspace's
 */
export async function survey<Answer>(
  workspaces: readonly string[],
  only: string | undefined,
  { ledger, letters }: Pick<DlqPorts, 'ledger' | 'letters'>,
  work: (survey: Survey) => Promise<Answer>,
): Promise<Answer> {
  const taken = await letters.take();
  const held = new Set(taken.letters);
  try {
    const parked = await Promise.all(workspaces.map((key) => ledger.parked(key)));
    const records = parked.flatMap((one) => one.records);
    const entries = entriesOf(records, taken.letters);
    return await work({
      entries: only === undefined ? entries : entries.filter(({ workspace }) => workspace === only),
      unseen: taken.unseen,
      unreadable: parked.reduce((sum, one) => sum + one.unreadable, 0),
      remove: async (letter) => {
        await letters.remove(letter);
        held.delete(letter);
      },
    });
  } finally {
    // What cannot be given back comes back by itself.
    await letters.giveBack([...held]).catch(() => undefined);
  }
}

/** @throws {CommandError} unless exactly one has the id */
export function findEntry(id: string, entries: readonly Entry[]): Entry {
  const [found, ...others] = entries.filter((entry) => entry.id === id);
  if (!found) {
    throw new CommandError(`Nothing that is parked has the id ${id}`, '`pagebell dlq list` shows what is.');
  }
  if (others.length > 0) {
    const keys = [found, ...others].map(({ workspace }) => workspace).join(', ');
    throw new CommandError(`Several workspaces have parked ${id}`, `Name one with --workspace: ${keys}.`);
  }
  return found;
}
