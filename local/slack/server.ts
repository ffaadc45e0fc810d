import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import type { LocalClock } from '../clock.ts';
import { DurableMap } from '../durable-map.ts';
import { answerWith, Faults } from '../simulation/faults.ts';
import { cut, type NodeEnv, serveApp } from '../simulation/serve-app.ts';
import { BurstLimit } from './burst-limit.ts';
import { parsePayload, type SlackPayload } from './payload.ts';

export interface SimulatedSlackOptions {
  /** Default: a free one. */
  port?: number;
  clock: LocalClock;
  /** Where messages are kept; in memory only without it. */
  dataDir?: string | undefined;
  /** Messages that the channel takes at once after a quiet time. Default 10. */
  burst?: number;
}

interface ReceivedMessage extends SlackPayload {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface SimulatedSlack {
  /** Of the incoming webhook, for `SLACK_WEBHOOK_URL`. */
  url: string;
  /** What the channel shows, oldest first. */
  messages(): ReceivedMessage[];
  faults: Faults<'post'>;
  close(): Promise<void>;
}

const TEAM = 'T00000000';
const SERVICE = 'B00000000';
const TOKEN = 'simulated';

/** An incoming webhook of Slack on 127.0.0.1, which posts into one channel. */
export async function startSimulatedSlack(options: SimulatedSlackOptions): Promise<SimulatedSlack> {
  const { clock, dataDir } = options;
  const messages = DurableMap.open<ReceivedMessage>(dataDir && join(dataDir, 'slack-messages.jsonl'));
  const limit = new BurstLimit(options.burst ?? 10, clock);
  const faults = new Faults<'post'>();

  const post = (body: string): Response => {
    const parsed = parsePayload(body);
    if (!parsed.ok) return plain(400, parsed.error);
    const retryAfter = limit.spend();
    if (retryAfter > 0) return plain(429, 'rate_limited', { 'retry-after': String(retryAfter) });
    const message = { id: randomUUID(), at: clock.now(), ...parsed.payload };
    messages.set(message.id, message);
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
  app.notFound(() => plain(404, 'no_service'));

  const { origin, close } = await serveApp(app, options.port);
  return {
    url: `${origin}/services/${TEAM}/${SERVICE}/${TOKEN}`,
    messages: () => [...messages.values()],
    faults,
    close: async () => {
      await close();
      messages.close();
    },
  };
}

/** Slack answers in plain text. */
function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain', ...headers } });
}
