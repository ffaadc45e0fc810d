import { existsSync } from 'node:fs';
import type { Settings } from '../../lambdas/core/config.ts';
import { parameterPrefix, ROUTES } from '../../lambdas/core/names.ts';
import { loadSettings } from '../../lib/settings.ts';
import type { AwsAccess, ServiceAccess } from '../adapters/aws-access.ts';
import { describeStack } from '../adapters/deployed-stack.ts';
import { findLocalRun } from '../adapters/local-run.ts';
import { CommandError } from './command-error.ts';

export interface TargetOptions {
  workspace?: string;
  stack?: string;
  local?: boolean;
  /** The configuration's file. */
  config: string;
  profile?: string;
  region?: string;
  /** Where Notion reaches Pagebell, if not at its own address; without a slash at its end. */
  publicUrl?: string;
}

/** One workspace of one Pagebell, deployed or local. */
export interface ConnectTarget {
  workspace: string;
  webhookUrl: string;
  tableName: string;
  parameterPrefix: string;
  dynamodb: ServiceAccess;
  ssm: ServiceAccess;
  /** Notion cannot reach the address: it is this machine's own. */
  isUnreachable: boolean;
}

/** @throws {CommandError} naming what is not there, and the remedy */
export async function findTarget(options: TargetOptions): Promise<ConnectTarget> {
  const settings = await readSettings(options.config);
  const workspace = chooseWorkspace(settings, options.workspace);
  const route = webhookRoute(settings, workspace);
  if (options.local) {
    const run = await findLocalRun();
    return {
      workspace,
      webhookUrl: (options.publicUrl ?? run.url) + route,
      tableName: run.tableName,
      parameterPrefix: run.parameterPrefix,
      dynamodb: run.dynamodb,
      ssm: run.ssm,
      isUnreachable: options.publicUrl === undefined,
    };
  }
  const access = awsAccess(options, process.env);
  const stack = await describeStack(access, options.stack ?? settings.stackName);
  return {
    workspace,
    webhookUrl: (options.publicUrl ?? new URL(stack.webhookUrl).origin) + route,
    tableName: stack.tableName,
    parameterPrefix: parameterPrefix(settings.stage),
    dynamodb: access,
    ssm: access,
    isUnreachable: false,
  };
}

async function readSettings(file: string): Promise<Settings> {
  if (existsSync(file)) return loadSettings(file);
  throw new CommandError(
    `There is no configuration ${file} here`,
    "Run the command in Pagebell's directory, or name the file with --config.",
  );
}

function chooseWorkspace({ workspaces }: Settings, wanted: string | undefined): string {
  const known = workspaces.map(({ key }) => key);
  const names = known.join(', ');
  if (wanted === undefined) {
    const [only, ...others] = known;
    if (only !== undefined && others.length === 0) return only;
    throw new CommandError('Several workspaces are configured', `Name one with --workspace: ${names}.`);
  }
  if (known.includes(wanted)) return wanted;
  throw new CommandError(
    `There is no workspace ${wanted}`,
    `Known: ${names}. Another one is added in the configuration, and deployed.`,
  );
}

/** The first workspace has the short route. */
function webhookRoute({ workspaces }: Settings, workspace: string): string {
  if (workspace === workspaces[0]?.key) return ROUTES.webhook;
  return ROUTES.webhookOfWorkspace.replace('{workspace}', workspace);
}

/** The SDK for JavaScript does not read AWS_DEFAULT_REGION; the AWS CLI and the CDK do. */
function awsAccess(
  { profile, region }: TargetOptions,
  environment: Readonly<Record<string, string | undefined>>,
): AwsAccess {
  const chosen = region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  return { ...(profile && { profile }), ...(chosen && { region: chosen }) };
}
