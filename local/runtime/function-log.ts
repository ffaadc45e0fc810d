import { createWriteStream, type WriteStream } from 'node:fs';
import type { LocalClock } from '../clock.ts';

export interface LogEntry {
  /** Counts up from 1 within a run. */
  sequence: number;
  /** Milliseconds since 1970, on the run's clock. */
  at: number;
  functionName: string;
  line: string;
}

const KEPT_ENTRIES = 5000;

/** What the functions write to their standard output and error, line by line. */
export class FunctionLog {
  readonly #clock: LocalClock;
  readonly #file: WriteStream | undefined;
  readonly #listeners = new Set<(entry: LogEntry) => void>();
  #entries: LogEntry[] = [];
  #last = 0;

  /** @param file begun anew by each run; undefined: memory only */
  constructor(clock: LocalClock, file: string | undefined) {
    this.#clock = clock;
    this.#file = file === undefined ? undefined : createWriteStream(file, { mode: 0o600 });
  }

  add(functionName: string, line: string): void {
    this.#last += 1;
    const entry = { sequence: this.#last, at: this.#clock.now(), functionName, line };
    this.#entries.push(entry);
    // In larger steps: to shift the whole array for each line would be slow.
    if (this.#entries.length > 2 * KEPT_ENTRIES) this.#entries = this.#entries.slice(-KEPT_ENTRIES);
    this.#file?.write(`${new Date(entry.at).toISOString()} ${functionName} ${line}\n`);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Entries that came after one, oldest first: the latest five thousand at least. */
  after(sequence = 0): LogEntry[] {
    return this.#entries.filter((entry) => entry.sequence > sequence);
  }

  /** @returns what ends the subscription */
  subscribe(listener: (entry: LogEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    const file = this.#file;
    return file ? new Promise((resolve) => file.end(resolve)) : Promise.resolve();
  }
}
