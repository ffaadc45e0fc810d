import { readFileSync } from 'node:fs';
import { parseEnv, types } from 'node:util';
import { SetupError } from './setup-error.ts';

/** Variables that were set to something. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables of this process, and beneath them those of a file such as `.env`. An empty variable counts
 * as one that is not set.
 *
 * @throws {SetupError} when the file is there and cannot be read
 */
export function loadEnvironment(file: string, own: Environment = process.env): Environment {
  return { ...withoutEmpty(parseEnv(readIfThere(file))), ...withoutEmpty(own) };
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return '';
    throw new SetupError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
