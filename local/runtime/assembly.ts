import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import type { Settings } from '../../lambdas/core/settings.ts';
import { SETTINGS_FILE } from '../../lib/settings.ts';
import { SetupError } from '../setup-error.ts';
import { parseTemplate, type Template } from './template.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
const templateFileSchema = z.object({ templateFile: z.string() });
const assetFileSchema = z.object({ file: z.string() });
const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/** What `cdk synth` wrote: a cloud assembly with one stack. */
export interface Assembly {
  stackName: string;
  template: Template;
  /** Absolute directories of the functions' code, by the key that they would have in S3. */
  assets: ReadonlyMap<string, string>;
  settings: Settings;
}

/** @throws {SetupError} when the directory holds no such assembly */
export function readAssembly(directory: string): Assembly {
  const { artifacts } = read(join(directory, 'manifest.json'), manifestSchema);
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (!stack || stacks.length > 1) {
    throw new SetupError(`${directory} holds ${stacks.length} stacks: the local run runs exactly one`);
  }
  const [stackName, { properties }] = stack;
  const { templateFile } = templateFileSchema.parse(properties);
  const assetFiles = Object.values(artifacts)
    .filter(({ type }) => type === 'cdk:asset-manifest')
    .map((artifact) => assetFileSchema.parse(artifact.properties).file);
  return {
    stackName,
    template: parseTemplate(read(join(directory, templateFile), z.unknown())),
    assets: new Map(assetFiles.flatMap((file) => readAssets(directory, file))),
    settings: resolveConfig(read(join(directory, SETTINGS_FILE), z.record(z.string(), z.unknown()))),
  };
}

function readAssets(directory: string, file: string): [objectKey: string, path: string][] {
  const { files } = read(join(directory, file), assetsSchema);
  return Object.values(files).flatMap(({ source: { path }, destinations }) =>
    Object.values(destinations).flatMap(({ objectKey }): [string, string][] =>
      path === undefined ? [] : [[objectKey, resolve(directory, path)]],
    ),
  );
}

function read<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new SetupError(`${file} is not there: run \`npx cdk synth\` first`);
  }
  const result = schema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  throw new SetupError(`${file} is not what \`cdk synth\` writes: ${z.prettifyError(result.error)}`);
}
