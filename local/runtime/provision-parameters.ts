import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { PARAMETERS } from '../../lambdas/core/names.ts';
import { parseWebhookTokens } from '../../lambdas/core/webhook-tokens.ts';
import { SetupError } from '../setup-error.ts';
import type { WorkspaceSecrets } from './secrets.ts';

/**
 * Stores what the environment tells, and keeps what is there where it tells nothing.
 *
 * @param dropSlack whether a Slack address or token that the environment does not name any more is forgotten
 * @throws {SetupError} when a workspace has no Notion token at all
 */
export async function provisionParameters(
  client: SSMClient,
  prefix: string,
  workspaces: readonly WorkspaceSecrets[],
  { dropSlack }: { dropSlack: boolean },
): Promise<void> {
  for (const { workspace, notionToken, webhookToken, slackWebhookUrl, slackBotToken } of workspaces) {
    const parameter = (name: string) => new Parameter(client, `${prefix}/${workspace}/${name}`);
    const token = parameter(PARAMETERS.notionToken);

    if (notionToken.value) await token.store(notionToken.value);
    else if ((await token.read()) === undefined) {
      throw new SetupError(
        `the workspace "${workspace}" has no Notion token: set ${notionToken.variable}, or take it out of the configuration`,
      );
    }
    if (webhookToken.value) await storeWebhookToken(parameter(PARAMETERS.webhookToken), webhookToken.value);
    const slack = [
      [parameter(PARAMETERS.slackWebhookUrl), slackWebhookUrl],
      [parameter(PARAMETERS.slackBotToken), slackBotToken],
    ] as const;
    for (const [stored, { value }] of slack) {
      if (value) await stored.store(value);
      else if (dropSlack) await stored.delete();
    }
  }
}

/** Stores one parameter, if it does not hold that already. */
export function storeParameter(client: SSMClient, name: string, value: string): Promise<void> {
  return new Parameter(client, name).store(value);
}

/** `pagebell connect` may have replaced the environment's token by a newer one, which stays. */
async function storeWebhookToken(parameter: Parameter, token: string): Promise<void> {
  const stored = await parameter.read();
  const { active, previous } = stored === undefined ? {} : parseWebhookTokens(stored);
  if (active !== token && previous?.token !== token) await parameter.store(token);
}

class Parameter {
  readonly #client: SSMClient;
  readonly #name: string;

  constructor(client: SSMClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async read(): Promise<string | undefined> {
    const command = new GetParameterCommand({ Name: this.#name, WithDecryption: true });
    return (await this.#ifThere(() => this.#client.send(command)))?.Parameter?.Value;
  }

  async store(value: string): Promise<void> {
    if ((await this.read()) === value) return;
    await this.#client.send(
      new PutParameterCommand({ Name: this.#name, Value: value, Type: 'SecureString', Overwrite: true }),
    );
  }

  async delete(): Promise<void> {
    await this.#ifThere(() => this.#client.send(new DeleteParameterCommand({ Name: this.#name })));
  }

  async #ifThere<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  }
}
