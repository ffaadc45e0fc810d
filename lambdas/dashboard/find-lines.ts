import { isIdle, type JournalLine, type Outcome } from '../core/journal.ts';
import { type ReadLines, walkJournal } from '../core/journal-walk.ts';

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

/**
 * A page of the journal. Lines that ended in the same millisecond stay on one page: the next one begins with
 * an earlier time.
 */
export async function findLines(read: ReadLines, filter: LineFilter): Promise<FoundLines> {
  const limit = filter.outcome || filter.text || filter.isEventful ? CHUNK.filtered : CHUNK.plain;
  const lines: JournalLine[] = [];
  let chunks = 0;
  let oldest: number | undefined;
  for await (const { lines: fresh, isLast } of walkJournal(read, limit, filter.before)) {
    for (const line of fresh) {
      oldest = line.endedAt;
      if (!matches(line, filter)) continue;
      const last = lines.at(-1);
      if (lines.length >= PAGE_LENGTH && last && line.endedAt < last.endedAt) {
        return { lines, olderThan: last.endedAt };
      }
      lines.push(line);
    }
    chunks += 1;
    if (!isLast && chunks === MOST_CHUNKS) return cutOff(lines, oldest);
  }
  return { lines };
}

/** The next page begins with the millisecond in which this search ended, whose lines are shown there. */
function cutOff(lines: readonly JournalLine[], oldest: number | undefined): FoundLines {
  const olderThan = oldest === undefined ? undefined : oldest + 1;
  const whole = lines.filter(({ endedAt }) => olderThan === undefined || endedAt >= olderThan);
  return { lines: whole, ...(olderThan !== undefined && { olderThan }), isCutOff: true };
}

function matches(line: JournalLine, { outcome, text, isEventful }: LineFilter): boolean {
  if (isEventful && isIdle(line)) return false;
  if (outcome && line.outcome !== outcome) return false;
  return !text || textOf(line).some((piece) => piece?.toLowerCase().includes(text));
}

function textOf({ title, assignees = [], told = [], reason, type, pageId, eventId }: JournalLine) {
  return [title, ...assignees, ...told.flatMap(({ people }) => people), reason, type, pageId, eventId];
}
