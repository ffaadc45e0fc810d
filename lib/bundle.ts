import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

const OPTIONS = {
  bundle: true,
  platform: 'node',
  // The oldest Node that the local run, which starts the very same files, is used with.
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
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
 * Bundles a function's `handler.ts`, AWS SDK included, into one ES module `index.mjs`. esbuild's own API
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
    ...OPTIONS,
    entryPoints: [entry],
    alias: { '#config': settingsFile },
    outfile: resolve('index.mjs'), // not written there: the map's paths are relative to the project's root
    write: false,
  });
  const settingsPath = relative('.', settingsFile).split(sep).join('/');
  for (const { path, text } of outputFiles) {
    const isMap = path.endsWith('.map');
    const content = isMap ? text.replace(JSON.stringify(settingsPath), '"#config"') : text;
    writeFileSync(join(outputDirectory, isMap ? 'index.mjs.map' : 'index.mjs'), content);
  }
}
