import { PARAMETERS } from '../core/names.ts';
import type { Connection } from '../core/ports/connection.ts';
import type { SlackBot } from '../core/ports/slack.ts';
import { notionApi } from './notion.ts';
import type { Secrets } from './secrets.ts';
import { slackWebhook } from './slack.ts';

/** Makes the clients of a workspace, with its secrets. */
export function connector(secrets: Secrets, notionBaseUrl?: string, slackApiUrl?: string) {
  return async ({ key }: { key: string }): Promise<Connection> => {
    try {
      const [token, slackUrl, botToken] = await Promise.all([
        secrets.get(key, PARAMETERS.notionToken),
        secrets.get(key, PARAMETERS.slackWebhookUrl),
        secrets.get(key, PARAMETERS.slackBotToken),
      ]);
      if (token === undefined) return { kind: 'refused', reason: `no '${PARAMETERS.notionToken}' is stored` };
      return {
        kind: 'connected',
        notion: notionApi(token, notionBaseUrl),
        slack: slackUrl === undefined ? undefined : slackWebhook(slackUrl),
        slackBot: botToken === undefined ? undefined : await openSlackBot(botToken, slackApiUrl),
      };
    } catch (error) {
      return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

/** Its client is loaded only where there is a bot: most teams have none. */
async function openSlackBot(token: string, apiUrl: string | undefined): Promise<SlackBot> {
  const { slackBot } = await import('./slack-bot.ts');
  return slackBot(token, apiUrl);
}
