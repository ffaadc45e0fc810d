import type { HourFigures, JournalLine } from '../journal.ts';

/** How each message ended, for people to read. */
export interface JournalWriter {
  /** Adds lines, and counts them in their hours. To lose a line loses nothing else. */
  write(workspace: string, lines: readonly JournalLine[]): Promise<void>;
}

export interface JournalReader {
  /**
   * The newest lines of a workspace, newest first; with `before`, only what ended earlier (ms). Fewer than
   * `limit` are all that there are. Lines that a later release wrote in another way are left out.
   */
  latest(workspace: string, limit: number, before?: number): Promise<JournalLine[]>;
  /** Those about one page for which it was read or somebody told, newest first. */
  ofPage(workspace: string, pageId: string, limit: number, before?: number): Promise<JournalLine[]>;
  /** Figures of the hours since `since` (ms), the earliest first; hours without any are left out. */
  hours(workspace: string, since: number, now: number): Promise<HourFigures[]>;
}
