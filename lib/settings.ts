import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, resolveConfig } from '../lambdas/core/config-schema/resolve-config.ts';
import type { Settings } from '../lambdas/core/settings.ts';

export const CONFIG_FILE = 'pagebell.config.ts';

/** Name of the file in the cloud assembly that holds the settings as JSON. */
export const SETTINGS_FILE = 'pagebell.settings.json';

/**
 * Loads, validates and completes a configuration file.
 *
 * @param file relative to the working directory, which is the project's root
 * @throws {ConfigError} if it is missing, cannot be loaded or holds a fault
 */
export async function loadSettings(file: string = CONFIG_FILE): Promise<Settings> {
  const path = resolve(file);
  if (!existsSync(path)) throw new ConfigError(`${file}: there is no such file`);
  if (!statSync(path).isFile()) throw new ConfigError(`${file}: is no file`);
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new ConfigError(`${file}: cannot be loaded: ${inOneLine(error)}`);
  }
  if (module.default === undefined) {
    throw new ConfigError(`${file}: has no default export; write: export default defineConfig({ ... })`);
  }
  return resolveConfig(module.default, file);
}

/** The compiler says the fault and the place in lines of their own; Node adds which file wanted a missing one. */
function inOneLine(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said
    .replace(/\nRequire stack:.*/s, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
}

/**
 * Writes the settings into the cloud assembly, for the bundles and for who runs the assembly.
 *
 * @returns the file's absolute path
 */
export function writeSettings(settings: Settings, assemblyDirectory: string): string {
  const file = resolve(join(assemblyDirectory, SETTINGS_FILE));
  mkdirSync(assemblyDirectory, { recursive: true });
  writeFileSync(file, JSON.stringify(settings, undefined, 2));
  return file;
}
