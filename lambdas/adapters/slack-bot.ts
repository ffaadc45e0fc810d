import { LogLevel, WebAPIPlatformError, WebAPIRequestError, WebClient } from '@slack/web-api';
import * as z from 'zod/mini';
import { parseRetryAfter } from '../core/backoff.ts';
import { cut } from '../core/cut.ts';
import { type Failure, type Result, success } from '../core/failure.ts';
import type { SlackBot } from '../core/ports/slack.ts';
import { failureOfFetch } from './fetch-failure.ts';

const TIMEOUT_MS = 10_000;

const nothing = () => undefined;
/** The client would write to the console; failures are logged by who asked. */
const SILENT = {
  ...{ debug: nothing, info: nothing, warn: nothing, error: nothing },
  ...{ setLevel: nothing, setName: nothing, getLevel: () => LogLevel.ERROR },
};

/**
 * Slack's Web API through its client, whose own retries are off: they go on for half an hour of billed time,
 * and the outbox does it better.
 *
 * @param apiUrl default: the real one
 */
export function slackBot(token: string, apiUrl?: string, fetch = globalThis.fetch): SlackBot {
  const client = new WebClient(token, {
    retryConfig: { retries: 0 },
    timeout: TIMEOUT_MS, // aborts the request and its body
    logger: SILENT,
    fetch: answeringFetch(fetch),
    ...(apiUrl && { slackApiUrl: apiUrl }),
  });
  return {
    post: (to, { text, blocks }) =>
      ask(async () => {
        await client.chat.postMessage({ channel: to, text, blocks, unfurl_links: false });
      }),

    async userIdOf(email) {
      const found = await ask(
        async () => z.parse(foundSchema, await client.users.lookupByEmail({ email })).user.id,
      );
      const isNobody =
        !found.ok && found.failure.kind === 'answer' && found.failure.code === 'users_not_found';
      return isNobody ? success(undefined) : found;
    },
  };
}

/** It becomes part of a message, so it is to be an id and nothing else. */
const foundSchema = z.object({ user: z.object({ id: z.string().check(z.regex(/^[A-Z0-9]+$/)) }) });

/**
 * `fetch` for the client, which sees only what Slack answers with a 200: of a 429 it would forget a Retry-After
 * that is a date, and of a failed connection the reason.
 */
function answeringFetch(fetch: typeof globalThis.fetch) {
  return async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(url, init).catch((error: unknown) => {
      throw new NoAnswer(failureOfFetch('slack', error));
    });
    if (response.ok) return response;
    const message = cut(await response.text().catch(() => ''), 100) || response.statusText;
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
    throw new NoAnswer({ kind: 'answer', service: 'slack', status: response.status, message, retryAfterMs });
  };
}

/** Carries a failure through the client. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

async function ask<Value>(call: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return success(await call());
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

const refusalSchema = z.object({
  /** Anything else is the body of an answer that the client could not read. */
  error: z.string().check(z.regex(/^\w{1,100}$/)),
  /** The scope that is missing. */
  needed: z.catch(z.optional(z.string()), undefined),
  response_metadata: z.catch(
    z.optional(z.object({ messages: z.optional(z.array(z.string())), retryAfter: z.optional(z.number()) })),
    undefined,
  ),
});

function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRequestError && error.original instanceof NoAnswer)
    return error.original.failure;
  if (!(error instanceof WebAPIPlatformError)) return failureOfFetch('slack', error);
  const refusal = z.safeParse(refusalSchema, error.data).data;
  // Whether the message is posted is not known then.
  if (!refusal) return { kind: 'no-answer', service: 'slack', message: 'an answer that cannot be read' };
  const { error: code, needed, response_metadata: { messages = [], retryAfter } = {} } = refusal;
  return {
    kind: 'answer',
    service: 'slack',
    status: 200,
    code,
    message: needed === undefined ? messages.join(' ') : `the scope ${needed} is missing`,
    retryAfterMs: retryAfter === undefined ? undefined : retryAfter * 1000,
  };
}
