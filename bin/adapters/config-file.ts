import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PagebellConfig } from '../../lambdas/core/config.ts';
import { loadSettings } from '../../lib/settings.ts';
import { CommandError } from '../commands/command-error.ts';
import { configText } from '../commands/setup/config-text.ts';
import type { ConfigFile } from '../commands/setup/setup-ports.ts';

const CONFIG_MODULE = fileURLToPath(new URL('../../lambdas/core/config.ts', import.meta.url));

/** @param name relative to the working directory */
export function configFile(name: string): ConfigFile {
  const path = resolve(name);
  return {
    name,

    async read() {
      if (!existsSync(path)) return undefined;
      const settings = await loadSettings(name);
      const module: { default: PagebellConfig } = await import(pathToFileURL(path).href);
      return { raw: module.default, settings, text: await readFile(path, 'utf8') };
    },

    render(config, labels) {
      const way = relative(dirname(path), CONFIG_MODULE).split(sep).join('/');
      return configText(config, way.startsWith('.') ? way : `./${way}`, labels);
    },

    async write(text) {
      // Beside the file, so that what it imports is found.
      const draft = join(dirname(path), `.pagebell-${randomUUID()}.config.ts`);
      try {
        await writeFile(draft, text);
        await loadSettings(draft);
        await rename(draft, path);
      } catch (cause) {
        await rm(draft, { force: true });
        const reason = cause instanceof Error ? cause.message.replace(draft, name) : String(cause);
        throw new CommandError(`${name} cannot be written: ${reason}`, 'The file is as it was.', { cause });
      }
    },
  };
}
