import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import * as z from 'zod';
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

/** The AWS clients that each function cannot do without, made as it makes them. */
const BASELINES = {
  ingress: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
    import { SQSClient } from '@aws-sdk/client-sqs';
    import { SSMClient } from '@aws-sdk/client-ssm';
    export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), new SQSClient({}), new SSMClient({})];`,
  consumer: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
    import { SQSClient } from '@aws-sdk/client-sqs';
    import { SSMClient } from '@aws-sdk/client-ssm';
    export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), new SQSClient({}), new SSMClient({})];`,
};
const GOALS = { ingress: 1.1, consumer: 1.25 };

/** Size and import time of the bundles that deploy, beside one that holds nothing but the AWS clients. */
export async function measureBundles(assembly: string): Promise<Measurement[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'pagebell-bench-'));
  try {
    return (['ingress', 'consumer'] as const).flatMap((name): Measurement[] => {
      const ours = bundleOf(assembly, name);
      const baseline = join(scratch, `${name}.mjs`);
      buildSync({
        stdin: { contents: BASELINES[name], resolveDir: resolve('.') },
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: 'esm',
        mainFields: ['module', 'main'],
        minify: true,
        outfile: baseline,
      });
      const ratios = Array.from(
        { length: IMPORTS },
        () => importMs(ours, scratch) / importMs(baseline, scratch),
      );
      return [
        {
          area: 'cold start',
          what: `${name}: import, against its AWS clients alone`,
          figure: median(ratios),
          unit: '×',
          goal: GOALS[name],
        },
        {
          area: 'cold start',
          what: `${name}: size of the bundle`,
          figure: statSync(ours).size / 1024,
          unit: 'KB',
        },
        {
          area: 'cold start',
          what: `${name}: size of its AWS clients alone`,
          figure: statSync(baseline).size / 1024,
          unit: 'KB',
        },
      ];
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
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
function importMs(file: string, scratch: string): number {
  const script = join(scratch, 'import.mjs');
  writeFileSync(
    script,
    'const begin = performance.now(); await import(process.argv[2]); console.log(performance.now() - begin); process.exit(0);',
  );
  const output = execFileSync(process.execPath, [script, file], { env: ENVIRONMENT, encoding: 'utf8' });
  return Number(output.trim().split('\n').at(-1));
}
