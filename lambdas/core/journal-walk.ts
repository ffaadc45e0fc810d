import type { JournalLine } from './journal.ts';

/** Reads lines, the newest first, as the ports do; with `before`, only what ended earlier (ms). */
export type ReadLines = (limit: number, before?: number) => Promise<JournalLine[]>;

/** What one read brought that none before it had. */
export interface Chunk {
  lines: JournalLine[];
  /** There is nothing earlier. */
  isLast: boolean;
}

/**
 * Goes back through the journal, each line once.
 *
 * @param atOnce lines of one read; more where so many ended in one millisecond
 * @param before where to begin (ms); default: now
 */
export async function* walkJournal(read: ReadLines, atOnce: number, before?: number): AsyncGenerator<Chunk> {
  const seen = new Set<string>();
  let limit = atOnce;
  let until = before;
  for (;;) {
    const found = await read(limit, until);
    const lines = found.filter(({ id }) => !seen.has(id));
    for (const { id } of lines) seen.add(id);
    const oldest = found.at(-1);
    const isLast = !oldest || found.length < limit;
    yield { lines, isLast };
    if (isLast) return;
    // What ended with the last one may not have been handed out: that millisecond is read again, whole.
    until = oldest.endedAt + 1;
    if (lines.length === 0) limit *= 2;
  }
}
