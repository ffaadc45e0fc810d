import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalClock } from '../../../local/clock.ts';
import type { AwsAccess } from '../../../local/runtime/aws-access.ts';
import { lambdaEnvironment } from '../../../local/runtime/lambda-environment.ts';
import { LambdaFunction } from '../../../local/runtime/lambda-function.ts';
import type { FunctionDefinition } from '../../../local/runtime/stack.ts';

export const BOOTSTRAP = resolve('local/runtime/worker-bootstrap.mjs');

export const ACCESS: AwsAccess = {
  region: 'eu-north-1',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  endpoints: {
    sqs: 'http://sqs.test',
    ssm: 'http://ssm.test',
    dynamodb: 'http://dynamodb.test',
    cloudwatch: 'http://cloudwatch.test',
  },
};

/** Throwaway bundles and the functions that run them. */
export class Workshop {
  readonly clock = new LocalClock();
  readonly lines: string[] = [];
  readonly #directory = mkdtempSync(join(tmpdir(), 'pagebell-runtime-'));
  readonly #functions: LambdaFunction[] = [];

  /** @param source of `index.mjs` */
  bundle(source: string): string {
    const directory = mkdtempSync(join(this.#directory, 'bundle-'));
    writeFileSync(join(directory, 'index.mjs'), source);
    return directory;
  }

  function(source: string, overrides: Partial<FunctionDefinition> = {}): LambdaFunction {
    const definition: FunctionDefinition = {
      logicalId: 'Probe',
      name: 'stack-Probe',
      arn: 'arn:aws:lambda:eu-north-1:000000000000:function:stack-Probe',
      directory: this.bundle(source),
      handler: 'index.handler',
      environment: {},
      timeoutMs: 5000,
      memoryMegabytes: 128,
      reservedConcurrency: undefined,
      logFormat: 'JSON',
      ...overrides,
    };
    const made = new LambdaFunction(
      definition,
      lambdaEnvironment(definition, ACCESS, {}),
      { bootstrap: BOOTSTRAP, sharedClock: this.clock.shared },
      (line) => this.lines.push(line),
    );
    this.#functions.push(made);
    return made;
  }

  /** A directory with such files, by name. */
  files(files: Readonly<Record<string, unknown>>): string {
    const directory = mkdtempSync(join(this.#directory, 'files-'));
    mkdirSync(directory, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(join(directory, name), text);
    }
    return directory;
  }

  async close(): Promise<void> {
    await Promise.all(this.#functions.map((each) => each.close()));
    rmSync(this.#directory, { recursive: true });
  }
}
