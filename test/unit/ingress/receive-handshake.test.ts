import { signWebhookPayload } from '@notionhq/client';
import { hashSetupKey } from '../../../lambdas/core/handshake.ts';
import { bodyOf, gatewayEvent, IngressBench } from './ingress-bench.ts';

const FRESH = 'secret_freshTokenOfTheNewSubscription';
const KEY = 'k'.repeat(43);
const handshake = JSON.stringify({ verification_token: FRESH });

let bench: IngressBench;
beforeEach(() => {
  bench = new IngressBench({ workspaces: [{ key: 'main' }, { key: 'studio' }] });
});

afterEach(() => {
  expect(bench.sent).toEqual([]);
  expect(bench.logged()).not.toMatch(/secret_|sha256=|kkkk/);
});

/** `pagebell connect` waits, for an hour, for a handshake with this key. */
function waitFor(key: string, workspace = 'main'): void {
  const expiresAt = Math.floor(bench.clock.now() / 1000) + 3600;
  bench.table.waiting.set(workspace, { setupKeyHash: hashSetupKey(key), expiresAt });
}

function post(setup?: string, headers = {}, workspace = 'main') {
  return bench.post(
    gatewayEvent({
      body: handshake,
      headers,
      pathParameters: { workspace },
      ...(setup !== undefined && { queryStringParameters: { setup } }),
    }),
  );
}

const signedBy = async (verificationToken: string) => ({
  'x-notion-signature': await signWebhookPayload({ body: handshake, verificationToken }),
});

test.each([
  ['unsigned', async () => ({})],
  ['signed with the token that it carries', () => signedBy(FRESH)],
  ['signed with any other', () => signedBy('another')],
])('with the live key it is kept, %s', async (_, headers) => {
  waitFor(KEY);
  const answer = await post(KEY, await headers());
  expect([answer.statusCode, bodyOf(answer)]).toEqual([200, { ok: true }]);
  expect(bench.table.waiting.get('main')?.token).toBe(FRESH);
  expect(Object.fromEntries(bench.log.counts)).toEqual({ HandshakeKept: 1 });
  expect(bench.log.lines).toEqual([
    { level: 'info', message: expect.stringMatching(/was kept/), fields: { workspace: 'main' } },
  ]);
});

test.each<[string, string | undefined, () => void]>([
  ['without a key', undefined, () => waitFor(KEY)],
  ['with a wrong key', 'x'.repeat(43), () => waitFor(KEY)],
  ['with a key that is none', 'short', () => waitFor('short')],
  ['with the hash of the key', hashSetupKey(KEY), () => waitFor(KEY)],
  ['while nobody waits', KEY, () => {}],
  ['while another workspace waits', KEY, () => waitFor(KEY, 'studio')],
  [
    'an hour too late',
    KEY,
    () => {
      waitFor(KEY);
      bench.clock.advance(3_600_000);
    },
  ],
])('%s it is forgotten, and answered alike', async (_, setup, prepare) => {
  prepare();
  const answer = await post(setup, await signedBy(FRESH));
  expect([answer.statusCode, bodyOf(answer)]).toEqual([200, { ok: true }]);
  expect([...bench.table.waiting.values()].filter(({ token }) => token !== undefined)).toEqual([]);
  expect(Object.fromEntries(bench.log.counts)).toEqual({ HandshakeForgotten: 1 });
  expect(bench.log.lines).toEqual([
    {
      level: 'warn',
      message: expect.stringMatching(/Run `pagebell connect`/),
      fields: { workspace: 'main' },
    },
  ]);
});

test('needs no token to be active, and asks for none', async () => {
  bench.parameters.clear();
  expect((await post()).statusCode).toBe(200);
  expect(bench.reads).toBe(0);
});

test('of another workspace goes to that one’s', async () => {
  waitFor(KEY, 'studio');
  await post(KEY, {}, 'studio');
  expect(bench.table.waiting.get('studio')?.token).toBe(FRESH);
});

test('is not acknowledged while it cannot be kept', async () => {
  waitFor(KEY);
  bench.ports.handshakes.keep = async () => {
    throw new Error('the table does not answer');
  };
  const answer = await post(KEY);
  expect([answer.statusCode, answer.headers?.['retry-after']]).toEqual([503, '30']);
});

test('makes no stored token active: events signed with it are refused', async () => {
  waitFor(KEY);
  await post(KEY, await signedBy(FRESH));
  const event = JSON.stringify({ type: 'page.created', entity: { id: 'p' } });
  const answer = await bench.postSigned(event, FRESH);
  expect(answer.statusCode).toBe(401);
});
