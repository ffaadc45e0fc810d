import { REGION } from './aws/identity.ts';
import type { Environment } from './environment.ts';
import { SetupError } from './setup-error.ts';

/** What the first simulated workspace signs with, unless another secret is set: for curl and scripts. */
export const SIMULATION_SECRET = 'secret_pagebell_simulation';

/** What the environment says about one local run. */
export interface LocalSettings {
  /** 0 picks a free one. */
  port: number;
  region: string;
  notion: NotionTarget;
  /** Whether Slack is simulated. Without a simulation it is what the parameters say. */
  simulateSlack: boolean;
  /** To sign in to the dashboard with; undefined: from this machine it is open. */
  dashboardKey: string | undefined;
  /** Of Slack's Web API; undefined: the real one. */
  slackApiUrl: string | undefined;
  /** Another stand-in for queue, table and parameters than our own. */
  awsEndpoint: string | undefined;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

export type NotionTarget =
  | { kind: 'simulated' }
  /** Undefined: Notion's own API. */
  | { kind: 'api'; baseUrl: string | undefined };

const DEFAULT_PORT = 3000;
/** Our stand-ins check no credentials, but the SDK sends nothing without any. */
const NO_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** @throws {SetupError} naming the variable and what it must be */
export function readLocalSettings(environment: Environment): LocalSettings {
  const awsEndpoint = readUrl(environment, 'AWS_ENDPOINT_URL');
  const notion = readNotionTarget(environment);
  const hasSlack = readUrl(environment, 'SLACK_WEBHOOK_URL') ?? environment['SLACK_BOT_TOKEN'];
  return {
    port: readPort(environment['PORT']),
    region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? REGION,
    notion,
    simulateSlack: notion.kind === 'simulated' && !hasSlack,
    slackApiUrl: readUrl(environment, 'SLACK_API_URL'),
    dashboardKey: environment['DASHBOARD_KEY'],
    awsEndpoint,
    credentials: (awsEndpoint && readCredentials(environment)) || NO_CREDENTIALS,
  };
}

function readNotionTarget(environment: Environment): NotionTarget {
  const baseUrl = readUrl(environment, 'NOTION_BASE_URL');
  if (environment['NOTION_TOKEN']) return { kind: 'api', baseUrl };
  if (baseUrl) {
    throw new SetupError(
      'NOTION_BASE_URL is set but NOTION_TOKEN is not: set the token for that server, or neither for the simulation',
    );
  }
  return { kind: 'simulated' };
}

function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new SetupError(`PORT is "${text}": expected a number from 0 (a free port) to 65535`);
}

/** Without the slashes at its end. */
function readUrl(environment: Environment, name: string): string | undefined {
  const text = environment[name];
  if (text === undefined) return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  // The value is not repeated: a Slack webhook's address is a secret.
  throw new SetupError(`${name} is not a web address: expected http://… or https://…`);
}

function readCredentials(environment: Environment): LocalSettings['credentials'] | undefined {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
