import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import * as z from 'zod';
import { BUNDLE_OPTIONS, filesRead } from '../lib/bundle.ts';
import { SETTINGS_FILE } from '../lib/settings.ts';
import { lambdaNode } from './lambda-node.ts';
import { type Measurement, median } from './measurement.ts';

const IMPORTS = 15;
/** What a handler reads while it is loaded. */
const ENVIRONMENT = {
  TABLE_NAME: 'table',
  QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/1/q.fifo',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/1/d.fifo',
  PARAMETER_PREFIX: '/pagebell/prod',
  DASHBOARD_URL: 'https://pagebell.example/dashboard',
  AWS_REGION: 'us-east-1',
  POWERTOOLS_SERVICE_NAME: 'bench',
  POWERTOOLS_METRICS_NAMESPACE: 'Bench',
};

/** The AWS clients that a function cannot do without, made as it makes them. */
const CLIENTS = {
  ingress: `
    import { SQSClient } from '@aws-sdk/client-sqs';
    import { SSMClient } from '@aws-sdk/client-ssm';
    export const clients = [new SQSClient({}), new SSMClient({})];`,
  consumer: `
    import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
    import { SQSClient } from '@aws-sdk/client-sqs';
    import { SSMClient } from '@aws-sdk/client-ssm';
    export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), new SQSClient({}), new SSMClient({})];`,
};
const GOALS = { ingress: 1.1, consumer: 1.25 };
const GOAL_AGAINST_CDK = 0.6;
const FUNCTIONS = ['ingress', 'consumer', 'timer', 'dashboard'] as const;

/** As one file, which is what most people make of it. */
const ONE_FILE = { ...BUNDLE_OPTIONS, splitting: false } satisfies BuildOptions;
/** What NodejsFunction does unless it is told otherwise: with a runtime whose SDK nobody knows it bundles that, too. */
const CDK_DEFAULT = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  logLevel: 'error',
} satisfies BuildOptions;
/** With one whose SDK is known: the SDK is the runtime's, which the project's stands in for. */
const CDK_WITH_SDK_OF_RUNTIME = {
  ...CDK_DEFAULT,
  external: ['@aws-sdk/*', '@smithy/*'],
} satisfies BuildOptions;

/** Size and import time of the bundles that deploy, beside others of the same clients and of the same handler. */
export async function measureBundles(assembly: string): Promise<Measurement[]> {
  // Here rather than in the system's directory, so that what is not bundled is found.
  const cache = resolve('node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, 'pagebell-bench-'));
  try {
    const node = lambdaNode();
    return [
      ...(['ingress', 'consumer'] as const).flatMap((name) => importsOf(name, assembly, node, scratch)),
      ...FUNCTIONS.flatMap((name) => sizesOf(name, assembly)),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** How long the import takes, against others of the same clients and of the same handler: the median of the ratios. */
function importsOf(
  name: 'ingress' | 'consumer',
  assembly: string,
  node: string,
  scratch: string,
): Measurement[] {
  const own = bundleOf(assembly, name);
  const clients = { stdin: { contents: CLIENTS[name], resolveDir: resolve('.') } };
  const handler = {
    alias: { '#config': resolve(assembly, SETTINGS_FILE) },
    entryPoints: [`lambdas/${name}/handler.ts`],
  };
  const others: { what: string; options: BuildOptions; goal?: number }[] = [
    {
      what: 'its AWS clients alone, bundled alike',
      options: { ...BUNDLE_OPTIONS, ...clients },
      goal: GOALS[name],
    },
    { what: 'the same as one file', options: { ...ONE_FILE, ...clients } },
    { what: "CDK's default bundling", options: { ...CDK_DEFAULT, ...handler }, goal: GOAL_AGAINST_CDK },
    {
      what: "the same with the runtime's SDK",
      options: { ...CDK_WITH_SDK_OF_RUNTIME, ...handler },
      goal: GOAL_AGAINST_CDK,
    },
  ];
  const built = others.map(({ options }, index) => build(options, join(scratch, `${name}-${index}`)));
  const ratios = built.map((): number[] => []);
  for (let round = 0; round < IMPORTS; round++) {
    const ms = importMs(node, own, scratch);
    for (const [index, file] of built.entries()) ratios[index]?.push(ms / importMs(node, file, scratch));
  }
  return others.map(({ what, goal }, index) => ({
    area: 'cold start',
    what: `${name}: import, against ${what}`,
    figure: median(ratios[index] ?? []),
    unit: '×',
    ...(goal !== undefined && { goal }),
  }));
}

function sizesOf(name: string, assembly: string): Measurement[] {
  const entry = bundleOf(assembly, name);
  const folder = dirname(entry);
  const whole = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  const row = (what: string, files: readonly string[]): Measurement => ({
    area: 'cold start',
    what: `${name}: ${what}`,
    figure: kilobytesOf(files),
    unit: 'KB',
  });
  return [
    row('code that a start reads', filesRead(entry)),
    row(
      'all of its code',
      whole.map((file) => join(folder, file)),
    ),
  ];
}

/** @returns the file to import */
function build(options: BuildOptions, outdir: string): string {
  buildSync({ ...options, sourcemap: false, outdir });
  const entry = readdirSync(outdir).find((file) => /^(stdin|handler)\./.test(file));
  if (!entry) throw new Error(`nothing was built in ${outdir}`);
  return join(outdir, entry);
}

function kilobytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024;
}

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Metadata: z.object({ 'aws:asset:path': z.string().optional() }).optional(),
    }),
  ),
});

/** The file that a function of the synthesised stack is deployed with. */
function bundleOf(assembly: string, name: string): string {
  const template = readdirSync(assembly).find((file) => file.endsWith('.template.json'));
  if (!template) throw new Error(`there is no template in ${assembly}`);
  const { Resources } = templateSchema.parse(JSON.parse(readFileSync(join(assembly, template), 'utf8')));
  const found = Object.entries(Resources).find(
    ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.toLowerCase().startsWith(name),
  );
  const directory = found?.[1].Metadata?.['aws:asset:path'];
  if (!directory) throw new Error(`the template has no function ${name}`);
  return join(assembly, directory, 'index.mjs');
}

/** In a process of its own: how long the import alone takes. */
function importMs(node: string, file: string, scratch: string): number {
  const script = join(scratch, 'import.mjs');
  writeFileSync(
    script,
    'const begin = performance.now(); await import(process.argv[2]); console.log(performance.now() - begin); process.exit(0);',
  );
  const output = execFileSync(node, [script, file], { env: ENVIRONMENT, encoding: 'utf8' });
  return Number(output.trim().split('\n').at(-1));
}
