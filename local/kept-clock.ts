import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LocalClock } from './clock.ts';

/**
 * A clock that goes on, after a restart, as far ahead as it was: what the earlier run stored would otherwise be
 * from the future, and a page that was read then would seem to have been seen already.
 *
 * @param file where its offset is kept; undefined: nowhere
 */
export function openClock(file: string | undefined): LocalClock {
  if (file === undefined) return new LocalClock();
  const clock = new LocalClock(Date.now, readOffset(file));
  clock.onAdvanced = (offset) => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${offset}\n`, { mode: 0o600 });
  };
  return clock;
}

/** 0 where nothing is kept, or nothing that makes sense. */
function readOffset(file: string): number {
  try {
    const text = readFileSync(file, 'utf8').trim();
    const offset = Number(text);
    return Number.isSafeInteger(offset) && offset >= 0 ? offset : 0;
  } catch {
    return 0;
  }
}
