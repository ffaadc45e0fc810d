import { PARAMETERS } from '../core/names.ts';
import type { Connection } from '../core/ports.ts';
import { notionApi } from './notion.ts';
import type { Secrets } from './secrets.ts';
import { slackWebhook } from './slack.ts';

/** Makes the clients of a workspace, with its secrets. */
export function connector(secrets: Secrets, notionBaseUrl: string | undefined) {
  return async ({ key }: { key: string }): Promise<Connection> => {
    try {
      const [token, slackUrl] = await Promise.all([
        secrets.get(key, PARAMETERS.notionToken),
        secrets.get(key, PARAMETERS.slackWebhookUrl),
      ]);
      if (token === undefined) return { kind: 'refused', reason: `no '${PARAMETERS.notionToken}' is stored` };
      return {
        kind: 'connected',
        notion: notionApi(token, notionBaseUrl),
        slack: slackUrl === undefined ? undefined : slackWebhook(slackUrl),
      };
    } catch (error) {
      return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}
