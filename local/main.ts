import { ConfigError } from '../lambdas/core/config-schema/resolve-config.ts';
import { loadEnvironment } from './environment.ts';
import type { LogEntry } from './runtime/function-log.ts';
import { readLocalSettings } from './settings.ts';
import { SetupError } from './setup-error.ts';
import { requireFreeDirectory, startLocal } from './start.ts';
import { summary } from './summary.ts';
import { synth } from './synth.ts';

const ASSEMBLY = 'cdk.out';
const DATA = '.pagebell';

// Deployed functions run on a Node that the SDK is content with; here it would only disturb.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError || error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}

async function main(): Promise<void> {
  const environment = loadEnvironment('.env');
  // What keeps it from starting is told before the slow part.
  readLocalSettings(environment);
  requireFreeDirectory(DATA);
  console.log('Synthesising the stack …');
  await synth(ASSEMBLY);
  const run = await startLocal({
    assemblyDirectory: ASSEMBLY,
    dataDir: DATA,
    environment,
    onWarning: (warning) => console.error(warning),
  });
  run.log.subscribe(echoTrouble);
  for (const line of summary(run)) console.log(line);
  console.log(`  log      ${DATA}/functions.log`);
  console.log(`ready ${run.url}`);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log(`Stopped by ${signal}; what is kept is in ${DATA}/`);
      void run.close().then(() => process.exit(0));
    });
  }
}

/** Everything is in the log file; a person should see at once what needs them. */
function echoTrouble({ functionName, line }: LogEntry): void {
  const { level, message, reason, errorMessage } = parseLine(line);
  if (level !== 'WARN' && level !== 'ERROR' && level !== 'CRITICAL') return;
  const why = reason ?? errorMessage;
  console.error([functionName, level, message, ...(why ? [`(${why})`] : [])].join(' '));
}

function parseLine(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}
