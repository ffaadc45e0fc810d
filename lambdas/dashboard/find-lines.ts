import type { JournalLine, Outcome } from '../core/journal.ts';

/** Lines on one page. */
export const PAGE_LENGTH = 20;
/** How many are read at once: with a filter most of them will not be shown. */
const CHUNK = { plain: 30, filtered: 50 };
/** A search that finds little ends after so many chunks, and can be gone on with. */
const MOST_CHUNKS = 10;

export interface LineFilter {
  outcome?: Outcome | undefined;
  /** In lower case. */
  text?: string | undefined;
  /** Without what came due and told nobody. */
  isEventful?: boolean | undefined;
  /** Only what ended earlier (ms). */
  before?: number | undefined;
}

export interface FoundLines {
  /** The newest first. */
  lines: JournalLine[];
  /** There is more that ended earlier than this (ms). */
  olderThan?: number;
  /** The search ended although nobody knows whether there is more. */
  isCutOff?: true;
}

/** Reads lines, the newest first, as the ports do. */
export type ReadLines = (limit: number, before?: number) => Promise<JournalLine[]>;

/**
 * A page of the journal. Lines that ended in the same millisecond stay on one page: the next one begins with
 * an earlier time.
 */
export async function findLines(read: ReadLines, filter: LineFilter): Promise<FoundLines> {
  let limit = filter.outcome || filter.text || filter.isEventful ? CHUNK.filtered : CHUNK.plain;
  const seen = new Set<string>();
  const lines: JournalLine[] = [];
  let before = filter.before;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const found = await read(limit, before);
    const fresh = found.filter(({ id }) => !seen.has(id));
    for (const line of fresh) {
      seen.add(line.id);
      if (!matches(line, filter)) continue;
      const last = lines.at(-1);
      if (lines.length >= PAGE_LENGTH && last && line.endedAt < last.endedAt) {
        return { lines, olderThan: last.endedAt };
      }
      lines.push(line);
    }
    const oldest = found.at(-1);
    if (!oldest || found.length < limit) return { lines };
    // What ended with the last one may not have been handed out: read that millisecond again, whole.
    before = oldest.endedAt + 1;
    if (fresh.length === 0) limit *= 2;
  }
  // The next page begins with the millisecond in which this search ended, whose lines are shown there.
  const whole = lines.filter(({ endedAt }) => before === undefined || endedAt >= before);
  return { lines: whole, ...(before !== undefined && { olderThan: before }), isCutOff: true };
}

function matches(line: JournalLine, { outcome, text, isEventful }: LineFilter): boolean {
  if (isEventful && isIdle(line)) return false;
  if (outcome && line.outcome !== outcome) return false;
  return !text || textOf(line).some((piece) => piece?.toLowerCase().includes(text));
}

/** A sweep, a search, or a repetition that changed nothing for anybody. Halts and failures are no such thing. */
function isIdle({ job, outcome, told = [] }: JournalLine): boolean {
  if (job !== 'due' || told.length > 0) return false;
  return outcome === 'done' || outcome === 'skipped' || outcome === 'deferred';
}

function textOf({ title, assignees = [], told = [], reason, type, pageId, eventId }: JournalLine) {
  return [title, ...assignees, ...told.flatMap(({ people }) => people), reason, type, pageId, eventId];
}
