import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import type { LocalClock } from '../clock.ts';
import { DurableMap } from '../durable-map.ts';
import { answerWith, Faults } from '../simulation/faults.ts';
import { cut, type NodeEnv, serveApp } from '../simulation/serve-app.ts';
import { BurstLimit } from './burst-limit.ts';
import { parsePayload, type SlackPayload } from './payload.ts';
import {
  ALL_SCOPES,
  type Answer,
  BOT_TOKEN,
  callMethod,
  METHODS,
  type Method,
  readParameters,
  type SlackChannel,
  TEAM_CHANNEL,
} from './web-api.ts';

export interface SimulatedSlackOptions {
  /** Default: a free one. */
  port?: number;
  clock: LocalClock;
  /** Where messages are kept; in memory only without it. */
  dataDir?: string | undefined;
  /** Messages that a channel takes at once after a quiet time. Default 10. */
  burst?: number;
  /** Ids of further channels that the bot is in. */
  channels?: readonly string[];
}

interface ReceivedMessage extends SlackPayload {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The channel's id, or the user's of a direct message; absent for what the webhook brought. */
  to?: string;
}

export interface SimulatedSlack {
  /** Of the incoming webhook, for `SLACK_WEBHOOK_URL`. */
  url: string;
  /** Of the Web API, for `SLACK_API_URL`. */
  apiUrl: string;
  /** For `SLACK_BOT_TOKEN`. */
  botToken: string;
  /** What its channels and direct messages show, oldest first. */
  messages(): ReceivedMessage[];
  /** By their ids. */
  channels: Map<string, SlackChannel>;
  /** What the app was given: all that Pagebell asks for, until something is taken away. */
  scopes: Set<string>;
  /** `post` is the webhook's. A fault of the Web API with status 200 answers its code as Slack does. */
  faults: Faults<'post' | Method>;
  close(): Promise<void>;
}

const TEAM = 'T00000000';
const SERVICE = 'B00000000';
const TOKEN = 'simulated';

/** Slack on 127.0.0.1: an incoming webhook, which posts into one channel, and the Web API as far as a bot needs it. */
export async function startSimulatedSlack(options: SimulatedSlackOptions): Promise<SimulatedSlack> {
  const { clock, dataDir, burst = 10 } = options;
  const messages = DurableMap.open<ReceivedMessage>(dataDir && join(dataDir, 'slack-messages.jsonl'));
  const limits = new Map<string, BurstLimit>();
  const faults = new Faults<'post' | Method>();
  const channels = new Map(
    [TEAM_CHANNEL, ...(options.channels ?? [])].map((id): [string, SlackChannel] => [
      id,
      { name: id.toLowerCase(), isMember: true },
    ]),
  );
  const scopes = new Set<string>(ALL_SCOPES);

  /** Keeps a message. Returns the seconds to wait if it is one too many, else 0. */
  const keep = (payload: SlackPayload, to?: string): number => {
    const limit = limits.get(to ?? '') ?? new BurstLimit(burst, clock);
    limits.set(to ?? '', limit);
    const retryAfter = limit.spend();
    if (retryAfter > 0) return retryAfter;
    const message = { id: randomUUID(), at: clock.now(), ...(to !== undefined && { to }), ...payload };
    messages.set(message.id, message);
    return 0;
  };
  const workspace = { channels, scopes, post: (to: string, payload: SlackPayload) => keep(payload, to) };

  const post = (body: string): Response => {
    const parsed = parsePayload(body);
    if (!parsed.ok) return plain(400, parsed.error);
    const retryAfter = keep(parsed.payload);
    if (retryAfter > 0) return plain(429, 'rate_limited', { 'retry-after': String(retryAfter) });
    return plain(200, 'ok');
  };

  const app = new Hono<NodeEnv>();
  app.post('/services/:team/:service/:token', async (context: Context<NodeEnv>) => {
    const { team, service, token } = context.req.param();
    if (team !== TEAM || service !== SERVICE) return plain(404, 'no_service');
    if (token !== TOKEN) return plain(403, 'invalid_token');
    const body = await context.req.text();
    return answerWith(faults.strike('post', context.req.path, body), {
      clock,
      run: () => post(body),
      refuse: ({ status, code, headers = {} }) => plain(status, code, headers),
      cut: () => cut(context),
    });
  });
  app.on(['GET', 'POST'], '/api/:method', async (context: Context<NodeEnv>) => {
    const method = METHODS.find((name) => name === context.req.param('method'));
    if (!method) return answer({ ok: false, error: 'unknown_method' });
    const authorization = context.req.header('authorization');
    if (authorization !== `Bearer ${BOT_TOKEN}`) return answer({ ok: false, error: 'invalid_auth' });
    const isGet = context.req.method === 'GET';
    const body = isGet ? new URL(context.req.url).search.slice(1) : await context.req.text();
    const contentType = isGet ? '' : (context.req.header('content-type') ?? '');
    const headers = { 'x-oauth-scopes': [...scopes].join(',') };
    return answerWith(faults.strike(method, context.req.path, decodeURIComponent(body)), {
      clock,
      run: () => answer(callMethod(method, readParameters(body, contentType), workspace), headers),
      refuse: ({ status, code, headers = {} }) =>
        status === 200 ? answer({ ok: false, error: code }) : plain(status, code, headers),
      cut: () => cut(context),
    });
  });
  app.notFound(() => plain(404, 'no_service'));

  const { origin, close } = await serveApp(app, options.port);
  return {
    url: `${origin}/services/${TEAM}/${SERVICE}/${TOKEN}`,
    apiUrl: `${origin}/api`,
    botToken: BOT_TOKEN,
    messages: () => [...messages.values()],
    channels,
    scopes,
    faults,
    close: async () => {
      await close();
      messages.close();
    },
  };
}

/** Webhooks answer in plain text. */
function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain', ...headers } });
}

/** The Web API answers with a 200, save where there is a rate to be kept. */
function answer(given: Answer, headers: Readonly<Record<string, string>> = {}): Response {
  if (given.ok) return Response.json({ ok: true, ...given.fields }, { headers });
  const { error, fields, retryAfter } = given;
  if (retryAfter === undefined) return Response.json({ ok: false, error, ...fields }, { headers });
  return Response.json({ ok: false, error }, { status: 429, headers: { 'retry-after': String(retryAfter) } });
}
