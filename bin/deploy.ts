import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../lambdas/core/config-schema/resolve-config.ts';
import { awsAccount } from '../lib/deploy/aws-account.ts';
import { readCdkOptions } from '../lib/deploy/cdk-options.ts';
import { type Preflight, preflight } from '../lib/deploy/preflight.ts';
import { loadSettings } from '../lib/settings.ts';
import { configFault } from './commands/config-fault.ts';

// npm run deploy -- [options of cdk deploy]
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'; // it would hide our own lines
const args = process.argv.slice(2);
const outcome = await check();
switch (outcome.kind) {
  case 'stop':
    console.error(outcome.message);
    process.exitCode = 1;
    break;
  case 'barred':
    console.error(`${outcome.reason}\n${outcome.remedy}`);
    process.exitCode = 1;
    break;
  case 'unchecked':
    console.error(`The account's Lambda concurrency is not checked: ${outcome.reason}`);
    console.error("If the deployment fails for it, set reservedConcurrency: 'off' in the configuration.");
    deploy();
    break;
  case 'go':
    deploy();
    break;
}

async function check(): Promise<Preflight> {
  const options = readCdkOptions(args);
  try {
    return await preflight(await loadSettings(options.config), awsAccount(options, process.env));
  } catch (error) {
    if (error instanceof ConfigError) return { kind: 'stop', message: configFault(error) };
    throw error;
  }
}

function deploy(): void {
  const cli = fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk'));
  const cdk = spawn(process.execPath, [cli, 'deploy', ...args], { stdio: 'inherit' });
  process.on('SIGINT', () => {}); // reaches the CLI as well, which ends in its own time
  cdk.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
