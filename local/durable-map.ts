import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Only for the owner: parameters are kept in such files. */
const FILE_MODE = 0o600;
/** A running map rewrites its journal when it has so many lines more than four times its entries. */
const SPARE_LINES = 10_000;

/** One key's new value, or without a value: its removal. */
export type Change<V> = readonly [key: string, value?: V];

/**
 * A map whose changes survive the death of the process. Each change is appended to a journal, one JSON line
 * a call, before the call returns; the journal is replayed and compacted when it is opened. What the kernel
 * has been given outlives a SIGKILL, so nothing waits for the disk.
 *
 * One process may have a file open at a time.
 */
export class DurableMap<V> {
  readonly #entries = new Map<string, V>();
  readonly #file: string | undefined;
  #journal: number | undefined;
  #lines = 0;

  private constructor(file: string | undefined) {
    this.#file = file;
  }

  /**
   * @param file the journal, made with its directories where there is none; undefined: memory only
   * @throws {Error} naming file and line, if the journal holds anything but what a map wrote
   */
  static open<V>(file: string | undefined): DurableMap<V> {
    const map = new DurableMap<V>(file);
    if (file === undefined) return map;
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) for (const change of readJournal<V>(file)) map.#remember(change);
    map.#compact(file);
    return map;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  values(): IterableIterator<V> {
    return this.#entries.values();
  }

  /** In the order in which the keys were first set. */
  entries(): IterableIterator<[string, V]> {
    return this.#entries.entries();
  }

  /** @param value anything that JSON can carry, but not undefined */
  set(key: string, value: V): void {
    this.apply([[key, value]]);
  }

  /** Returns whether there was such an entry. */
  delete(key: string): boolean {
    if (!this.#entries.has(key)) return false;
    this.apply([[key]]);
    return true;
  }

  /** Makes all of these changes or, if the process dies, none. */
  apply(changes: readonly Change<V>[]): void {
    if (changes.length === 0) return;
    if (this.#file !== undefined) this.#append(this.#file, changes);
    for (const change of changes) this.#remember(change);
    if (this.#file !== undefined && this.#lines > 4 * this.size + SPARE_LINES) this.#compact(this.#file);
  }

  /** Later changes throw. */
  close(): void {
    if (this.#journal !== undefined) closeSync(this.#journal);
    this.#journal = undefined;
  }

  #append(file: string, changes: readonly Change<V>[]): void {
    if (this.#journal === undefined) throw new Error(`${file} is closed: nothing can be written to it`);
    try {
      writeAll(this.#journal, `${JSON.stringify(changes)}\n`);
    } catch (error) {
      this.close(); // half a line may be there: as the last one it does no harm, before another it would
      throw error;
    }
    this.#lines += 1;
  }

  #remember([key, value]: Change<V>): void {
    if (value === undefined) this.#entries.delete(key);
    else this.#entries.set(key, value);
  }

  /** The new journal replaces the old one only when it is complete. */
  #compact(file: string): void {
    this.close();
    const next = `${file}.next`;
    const journal = openSync(next, 'w', FILE_MODE);
    const lines = [...this.#entries].map((entry) => `${JSON.stringify([entry])}\n`);
    writeAll(journal, lines.join(''));
    renameSync(next, file);
    this.#journal = journal;
    this.#lines = lines.length;
  }
}

/** A last line without its end was being written when the process died: that call never returned. */
function readJournal<V>(file: string): Change<V>[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines.flatMap((line, index) => parseLine<V>(line, `${file}:${index + 1}`));
}

function parseLine<V>(line: string, place: string): Change<V>[] {
  let changes: unknown;
  try {
    changes = JSON.parse(line);
  } catch {
    changes = undefined;
  }
  if (!Array.isArray(changes) || !changes.every((change) => typeof change?.[0] === 'string')) {
    throw new Error(`${place} is not a journal's line: delete the file to start afresh`);
  }
  return changes; // only this class writes the file, and its values are the caller's type
}

/** A write may take less than it is given. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
