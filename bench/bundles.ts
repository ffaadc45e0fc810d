import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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

/** The AWS clients that both functions cannot do without, made as they make them. */
const AWS_CLIENTS = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
  import { SQSClient } from '@aws-sdk/client-sqs';
  import { SSMClient } from '@aws-sdk/client-ssm';
  export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), new SQSClient({}), new SSMClient({})];`;
const GOALS = { ingress: 1.1, consumer: 1.25 };
const GOAL_AGAINST_CDK = 0.6;

/** As one file, which is what a careful person makes of it. */
const ONE_FILE = { ...BUNDLE_OPTIONS, splitting: false } satisfies BuildOptions;
/** What NodejsFunction does unless it is told otherwise: the SDK is the runtime's, which the project's stands in for. */
const CDK_DEFAULT = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  external: ['@aws-sdk/*', '@smithy/*'],
  outExtension: { '.js': '.cjs' },
  logLevel: 'error',
} satisfies BuildOptions;

/** Size and import time of the bundles that deploy, beside others of the same clients and of the same handler. */
export async function measureBundles(assembly: string): Promise<Measurement[]> {
  // Here rather than in the system's directory, so that what is not bundled is found.
  const cache = resolve('node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, 'pagebell-bench-'));
  try {
    const node = lambdaNode();
    const clients = { contents: AWS_CLIENTS, resolveDir: resolve('.') };
    const oneFile = build({ ...ONE_FILE, stdin: clients }, join(scratch, 'clients'));
    const split = build({ ...BUNDLE_OPTIONS, stdin: clients }, join(scratch, 'clients-split'));
    return (['ingress', 'consumer'] as const).flatMap((name): Measurement[] => {
      const ours = bundleOf(assembly, name);
      const entryPoints = [`lambdas/${name}/handler.ts`];
      const alias = { '#config': resolve(assembly, SETTINGS_FILE) };
      const byDefault = build({ ...CDK_DEFAULT, alias, entryPoints }, join(scratch, name));
      const ratios = { oneFile: [] as number[], split: [] as number[], byDefault: [] as number[] };
      for (let round = 0; round < IMPORTS; round++) {
        const own = importMs(node, ours, scratch);
        ratios.oneFile.push(own / importMs(node, oneFile, scratch));
        ratios.split.push(own / importMs(node, split, scratch));
        ratios.byDefault.push(own / importMs(node, byDefault, scratch));
      }
      const row = (what: string) => ({ area: 'cold start', what: `${name}: ${what}` });
      const clientsAlone = 'import, against the AWS clients alone';
      return [
        { ...row(clientsAlone), figure: median(ratios.oneFile), unit: '×', goal: GOALS[name] },
        { ...row(`${clientsAlone}, split as ours`), figure: median(ratios.split), unit: '×' },
        {
          ...row("import, against CDK's default bundling"),
          figure: median(ratios.byDefault),
          unit: '×',
          goal: GOAL_AGAINST_CDK,
        },
        { ...row('code that a start reads'), figure: kilobytesRead(ours), unit: 'KB' },
        { ...row('the same of the AWS clients alone'), figure: kilobytesRead(oneFile), unit: 'KB' },
      ];
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @returns the file to import */
function build(options: BuildOptions, outdir: string): string {
  buildSync({ ...options, sourcemap: false, outdir });
  const entry = readdirSync(outdir).find((file) => /^(stdin|handler)\./.test(file));
  if (!entry) throw new Error(`nothing was built in ${outdir}`);
  return join(outdir, entry);
}

/** Of a file and all that it imports in any case. */
function kilobytesRead(entry: string): number {
  const read = filesRead(entry);
  return read.reduce((sum, file) => sum + statSync(file).size, 0) / 1024;
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
