import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Keeps a second run out of a directory. The lock of a run that was killed counts for nothing.
 *
 * @param file holds the process id of the run
 * @returns what gives the directory free
 * @throws {Error} naming the process that has it
 */
export function lockDirectory(file: string): () => void {
  requireFree(file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** @throws {Error} naming the process that has the directory */
export function requireFree(file: string): void {
  const holder = readHolder(file);
  if (holder === undefined || !isAlive(holder)) return;
  throw new Error(
    `${dirname(file)} is in use by process ${holder}: stop that run, or delete ${file} if it is none`,
  );
}

function readHolder(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

/** Signal 0 is not sent: it only asks. Somebody else's process is alive too, though it may not be asked. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
