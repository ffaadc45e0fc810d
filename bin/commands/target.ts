import { existsSync } from 'node:fs';
import { nearest } from '../../lambdas/core/config-schema/nearest.ts';
import { parameterPrefix, webhookRoute } from '../../lambdas/core/names.ts';
import type { Settings, WorkspaceSettings } from '../../lambdas/core/settings.ts';
import { loadSettings } from '../../lib/settings.ts';
import type { AwsAccess, ServiceAccess } from '../adapters/aws-access.ts';
import { describeStack } from '../adapters/deployed-stack.ts';
import { environmentNotionUrl, environmentSlackUrl } from '../adapters/environment-secrets.ts';
import { findLocalRun } from '../adapters/local-run.ts';
import { CommandError } from './command-error.ts';

/** As `withTargetOptions` declares them. */
export interface TargetOptions {
  workspace?: string;
  stack?: string;
  local?: boolean;
  /** The configuration's file. */
  config: string;
  profile?: string;
  region?: string;
}

/** One Pagebell, deployed or on this machine. */
export interface Target {
  kind: 'local' | 'deployed';
  /** Of the configuration. */
  settings: Settings;
  stackName: string;
  /** Of the first workspace's webhook, without a path: `https://…`. */
  origin: string;
  webhookUrl(workspace: string): string;
  dashboardUrl: string;
  tableName: string;
  queueUrl: string;
  deadLetterQueueUrl: string;
  /** `/pagebell/<stage>` */
  parameterPrefix: string;
  /** Undefined: Notion's own API. */
  notionBaseUrl: string | undefined;
  /** Of Slack's Web API. Undefined: the real one. */
  slackApiUrl: string | undefined;
  dynamodb: ServiceAccess;
  sqs: ServiceAccess;
  ssm: ServiceAccess;
  cloudwatch: ServiceAccess;
  ses: ServiceAccess;
}

/** @throws {CommandError} naming what is not there, and the remedy; {ConfigError} for a faulty configuration */
export async function findTarget(options: TargetOptions): Promise<Target> {
  const settings = await readSettings(options.config);
  return options.local ? localTarget(settings) : deployedTarget(settings, options);
}

/** @throws {CommandError} if there is no such file; {ConfigError} if it holds a fault */
export async function readSettings(file: string): Promise<Settings> {
  if (existsSync(file)) return loadSettings(file);
  throw new CommandError(
    `There is no configuration ${file} here`,
    "Run the command in Pagebell's directory, or name the file with --config.",
  );
}

/** @throws {CommandError} naming the known ones */
export function chooseWorkspace({ workspaces }: Settings, wanted: string | undefined): WorkspaceSettings {
  const keys = workspaces.map(({ key }) => key);
  const names = keys.join(', ');
  if (wanted === undefined) {
    const [only, ...others] = workspaces;
    if (only !== undefined && others.length === 0) return only;
    throw new CommandError('Several workspaces are configured', `Name one with --workspace: ${names}.`);
  }
  const chosen = workspaces.find(({ key }) => key === wanted);
  if (chosen) return chosen;
  const meant = nearest(wanted, keys);
  throw new CommandError(
    `There is no workspace ${wanted}`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}Known: ${names}. Another one is added in the configuration, and deployed.`,
  );
}

/** The SDK for JavaScript does not read AWS_DEFAULT_REGION; the AWS CLI and the CDK do. */
export function awsAccess(
  { profile, region }: Pick<TargetOptions, 'profile' | 'region'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): AwsAccess {
  const chosen = region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  return { ...(profile && { profile }), ...(chosen && { region: chosen }) };
}

async function localTarget(settings: Settings): Promise<Target> {
  const { url, ...run } = await findLocalRun();
  return {
    kind: 'local',
    settings,
    origin: url,
    webhookUrl: (workspace) => url + webhookRoute(settings.workspaces, workspace),
    ...run,
  };
}

async function deployedTarget(settings: Settings, options: TargetOptions): Promise<Target> {
  const access = awsAccess(options);
  const stackName = options.stack ?? settings.stackName;
  const { webhookUrl, ...stack } = await describeStack(access, stackName);
  const { origin } = new URL(webhookUrl);
  return {
    kind: 'deployed',
    settings,
    stackName,
    origin,
    webhookUrl: (workspace) => origin + webhookRoute(settings.workspaces, workspace),
    ...stack,
    parameterPrefix: parameterPrefix(settings.stage),
    notionBaseUrl: environmentNotionUrl(),
    slackApiUrl: environmentSlackUrl(),
    dynamodb: access,
    sqs: access,
    ssm: access,
    cloudwatch: access,
    ses: access,
  };
}
