import type { Ask } from './http-port.ts';

/** Whether a Slack webhook can be posted to. */
export type SlackState =
  | { kind: 'live' }
  /** Posting would fail until somebody mends it. */
  | { kind: 'dead'; reason: string }
  | { kind: 'unclear'; reason: string };

/** What is wrong with the form of an address; undefined if nothing is. Never quotes it: it is a secret. */
export function slackFormFault(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) return 'it is no web address';
  if (parsed.protocol === 'http:' && LOOPBACK.test(parsed.hostname)) return undefined; // a simulation
  if (parsed.protocol !== 'https:') return 'it does not begin with https://';
  if (!/(^|\.)slack(-gov)?\.com$/.test(parsed.hostname)) return undefined; // of a service that speaks as Slack does
  return parsed.pathname.split('/').filter(Boolean).length >= 4 ? undefined : 'its path is cut short';
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/**
 * Posts a message without any text, which Slack refuses (400) only if the webhook lives: nobody sees anything.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
export async function probeSlack(ask: Ask, url: string): Promise<SlackState> {
  const answer = await ask({ method: 'POST', url, body: {} });
  if (answer.kind === 'none') return { kind: 'unclear', reason: `Slack does not answer (${answer.reason})` };
  const reason =
    `Slack answered ${answer.status} ${answer.text.slice(0, 60).replace(/\s+/g, ' ').trim()}`.trim();
  if (answer.status === 400) return { kind: 'live' };
  return DEAD.has(answer.status) ? { kind: 'dead', reason } : { kind: 'unclear', reason };
}

const DEAD = new Set([401, 403, 404, 410]);

/** @returns what went wrong, or undefined */
export async function postToSlack(ask: Ask, url: string, text: string): Promise<string | undefined> {
  const answer = await ask({ method: 'POST', url, body: { text } });
  if (answer.kind === 'none') return `Slack does not answer (${answer.reason})`;
  return answer.status === 200 ? undefined : `Slack answered ${answer.status} ${answer.text.slice(0, 60)}`;
}
