import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

/** How each function is bundled. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: 'node',
  // The oldest Node that the local run, which starts the very same files, is used with.
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  // What is imported only where it is needed is a file of its own, which a start without it does not read.
  splitting: true,
  outExtension: { '.js': '.mjs' },
  // Packages that are no ES modules ask for Node's own by `require`, which an ES module does not have.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  // Beside the bundle, not linked to it: for a person with a stack trace, at no cost to the function.
  sourcemap: 'external',
  sourcesContent: false,
  logLevel: 'warning',
} satisfies BuildOptions;

/** Files for the reader's browser: a function that has such a directory reads them from there. */
const BROWSER_FILES = 'browser';

/**
 * Bundles a function's `handler.ts`, AWS SDK included, into the ES module `index.mjs`, with a further one for
 * each part that is imported on demand. esbuild's own API
 * rather than NodejsFunction, which starts esbuild through npx for each function, and whose source maps
 * (and so the asset's hash) change with the place of the output directory.
 *
 * @param directory holds `handler.ts`; relative to the working directory, which is the project's root
 * @param settingsFile what the handler imports as `#config`
 */
export function bundle(directory: string, settingsFile: string): Code {
  return Code.fromAsset(directory, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'), // the type asks for one; tryBundle always succeeds or throws
      local: {
        tryBundle(outputDirectory) {
          writeBundle(resolve(directory, 'handler.ts'), settingsFile, outputDirectory);
          const files = resolve(directory, BROWSER_FILES);
          if (existsSync(files)) {
            cpSync(files, join(outputDirectory, BROWSER_FILES), {
              recursive: true,
              filter: (file) => !file.endsWith('.json'), // of the type check
            });
          }
          return true;
        },
      },
    },
  });
}

function writeBundle(entry: string, settingsFile: string, outputDirectory: string): void {
  const { outputFiles } = buildSync({
    ...BUNDLE_OPTIONS,
    entryPoints: { index: entry },
    alias: { '#config': settingsFile },
    outdir: resolve('.'), // not written there: the maps' paths are relative to the project's root
    write: false,
  });
  const settingsPath = relative('.', settingsFile).split(sep).join('/');
  for (const { path, text } of outputFiles) {
    const content = path.endsWith('.map') ? text.replace(JSON.stringify(settingsPath), '"#config"') : text;
    writeFileSync(join(outputDirectory, basename(path)), content);
  }
}

/** The paths of a bundle's file and of all that is loaded with it in any case, not on demand. */
export function filesRead(entry: string, known = new Set<string>()): string[] {
  known.add(entry);
  for (const [, name = ''] of readFileSync(entry, 'utf8').matchAll(/(?:\bfrom|\bimport)"(\.\/[^"]+)"/g)) {
    const file = join(dirname(entry), name);
    if (!known.has(file)) filesRead(file, known);
  }
  return [...known];
}
