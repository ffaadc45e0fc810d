import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { LocalClock } from '../../clock.ts';
import { DurableMap } from '../../durable-map.ts';
import { answerWith, Faults } from '../../simulation/faults.ts';
import { cut, type NodeEnv, serveApp } from '../../simulation/serve-app.ts';
import { parseMessage, type SentEmail } from './message.ts';

export interface LocalSesOptions {
  /** Default: a free one. */
  port?: number;
  clock: LocalClock;
  /** Where e-mails are kept; undefined: in memory only. */
  file: string | undefined;
}

export interface LocalSes {
  /** Without a slash at its end: what `AWS_ENDPOINT_URL_SESV2` holds. */
  url: string;
  /** What was sent, oldest first. */
  emails(): SentEmail[];
  faults: Faults<'send'>;
  close(): Promise<void>;
}

/**
 * Stands in for Amazon SES v2 on 127.0.0.1. It takes every sender for verified, and delivers nothing: what
 * was sent is kept. Signatures are not checked.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export async function startSes({ port, clock, file }: LocalSesOptions): Promise<LocalSes> {
  const emails = DurableMap.open<SentEmail>(file);
  const faults = new Faults<'send'>();

  const send = (body: string): Response => {
    const message = parseMessage(body);
    if (typeof message === 'string') return failed(400, 'BadRequestException', message);
    const email = { id: randomUUID(), at: clock.now(), ...message };
    emails.set(email.id, email);
    return Response.json({ MessageId: email.id });
  };

  const app = new Hono<NodeEnv>();
  app.post('/v2/email/outbound-emails', async (context: Context<NodeEnv>) => {
    const body = await context.req.text();
    return answerWith(faults.strike('send', context.req.path, body), {
      clock,
      run: () => send(body),
      refuse: ({ status, code, message = code, headers = {} }) => failed(status, code, message, headers),
      cut: () => cut(context),
    });
  });
  app.notFound((context) =>
    failed(404, 'UnknownOperationException', `${context.req.method} ${context.req.path} is not offered`),
  );

  const { origin, close } = await serveApp(app, port);
  return {
    url: origin,
    emails: () => [...emails.values()],
    faults,
    close: async () => {
      await close();
      emails.close();
    },
  };
}

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization */
function failed(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ message }, { status, headers: { 'x-amzn-errortype': code, ...headers } });
}
