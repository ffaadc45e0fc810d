import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { types } from 'node:util';
import { parameterPrefix, webhookRoute } from '../lambdas/core/names.ts';
import { lockDirectory, requireFree } from './aws/directory-lock.ts';
import { Cleanup } from './cleanup.ts';
import type { LocalClock } from './clock.ts';
import type { Environment } from './environment.ts';
import { openClock } from './kept-clock.ts';
import type { LocalRun } from './local-run.ts';
import { type Assembly, readAssembly } from './runtime/assembly.ts';
import { closeClients, openClients } from './runtime/aws-access.ts';
import { FrontDoor } from './runtime/front-door.ts';
import { FunctionLog } from './runtime/function-log.ts';
import { readHealth } from './runtime/health.ts';
import { json } from './runtime/http-result.ts';
import { localPages } from './runtime/local-pages.ts';
import { openScope } from './runtime/physical-resources.ts';
import { provision } from './runtime/provision.ts';
import { writeRunFile } from './runtime/run-file.ts';
import { runStack } from './runtime/run-stack.ts';
import { readOutput } from './runtime/stack.ts';
import { readLocalSettings } from './settings.ts';
import { SetupError } from './setup-error.ts';
import { listen } from './simulation/listen.ts';
import { collectSecrets, startSurroundings } from './surroundings.ts';
import { openDemonstration } from './ui/demonstration/open-demonstration.ts';

export interface LocalOptions {
  /** What `cdk synth` wrote. */
  assemblyDirectory: string;
  /** Holds everything that outlives the run; undefined: memory only. */
  dataDir: string | undefined;
  /** Tokens and addresses (README). Nothing of the process's own environment is looked at. */
  environment: Environment;
  /** Default: one that keeps what was advanced in `dataDir`. */
  clock?: LocalClock;
  /** Told of trouble that the functions' own log does not show. */
  onWarning?: (message: string) => void;
}

const SLACK_API = 'https://slack.com/api';

/** Loaded by Node itself: see there. The working directory is the project's root. */
const BOOTSTRAP = 'local/runtime/worker-bootstrap.mjs';

/**
 * Runs a synthesised stack on this machine. Resolves when it can take webhooks.
 *
 * @throws {SetupError} with what a person must mend; nothing is left running then
 */
export async function startLocal(options: LocalOptions): Promise<LocalRun> {
  const cleanup = new Cleanup();
  try {
    return await start(options, readAssembly(options.assemblyDirectory), cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function start(options: LocalOptions, assembly: Assembly, cleanup: Cleanup): Promise<LocalRun> {
  const { dataDir, environment, onWarning = () => undefined } = options;
  const { stackName, template, settings } = assembly;
  const localSettings = readLocalSettings(environment);
  if (dataDir) openDirectory(dataDir, cleanup);
  // What was simulated is nothing to the real Notion, and the other way round.
  const ownDir = dataDir && join(dataDir, localSettings.notion.kind === 'simulated' ? 'simulation' : 'live');
  const clock = options.clock ?? openClock(ownDir && join(ownDir, 'clock'));
  const log = new FunctionLog(clock, dataDir && join(dataDir, 'functions.log'));
  cleanup.add(() => log.close());

  const door = new FrontDoor((error) => onWarning(`a request failed: ${describe(error)}`));
  const url = await listenOn(door.server, localSettings.port);
  cleanup.add(() => door.close());

  const surroundings = await startSurroundings({
    settings: localSettings,
    dataDir: ownDir,
    clock,
    cleanup,
    workspaces: settings.workspaces,
  });
  const { aws, ses, sesUrl, notions, slack, notionUrl, notionBaseUrl, slackApiUrl } = surroundings;
  const clients = openClients(aws);
  cleanup.add(() => closeClients(clients));

  const secrets = collectSecrets(settings.workspaces, environment, surroundings);
  const scope = openScope(assembly, aws.region, url);
  const foreignEndpoint = localSettings.awsEndpoint;
  const queues = await provision({
    assembly,
    scope,
    clients,
    secrets,
    dashboardKey: localSettings.dashboardKey,
    foreignEndpoint,
  });
  const names = {
    queueUrl: readOutput(template, scope, 'QueueUrl'),
    deadLetterQueueUrl: readOutput(template, scope, 'DeadLetterQueueUrl'),
    tableName: readOutput(template, scope, 'TableName'),
    parameterPrefix: parameterPrefix(settings.stage),
  };

  const stack = await runStack({
    assembly,
    scope,
    queues,
    aws,
    clients,
    clock,
    log,
    bootstrap: resolve(BOOTSTRAP),
    environment: {
      AWS_ENDPOINT_URL_SESV2: sesUrl,
      ...(notionBaseUrl && { NOTION_BASE_URL: notionBaseUrl }),
      ...(slackApiUrl && { SLACK_API_URL: slackApiUrl }),
      ...(localSettings.dashboardKey === undefined && { DASHBOARD_OPEN: 'loopback' }),
    },
    onWarning,
  });
  cleanup.add(() => stack.close());
  cleanup.add(() => door.close()); // first of all: nobody starts a function that is about to end

  const [first] = settings.workspaces;
  const notion = first && notions.get(first.key);
  const run: LocalRun = {
    url,
    stackName,
    settings,
    clock,
    aws,
    isAwsForeign: foreignEndpoint !== undefined,
    ...names,
    notions,
    notion,
    slack,
    demonstration:
      notion &&
      openDemonstration({
        clock,
        notion,
        slack,
        canPassTime: foreignEndpoint === undefined,
        consumers: stack.consumers,
        workspace: first,
        clients,
        names,
      }),
    ses,
    notionUrl,
    slackApiUrl,
    sesUrl,
    slackUrl:
      secrets[0]?.slackWebhookUrl.value ?? (secrets[0]?.slackBotToken.value && (slackApiUrl ?? SLACK_API)),
    log,
    functions: stack.functions,
    health: () => readHealth(clients, names),
    close: () => cleanup.run(),
  };
  door.open({
    api: (request, target) => stack.api.handle(request, target),
    health: async () => json(200, await run.health()),
    pages: (request, path) => localPages(run, request, path),
  });
  if (dataDir) cleanup.add(writeRunFile(run, dataDir));
  for (const { workspace, webhookToken } of secrets) {
    if (webhookToken.value === undefined) continue;
    const address = url + webhookRoute(settings.workspaces, workspace);
    notions.get(workspace)?.webhooks.subscribe({ url: address, secret: webhookToken.value });
  }
  return run;
}

/** @throws {SetupError} if another run has it: also at its start, but then much would have been done by then */
export function requireFreeDirectory(dataDir: string): void {
  orSetupError(() => requireFree(lockIn(dataDir)));
}

function openDirectory(dataDir: string, cleanup: Cleanup): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  cleanup.add(orSetupError(() => lockDirectory(lockIn(dataDir))));
}

function orSetupError<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw new SetupError(describe(error), { cause: error });
  }
}

function lockIn(dataDir: string): string {
  return join(dataDir, 'lock');
}

async function listenOn(server: Server, port: number): Promise<string> {
  try {
    return await listen(server, port);
  } catch (error) {
    const code = types.isNativeError(error) && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new SetupError(`port ${port} is in use: stop what uses it, or choose another with PORT=…`);
    }
    if (code === 'EACCES') {
      throw new SetupError(`port ${port} may not be used by you: choose one above 1023 with PORT=…`);
    }
    throw error;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
