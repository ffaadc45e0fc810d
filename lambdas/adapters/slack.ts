import { parseRetryAfter } from '../core/backoff.ts';
import { cut } from '../core/cut.ts';
import { success } from '../core/failure.ts';
import type { Slack } from '../core/ports/slack.ts';
import { failureOfFetch } from './fetch-failure.ts';

const TIMEOUT_MS = 10_000;

/**
 * An incoming webhook of Slack.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function slackWebhook(url: string, fetch = globalThis.fetch): Slack {
  return {
    async post(message) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(message),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        // What a 2xx says beyond its status is of no concern: the message is posted.
        if (response.ok) return success(undefined);
        const code = cut(await response.text().catch(() => ''), 100);
        return {
          ok: false,
          failure: {
            kind: 'answer',
            service: 'slack',
            status: response.status,
            message: code || response.statusText,
            retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), Date.now()),
          },
        };
      } catch (error) {
        return { ok: false, failure: failureOfFetch('slack', error) };
      }
    },
  };
}
