import type { JournalReader } from '../core/ports/journal.ts';
import type { Log } from '../core/ports/log.ts';
import type { PageStore } from '../core/ports/pages.ts';
import type { QueueFigures } from '../core/ports/queue.ts';
import type { StandingReader } from '../core/ports/standing.ts';
import type { WorkspaceSettings } from '../core/settings.ts';

/** All that the dashboard touches. It changes nothing. */
export interface DashboardPorts {
  log: Log;
  clock: {
    /** Milliseconds since 1970. */
    now(): number;
    sleep(ms: number): Promise<void>;
  };
  journal: JournalReader;
  standing: StandingReader;
  queues: QueueFigures;
  pages: Pick<PageStore, 'load'>;
  /**
   * The key to sign in with; undefined if none was made yet.
   *
   * @param maxAgeMs how old the answer may be
   * @throws {StoreUnavailable}
   */
  key(maxAgeMs: number): Promise<string | undefined>;
}

export interface DashboardSettings {
  /** Never empty. */
  workspaces: readonly WorkspaceSettings[];
  /** Whether who asks from this very machine needs no key: a local run. */
  isOpenToLoopback: boolean;
  files: BrowserFiles;
}

/** What the pages load: `browser/`. */
export interface BrowserFiles {
  style: string;
  script: string;
  icon: string;
}
