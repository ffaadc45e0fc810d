import type { HourCounts } from '../hour-counts.ts';
import type { HourFigures, JournalLine } from '../journal.ts';

/** How each message ended, for people to read. */
export interface JournalWriter {
  /** Adds lines. To lose one loses nothing else. */
  write(lines: readonly JournalLine[]): Promise<void>;
  /** Puts the figures of an hour (its beginning, ms) away, which the workspace's item need not hold any longer. */
  writeHour(workspace: string, hour: number, counts: HourCounts): Promise<void>;
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
