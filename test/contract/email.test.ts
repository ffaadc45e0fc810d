import { CreateEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { openSes, sesMailer } from '../../lambdas/adapters/email.ts';
import type { Email, Mailer } from '../../lambdas/core/ports/mailer.ts';
import { type LocalSes, startSes } from '../../local/aws/ses/server.ts';
import { LocalClock } from '../../local/clock.ts';
import { FakeMailer, sesAnswer } from '../fakes/fake-mailer.ts';
import { motoExecutable, startMoto } from './support-queue-endpoints.ts';

const FROM = 'Pagebell <bell@example.com>';
const EMAIL: Email = {
  to: 'ana@example.org',
  replyTo: 'team@example.com',
  subject: 'Now yours: Müllers Entwurf',
  text: 'Ana, this page is now yours.\n',
  html: '<p>Ana, this page is now yours.</p>\n',
};

/** A mail service, and how its next answer is made to fail. */
interface Subject {
  mailer: Mailer;
  sent(): object[];
  failNext(status: number, code: string): void;
}

function mailerContract(open: () => Subject): void {
  test('an e-mail is sent as it is written', async () => {
    const { mailer, sent } = open();
    expect(await mailer.send(FROM, EMAIL)).toEqual({ ok: true, value: undefined });
    const { subject, text, html } = EMAIL;
    expect(sent()).toEqual([expect.objectContaining({ subject, text, html })]);
  });

  test.each([
    [429, 'TooManyRequestsException'],
    [500, 'InternalFailure'],
    [400, 'MessageRejected'],
    [400, 'SendingPausedException'],
    [400, 'AccountSuspendedException'],
    [400, 'MailFromDomainNotVerifiedException'],
    [403, 'AccessDeniedException'],
  ])('a refusal with %d %s brings both, and nothing is sent', async (status, code) => {
    const { mailer, failNext, sent } = open();
    failNext(status, code);
    const answer = await mailer.send(FROM, EMAIL);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'answer', service: 'ses', status, code } });
    expect(sent()).toEqual([]);
  });
}

describe('in memory', () => {
  mailerContract(() => {
    const mailer = new FakeMailer();
    return {
      mailer,
      sent: () => mailer.sent,
      failNext: (status, code) => mailer.failNext(sesAnswer(status, code)),
    };
  });
});

/** Credentials and Region, as a function has them. */
function pointTo(url: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SESV2: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}

describe('over HTTP', () => {
  let local: LocalSes;
  let client: ReturnType<typeof openSes>;
  beforeEach(async () => {
    local = await startSes({ clock: new LocalClock(), file: undefined });
    pointTo(local.url);
    client = openSes(500);
  });
  afterEach(async () => {
    client.destroy();
    await local.close();
  });

  const fail = (
    status: number,
    code: string,
    more: { message?: string; headers?: Record<string, string> } = {},
  ) =>
    local.faults.add({
      operation: 'send',
      times: 1,
      effect: { kind: 'answer', when: 'before', status, code, ...more },
    });

  mailerContract(() => ({
    mailer: sesMailer(client),
    sent: () => local.emails(),
    failNext: fail,
  }));

  test('sender, recipient and reply-to are as configured', async () => {
    await sesMailer(client).send('Glöckchen für das ganze Team <bell@example.com>', EMAIL);
    const { replyTo: _, ...withoutReplyTo } = EMAIL;
    await sesMailer(client).send('bell@example.com', withoutReplyTo);
    expect(local.emails()).toMatchObject([
      {
        from: 'Glöckchen für das ganze Team <bell@example.com>',
        to: [EMAIL.to],
        replyTo: ['team@example.com'],
      },
      { from: 'bell@example.com', to: [EMAIL.to], replyTo: [] },
    ]);
  });

  test('the SDK tries once: when to try again is for the outbox', async () => {
    fail(500, 'InternalFailure');
    expect(await sesMailer(client).send(FROM, EMAIL)).toMatchObject({ ok: false });
    expect(local.emails()).toEqual([]);
  });

  test('a Retry-After is passed on', async () => {
    fail(429, 'TooManyRequestsException', { headers: { 'retry-after': '7' } });
    const answer = await sesMailer(client).send(FROM, EMAIL);
    expect(answer).toMatchObject({ failure: { retryAfterMs: 7000 } });
  });

  test('no address but the sender’s is in what is logged', async () => {
    const message =
      'Email address is not verified. The following identities failed the check in region EU-WEST-1: Ana Ferreira <ana@example.org>, bell@example.com, arn:aws:ses:eu-west-1:1:identity/Ana+x@Example.org';
    fail(400, 'MessageRejected', { message });
    const answer = await sesMailer(client).send(FROM, EMAIL);
    expect(answer).toMatchObject({
      failure: {
        message:
          'Email address is not verified. The following identities failed the check in region EU-WEST-1: Ana Ferreira <(an address)>, bell@example.com, arn:aws:ses:eu-west-1:1:identity/(an address)',
      },
    });
  });

  test('what was answered with 200 was sent, whatever the answer says', async () => {
    local.faults.add({ operation: 'send', times: 1, effect: { kind: 'broken-json' } });
    expect(await sesMailer(client).send(FROM, EMAIL)).toEqual({ ok: true, value: undefined });
    expect(local.emails()).toHaveLength(1);
  });

  test('a connection that is cut leaves open what became of it', async () => {
    local.faults.add({ operation: 'send', times: 1, effect: { kind: 'cut', when: 'after' } });
    const answer = await sesMailer(client).send(FROM, EMAIL);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'no-answer', service: 'ses' } });
  });

  test('an answer that does not come is given up', async () => {
    local.faults.add({ operation: 'send', times: 1, effect: { kind: 'delay', ms: 3_600_000 } });
    const answer = await sesMailer(client).send(FROM, EMAIL);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'no-answer', service: 'ses' } });
  });

  test('where nobody listens it says so', async () => {
    pointTo('http://127.0.0.1:1');
    const nowhere = openSes(500);
    const answer = await sesMailer(nowhere).send(FROM, EMAIL);
    // Within jest the SDK does not know the system's error for one, and hides its code: then it is 'no-answer'.
    const message = expect.stringContaining('ECONNREFUSED');
    expect(answer).toMatchObject({ ok: false, failure: { service: 'ses', message } });
    nowhere.destroy();
  });

  test('what SES would not take the stand-in does not take', async () => {
    const refused = async (change: Partial<Email>) => {
      const answer = await sesMailer(client).send(FROM, { ...EMAIL, ...change });
      return !answer.ok && answer.failure.kind === 'answer' && answer.failure.code;
    };
    expect(await refused({ to: 'änä@example.org' })).toBe('BadRequestException');
    expect(await refused({ subject: 'a\r\nBcc: b@example.com' })).toBe('BadRequestException');
    expect(await refused({ text: '', html: '' })).toBe('BadRequestException');
    expect(local.emails()).toEqual([]);
  });
});

const moto = motoExecutable();
(moto ? describe : describe.skip)('another stand-in, moto', () => {
  test('takes the same request, once the sender is verified', async () => {
    const server = await startMoto(moto ?? '');
    try {
      pointTo(server.url);
      const client = openSes();
      expect(await sesMailer(client).send(FROM, EMAIL)).toMatchObject({
        ok: false,
        failure: { kind: 'answer', code: 'MessageRejected' },
      });
      await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'bell@example.com' }));
      expect(await sesMailer(client).send(FROM, EMAIL)).toEqual({ ok: true, value: undefined });
      client.destroy();
    } finally {
      await server.close();
    }
  });
});
