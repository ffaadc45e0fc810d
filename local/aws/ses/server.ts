import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { identitiesOf, parseSender } from '../../../lambdas/core/email-address.ts';
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
  /** To be changed. */
  account: Account;
  faults: Faults<'send'>;
  close(): Promise<void>;
}

interface Account {
  /** Out of the sandbox. */
  isProduction: boolean;
  isSending: boolean;
  /** Addresses and domains, and whether they are verified; undefined: each that is asked for is. */
  identities: ReadonlyMap<string, boolean> | undefined;
}

/**
 * Stands in for Amazon SES v2 on 127.0.0.1. It takes every identity for verified until it is told otherwise,
 * and delivers nothing: what was sent is kept. Signatures are not checked.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export async function startSes({ port, clock, file }: LocalSesOptions): Promise<LocalSes> {
  const emails = DurableMap.open<SentEmail>(file);
  const faults = new Faults<'send'>();
  const account: Account = { isProduction: true, isSending: true, identities: undefined };
  const isVerified = (identity: string) => !account.identities || account.identities.get(identity) === true;

  const send = (body: string): Response => {
    const message = parseMessage(body);
    if (typeof message === 'string') return failed(400, 'BadRequestException', message);
    const sender = parseSender(message.from);
    if (sender && !identitiesOf({ from: message.from }).some(isVerified)) {
      return failed(400, 'MessageRejected', `Email address is not verified: ${sender.address}`);
    }
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
  app.get('/v2/email/account', () =>
    Response.json({
      ProductionAccessEnabled: account.isProduction,
      SendingEnabled: account.isSending,
      EnforcementStatus: 'HEALTHY',
    }),
  );
  app.get('/v2/email/identities/:identity', (context) => {
    const identity = context.req.param('identity');
    if (account.identities && !account.identities.has(identity)) {
      return failed(404, 'NotFoundException', `Email identity <${identity}> does not exist.`);
    }
    return Response.json({
      IdentityType: identity.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
      VerifiedForSendingStatus: isVerified(identity),
      VerificationStatus: isVerified(identity) ? 'SUCCESS' : 'PENDING',
    });
  });
  app.notFound((context) =>
    failed(404, 'UnknownOperationException', `${context.req.method} ${context.req.path} is not offered`),
  );

  const { origin, close } = await serveApp(app, port);
  return {
    url: origin,
    emails: () => [...emails.values()],
    account,
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
