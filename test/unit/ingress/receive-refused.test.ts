import { signWebhookPayload } from '@notionhq/client';
import { StoreUnavailable } from '../../../lambdas/core/ports/store-errors.ts';
import { body, bodyOf, gatewayEvent, IngressBench, TOKEN } from './ingress-bench.ts';

let bench: IngressBench;
beforeEach(() => {
  bench = new IngressBench();
});

afterEach(() => {
  expect(bench.logged()).not.toMatch(/secret_|sha256=|[0-9a-f]{64}|Northlight|LUX/);
});

describe('what Notion has not signed', () => {
  const right = () => signWebhookPayload({ body, verificationToken: TOKEN });

  test.each([
    ['no signature', async () => undefined, 'no signature'],
    ['an empty one', async () => '', 'malformed signature'],
    ['half of one', async () => (await right()).slice(0, 40), 'malformed signature'],
    ['one without its prefix', async () => (await right()).slice(7), 'malformed signature'],
    ['two of them', async () => `${await right()}, ${await right()}`, 'malformed signature'],
    ['one by another token', () => signWebhookPayload({ body, verificationToken: 'x' }), 'wrong signature'],
    [
      'one of other bytes',
      () => signWebhookPayload({ body: `${body} `, verificationToken: TOKEN }),
      'wrong signature',
    ],
  ])('%s', async (_, sign, reason) => {
    const signature = await sign();
    const headers = signature === undefined ? {} : { 'x-notion-signature': signature };
    const answer = await bench.post(gatewayEvent({ body, headers }));
    expect([answer.statusCode, bodyOf(answer)]).toEqual([401, { error: 'invalid signature' }]);
    expect(bench.sent).toEqual([]);
    expect(bench.logLine()).toEqual({
      level: 'warn',
      message: 'Refused a webhook',
      fields: { workspace: 'main', reason, bytes: body.length },
      counts: { SignatureRefused: 1 },
    });
    expect(bench.log.countsOfWorkspaces).toEqual(new Map());
  });

  test.each(['', undefined])('an empty body, though it is signed: %j', async (empty) => {
    const signature = await signWebhookPayload({ body: '', verificationToken: TOKEN });
    const headers = { 'x-notion-signature': signature };
    const { body: _, ...bodiless } = gatewayEvent({ headers });
    const answer = await bench.post(empty === undefined ? bodiless : { ...bodiless, body: empty });
    expect([answer.statusCode, bodyOf(answer)]).toEqual([401, { error: 'invalid signature' }]);
    expect(bench.logLine()).toMatchObject({ fields: { reason: 'empty body', bytes: 0 } });
  });

  test('a body over 256 KB is not even looked at', async () => {
    const answer = await bench.post(gatewayEvent({ body: 'x'.repeat(256 * 1024 + 1) }));
    expect([answer.statusCode, bodyOf(answer)]).toEqual([413, { error: 'body over 256 KB' }]);
    expect(bench.reads).toBe(0);
  });
});

describe('what cannot be taken now is not acknowledged, so that Notion tries again', () => {
  const unavailable = {
    statusCode: 503,
    headers: { 'content-type': 'application/json', 'retry-after': '30' },
  };

  test('the queue does not answer', async () => {
    bench.queueError = new StoreUnavailable('SQS: TimeoutError');
    const answer = await bench.postSigned(body);
    expect(answer).toMatchObject(unavailable);
    expect(bodyOf(answer)).toEqual({ error: 'not available, try again' });
    expect(bench.logLine()).toEqual({
      level: 'error',
      message: 'A webhook could not be taken',
      fields: { workspace: 'main', reason: 'StoreUnavailable: SQS: TimeoutError' },
      counts: { IngressUnavailable: 1 },
    });
  });

  test('the secret store does not answer; the next one who asks tries again', async () => {
    bench.parameters.set('/pagebell/test/main/webhook-token', new Error('TimeoutError'));
    expect(await bench.postSigned(body)).toMatchObject(unavailable);
    expect(bench.logLine()).toMatchObject({
      fields: { reason: 'SecretsUnavailable: /pagebell/test/main/webhook-token could not be read' },
    });
    bench.parameters.set('/pagebell/test/main/webhook-token', TOKEN);
    expect((await bench.postSigned(body)).statusCode).toBe(200);
  });

  test('what is stored as the token is damaged', async () => {
    bench.parameters.set('/pagebell/test/main/webhook-token', `{"active":${TOKEN}}`);
    expect(await bench.postSigned(body)).toMatchObject(unavailable);
    expect(bench.logLine()).toMatchObject({ fields: { reason: expect.stringMatching(/pagebell connect/) } });
  });

  test('no token is active yet', async () => {
    bench.parameters.clear();
    const answer = await bench.postSigned(body);
    expect(answer).toMatchObject(unavailable);
    expect(bodyOf(answer)).toEqual({ error: 'no webhook token is active yet' });
    expect(bench.logLine()).toMatchObject({
      level: 'error',
      message: expect.stringMatching(/run `pagebell connect`/),
      counts: { IngressUnavailable: 1 },
    });
  });
});
