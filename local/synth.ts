import { spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { SetupError } from './setup-error.ts';

const CDK = 'node_modules/aws-cdk/bin/cdk';

/**
 * Synthesises the app with the CDK's own command, so that what runs here is what would deploy. The working
 * directory is the project's root.
 *
 * @param configFile another configuration than the team's
 * @throws {SetupError} with what the command said
 */
export async function synth(assemblyDirectory: string, configFile?: string): Promise<void> {
  const { status, output } = await run([
    CDK,
    'synth',
    '--quiet',
    '--no-notices',
    '--output',
    assemblyDirectory,
    ...(configFile === undefined ? [] : ['--context', `config=${configFile}`]),
  ]);
  if (status === 0) return;
  const faults = output.split('\n').filter((line) => CONFIGURATION_FAULT.test(line));
  throw new SetupError(faults.join('\n') || `the stack cannot be synthesised:\n${withoutProgress(output)}`);
}

/** `pagebell.config.ts: stage: expected …`: there is nothing to add to it. */
const CONFIGURATION_FAULT = /^\S+\.config\.ts: \S/;

function withoutProgress(output: string): string {
  const lines = output.trim().split('\n');
  return lines.filter((line) => !/^Bundling asset|Subprocess exited with error/.test(line)).join('\n');
}

function run(parameters: readonly string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, {
      env: withoutAws(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** With credentials at hand the command asks AWS whose they are: a local run asks nobody. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(others),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}
