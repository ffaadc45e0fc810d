import { PARAMETERS } from '../core/names.ts';
import { parseWebhookTokens, validTokens } from '../core/webhook-tokens.ts';
import type { Secrets } from './secrets.ts';

/** The tokens whose signatures count for a workspace, none before `pagebell connect`. */
export function webhookTokens(secrets: Secrets, now: () => number) {
  return async (workspace: string, maxAgeMs?: number): Promise<string[]> => {
    const stored = await secrets.get(workspace, PARAMETERS.webhookToken, maxAgeMs);
    return stored === undefined ? [] : validTokens(parseWebhookTokens(stored), now());
  };
}
