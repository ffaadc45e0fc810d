import { isIdle, type JournalLine, type Outcome } from '../../../lambdas/core/journal.ts';
import { type ReadLines, walkJournal } from '../../../lambdas/core/journal-walk.ts';
import type { JournalReader } from '../../../lambdas/core/ports/journal.ts';

/** What of the journal is wished for. */
export interface Wish {
  workspaces: readonly string[];
  outcome?: Outcome | undefined;
  /** Without what came due and told nobody. */
  isEventful?: boolean | undefined;
  /** Canonical id. */
  pageId?: string | undefined;
}

type Reader = Pick<JournalReader, 'latest' | 'ofPage'>;

const AT_ONCE = 100;

/** The newest lines that are wished for, at most `limit`, the oldest of them first. */
export async function recentLines(wish: Wish, limit: number, reader: Reader): Promise<JournalLine[]> {
  const ofEach = await Promise.all(
    wish.workspaces.map((workspace) => newestOf(workspace, wish, limit, reader)),
  );
  return ofEach.flat().sort(byTime).slice(-limit);
}

async function newestOf(
  workspace: string,
  wish: Wish,
  limit: number,
  reader: Reader,
): Promise<JournalLine[]> {
  const found: JournalLine[] = [];
  for await (const line of newestFirst(workspace, wish, reader)) {
    if (isWished(line, wish)) found.push(line);
    if (found.length === limit) break;
  }
  return found;
}

/** Each line of a workspace once. */
async function* newestFirst(
  workspace: string,
  { pageId }: Wish,
  reader: Reader,
): AsyncGenerator<JournalLine> {
  const read: ReadLines = (limit, before) =>
    pageId === undefined
      ? reader.latest(workspace, limit, before)
      : reader.ofPage(workspace, pageId, limit, before);
  for await (const { lines } of walkJournal(read, AT_ONCE)) yield* lines;
}

function isWished(line: JournalLine, { outcome, isEventful }: Wish): boolean {
  if (isEventful && isIdle(line)) return false;
  return outcome === undefined || line.outcome === outcome;
}

function byTime(a: JournalLine, b: JournalLine): number {
  return a.endedAt - b.endedAt;
}

/** A line may appear so much later than another that ended after it: indexes lag, and clocks differ. */
const LATE_MS = 60_000;

/** Finds what is new in the journal, each line once. */
export class Follower {
  readonly #wish: Wish;
  readonly #reader: Reader;
  /** Lines that were told, by workspace and id, with when they ended (ms). */
  readonly #told = new Map<string, number>();
  /** Of the lines' own clock, which may be another than this machine's. */
  #newest = Number.NEGATIVE_INFINITY;

  constructor(wish: Wish, reader: Reader) {
    this.#wish = wish;
    this.#reader = reader;
  }

  /** Takes what is there for told: only what comes from now on is new. */
  async begin(): Promise<void> {
    for (const workspace of this.#wish.workspaces) {
      let newest: number | undefined;
      for await (const line of newestFirst(workspace, this.#wish, this.#reader)) {
        newest ??= line.endedAt;
        if (line.endedAt < newest - LATE_MS) break;
        this.skip([line]);
      }
    }
  }

  /** Lines that were told in another way. */
  skip(lines: readonly JournalLine[]): void {
    for (const line of lines) this.#told.set(keyOf(line), line.endedAt);
    this.#newest = Math.max(this.#newest, ...lines.map(({ endedAt }) => endedAt));
  }

  /** The oldest first. */
  async next(): Promise<JournalLine[]> {
    const from = this.#newest - LATE_MS;
    const news: JournalLine[] = [];
    for (const workspace of this.#wish.workspaces) {
      for await (const line of newestFirst(workspace, this.#wish, this.#reader)) {
        if (line.endedAt < from) break;
        if (!this.#told.has(keyOf(line))) news.push(line);
      }
    }
    this.skip(news);
    for (const [key, endedAt] of this.#told) if (endedAt < this.#newest - LATE_MS) this.#told.delete(key);
    return news.filter((line) => isWished(line, this.#wish)).sort(byTime);
  }
}

function keyOf({ workspace, id }: JournalLine): string {
  return `${workspace}#${id}`;
}
