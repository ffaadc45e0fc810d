import { startAws } from './aws/start-aws.ts';
import type { Cleanup } from './cleanup.ts';
import type { LocalClock } from './clock.ts';
import type { Environment } from './environment.ts';
import { type SimulatedNotion, startSimulatedNotion } from './notion/server.ts';
import type { AwsAccess } from './runtime/aws-access.ts';
import { secretsOf, type WorkspaceSecrets } from './runtime/secrets.ts';
import type { LocalSettings } from './settings.ts';
import { SetupError } from './setup-error.ts';
import { type SimulatedSlack, startSimulatedSlack } from './slack/server.ts';

/** The bearer token of the simulated connection. */
const SIMULATION_TOKEN = 'ntn_simulated';
const NOTION_API = 'https://api.notion.com';

/** All that the stack talks to. */
export interface Surroundings {
  aws: AwsAccess;
  notion: SimulatedNotion | undefined;
  slack: SimulatedSlack | undefined;
  /** Where Notion's API is. */
  notionUrl: string;
  /** What the functions are told of it: nothing if it is the real one. */
  notionBaseUrl: string | undefined;
}

export interface SurroundingsOptions {
  settings: LocalSettings;
  /** Of the stand-ins and simulations; undefined: memory only. */
  dataDir: string | undefined;
  clock: LocalClock;
  cleanup: Cleanup;
}

/** Starts the stand-ins and simulations that the settings ask for. */
export async function startSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const { settings, dataDir, clock, cleanup } = options;
  const aws = await openAws(options);
  const slack = settings.simulateSlack ? await startSimulatedSlack({ clock, dataDir }) : undefined;
  if (slack) cleanup.add(() => slack.close());
  if (settings.notion.kind === 'api') {
    const { baseUrl } = settings.notion;
    return { aws, notion: undefined, slack, notionUrl: baseUrl ?? NOTION_API, notionBaseUrl: baseUrl };
  }
  const notion = await startSimulatedNotion({ clock, dataDir, token: SIMULATION_TOKEN });
  cleanup.add(() => notion.close());
  return { aws, notion, slack, notionUrl: notion.url, notionBaseUrl: notion.url };
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

/** The environment's secrets, with those of the simulations where something is simulated. */
export function collectSecrets(
  workspaces: readonly string[],
  environment: Environment,
  { notion }: LocalSettings,
  { slack }: Surroundings,
): WorkspaceSecrets[] {
  return secretsOf(workspaces, environment).map((secrets) => ({
    ...secrets,
    ...(notion.kind === 'simulated' && {
      notionToken: { ...secrets.notionToken, value: SIMULATION_TOKEN },
      webhookToken: { ...secrets.webhookToken, value: notion.webhookSecret },
    }),
    ...(slack && { slackWebhookUrl: { ...secrets.slackWebhookUrl, value: slack.url } }),
  }));
}
