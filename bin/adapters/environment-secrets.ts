import { PARAMETERS } from '../../lambdas/core/names.ts';
import { loadEnvironment } from '../../local/environment.ts';
import { secretsOf, type WorkspaceSecrets } from '../../local/runtime/secrets.ts';
import { SetupError } from '../../local/setup-error.ts';
import { CommandError } from '../commands/command-error.ts';
import type { SecretName } from '../commands/doctor/doctor-ports.ts';
import { inOneLine } from '../commands/words.ts';

/** Where `npm start` looks for secrets, beneath the variables of its own. */
export const ENV_FILE = '.env';

/**
 * What the environment and `.env` hold for a workspace, with the names of the variables.
 *
 * @param workspaces of the configuration, in order
 * @throws {CommandError} if `.env` cannot be read
 */
export function environmentSecrets(
  workspaces: readonly string[],
  workspace: string,
): Readonly<Record<SecretName, { variable: string; value: string | undefined }>> {
  const secrets = secretsOf(workspaces, read()).find((one) => one.workspace === workspace);
  if (!secrets) throw new Error(`${workspace} is none of ${workspaces.join(', ')}`);
  return byName(secrets);
}

/**
 * @returns another Notion than the real one, if the environment or `.env` names one
 * @throws {CommandError} if it is no web address
 */
export function localNotionUrl(): string | undefined {
  return webAddress(read(), NOTION_URL);
}

/** As `localNotionUrl`, of the environment alone. */
export function environmentNotionUrl(): string | undefined {
  return webAddress(process.env, NOTION_URL);
}

/** As `localNotionUrl`, of Slack's Web API. */
export function localSlackUrl(): string | undefined {
  return webAddress(read(), SLACK_URL);
}

/** As `environmentNotionUrl`, of Slack's Web API. */
export function environmentSlackUrl(): string | undefined {
  return webAddress(process.env, SLACK_URL);
}

const NOTION_URL = { variable: 'NOTION_BASE_URL', service: 'Notion' };
const SLACK_URL = { variable: 'SLACK_API_URL', service: 'Slack' };

function webAddress(
  environment: Readonly<Record<string, string | undefined>>,
  { variable, service }: typeof NOTION_URL,
): string | undefined {
  const text = environment[variable] || undefined;
  if (text === undefined || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text;
  throw new CommandError(
    `${variable} is no web address: ${inOneLine(text)}`,
    `Begin it with https:// or http://, or leave it out for ${service}'s own API.`,
  );
}

function read() {
  try {
    return loadEnvironment(ENV_FILE);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new CommandError(error.message, `Make ${ENV_FILE} readable for yourself.`, { cause: error });
  }
}

function byName({ notionToken, webhookToken, slackWebhookUrl, slackBotToken }: WorkspaceSecrets) {
  return {
    [PARAMETERS.notionToken]: notionToken,
    [PARAMETERS.webhookToken]: webhookToken,
    [PARAMETERS.slackWebhookUrl]: slackWebhookUrl,
    [PARAMETERS.slackBotToken]: slackBotToken,
  };
}
