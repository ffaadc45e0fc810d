import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual, parseEnv } from 'node:util';
import { CommandError } from '../commands/command-error.ts';

/**
 * The text of an environment file with some variables set. All other lines stay as they are, comments as well;
 * a new variable comes after the comment that shows it (`#NAME=`), or last.
 *
 * @throws {CommandError} if the text is such that setting one would change another
 */
export function withVariables(text: string, variables: Readonly<Record<string, string>>): string {
  const changed = Object.entries(variables).reduce(
    (before, [name, value]) => withVariable(before, name, `${name}=${quoted(value)}`),
    text,
  );
  // A value may run over several lines, and quotes may be unbalanced: whoever reads it has the last word.
  if (isDeepStrictEqual({ ...parseEnv(changed) }, { ...parseEnv(text), ...variables })) return changed;
  throw new CommandError(
    `${Object.keys(variables).join(' and ')} cannot be set in .env without changing more of it`,
    'Set the lines by hand, then run the command again.',
  );
}

function withVariable(text: string, name: string, line: string): string {
  const lines = text.split('\n');
  const isSet = (candidate: string) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(candidate);
  const last = lines.findLastIndex(isSet);
  if (last !== -1) {
    const kept = lines.map((candidate, index) => (index === last ? withEnd(line, candidate) : candidate));
    // The last one counts; earlier ones would only confuse.
    return kept.filter((candidate, index) => index === last || !isSet(candidate)).join('\n');
  }
  const shown = lines.findIndex((candidate) => new RegExp(`^\\s*#\\s*${name}=`).test(candidate));
  if (shown !== -1) return lines.toSpliced(shown + 1, 0, withEnd(line, lines[shown])).join('\n');
  const isEnded = text === '' || text.endsWith('\n');
  return `${text}${isEnded ? '' : '\n'}${line}\n`;
}

/** Ends the line as its neighbour ends: a file may be Windows'. */
function withEnd(line: string, neighbour = ''): string {
  return neighbour.endsWith('\r') ? `${line}\r` : line;
}

function quoted(value: string): string {
  if (/^[\w.:/+@%=~-]*$/.test(value)) return value;
  const quote = ['"', "'", '`'].find((candidate) => !value.includes(candidate));
  return quote === undefined ? value : `${quote}${value}${quote}`;
}

/** What the file itself holds; nothing if there is none. */
export function readVariables(file: string): Readonly<Record<string, string | undefined>> {
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

/**
 * Sets variables in an environment file that only its owner may read then, in one step.
 *
 * @throws {CommandError}
 */
export async function writeVariables(
  file: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const target = await realpath(file).catch(() => file); // a link stays one
  const text = await readFile(target, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw cannot(file, error);
  });
  const changed = withVariables(text, variables);
  const draft = `${target}.${randomUUID()}`;
  try {
    await writeFile(draft, changed, { mode: 0o600 });
    await rename(draft, target);
  } catch (error) {
    throw cannot(file, error);
  }
}

function cannot(file: string, cause: unknown): CommandError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CommandError(`${file} cannot be written: ${reason}`, 'Make it yours to write.', { cause });
}
