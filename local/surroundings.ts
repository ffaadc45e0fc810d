import { join } from 'node:path';
import type { WorkspaceSettings } from '../lambdas/core/settings.ts';
import { slackChannelsOf, wantsBot } from '../lambdas/core/slack-settings.ts';
import { type LocalSes, startSes } from './aws/ses/server.ts';
import { startAws } from './aws/start-aws.ts';
import type { Cleanup } from './cleanup.ts';
import type { LocalClock } from './clock.ts';
import type { Environment } from './environment.ts';
import type { SimulatedConnection } from './notion/connection.ts';
import type { AwsAccess } from './runtime/aws-access.ts';
import { secretsOf, type WorkspaceSecrets } from './runtime/secrets.ts';
import type { LocalSettings } from './settings.ts';
import { SetupError } from './setup-error.ts';
import { simulationSecret, startSimulatedWorkspaces } from './simulated-workspaces.ts';
import { type SimulatedSlack, startSimulatedSlack } from './slack/server.ts';

const NOTION_API = 'https://api.notion.com';

/** All that the stack talks to. */
export interface Surroundings {
  aws: AwsAccess;
  /** By the workspace's key; empty where Notion is not simulated. */
  notions: ReadonlyMap<string, SimulatedConnection>;
  slack: SimulatedSlack | undefined;
  /** Undefined where another AWS stand-in is used. */
  ses: LocalSes | undefined;
  /** Of Amazon SES. */
  sesUrl: string;
  /** Where Notion's API is. */
  notionUrl: string;
  /** What the functions are told of it: nothing if it is the real one. */
  notionBaseUrl: string | undefined;
  /** What they are told of Slack's Web API: nothing if it is the real one. */
  slackApiUrl: string | undefined;
}

export interface SurroundingsOptions {
  settings: LocalSettings;
  /** Of the stand-ins and simulations; undefined: memory only. */
  dataDir: string | undefined;
  clock: LocalClock;
  cleanup: Cleanup;
  workspaces: readonly WorkspaceSettings[];
}

/** Starts the stand-ins and simulations that the settings ask for. */
export async function startSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const { settings, dataDir, clock, cleanup, workspaces } = options;
  const channels = workspaces.flatMap(slackChannelsOf);
  const aws = await openAws(options);
  const { ses, sesUrl } = await openSes(options);
  const slack = settings.simulateSlack ? await startSimulatedSlack({ clock, dataDir, channels }) : undefined;
  const slackApiUrl = slack?.apiUrl ?? settings.slackApiUrl;
  if (slack) cleanup.add(() => slack.close());
  if (settings.notion.kind === 'api') {
    const { baseUrl } = settings.notion;
    const notionUrl = baseUrl ?? NOTION_API;
    return { aws, ses, sesUrl, notions: new Map(), slack, notionUrl, notionBaseUrl: baseUrl, slackApiUrl };
  }
  const keys = workspaces.map(({ key }) => key);
  const { url, connections: notions, close } = await startSimulatedWorkspaces(keys, { clock, dataDir });
  cleanup.add(close);
  return { aws, ses, sesUrl, notions, slack, notionUrl: url, notionBaseUrl: url, slackApiUrl };
}

async function openAws({ settings, dataDir, clock, cleanup }: SurroundingsOptions): Promise<AwsAccess> {
  const { region, credentials, awsEndpoint } = settings;
  if (awsEndpoint) {
    return {
      region,
      credentials,
      endpoints: {
        sqs: awsEndpoint,
        ssm: awsEndpoint,
        dynamodb: awsEndpoint,
        cloudwatch: awsEndpoint,
      },
    };
  }
  const aws = await startAws({ dataDir, clock }).catch((error: unknown) => {
    throw error instanceof Error ? new SetupError(error.message, { cause: error }) : error;
  });
  cleanup.add(() => aws.close());
  return { region, credentials, endpoints: aws.endpoints };
}

/** Nothing is sent from this machine, whatever else is real. */
async function openSes({
  settings,
  dataDir,
  clock,
  cleanup,
}: SurroundingsOptions): Promise<Pick<Surroundings, 'ses' | 'sesUrl'>> {
  if (settings.awsEndpoint) return { ses: undefined, sesUrl: settings.awsEndpoint };
  const ses = await startSes({ clock, file: dataDir && join(dataDir, 'emails.jsonl') });
  cleanup.add(() => ses.close());
  return { ses, sesUrl: ses.url };
}

/** The environment's secrets, with those of the simulations where something is simulated. */
export function collectSecrets(
  workspaces: readonly WorkspaceSettings[],
  environment: Environment,
  { notions, slack }: Pick<Surroundings, 'notions' | 'slack'>,
): WorkspaceSecrets[] {
  const keys = workspaces.map(({ key }) => key);
  return secretsOf(keys, environment).map((secrets, index) => ({
    ...secrets,
    ...simulated(secrets, notions.get(secrets.workspace), index),
    ...(slack && { slackWebhookUrl: { ...secrets.slackWebhookUrl, value: slack.url } }),
    ...(slack &&
      workspaces[index] &&
      wantsBot(workspaces[index]) && {
        slackBotToken: { ...secrets.slackBotToken, value: slack.botToken },
      }),
  }));
}

function simulated(
  { workspace, notionToken, webhookToken }: WorkspaceSecrets,
  connection: SimulatedConnection | undefined,
  index: number,
): Partial<WorkspaceSecrets> {
  if (!connection) return {};
  return {
    notionToken: { ...notionToken, value: connection.token },
    webhookToken: { ...webhookToken, value: webhookToken.value ?? simulationSecret(workspace, index) },
  };
}
