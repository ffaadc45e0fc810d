import { rotated } from '../../../lambdas/core/webhook-tokens.ts';
import { IngressBench, TOKEN } from './ingress-bench.ts';

const PARAMETER = '/pagebell/test/main/webhook-token';
const HOUR = 3_600_000;
const body = JSON.stringify({ type: 'page.created', entity: { id: 'p' } });

let bench: IngressBench;
beforeEach(() => {
  bench = new IngressBench();
});

const statusOf = async (token: string) => (await bench.postSigned(body, token)).statusCode;

test('the token is read once in five minutes', async () => {
  for (let minute = 0; minute < 10; minute += 1) {
    expect(await statusOf(TOKEN)).toBe(200);
    bench.clock.advance(60_000);
  }
  expect(bench.reads).toBe(2);
});

test('wrong signatures make it be read again, but once a minute at most', async () => {
  for (let second = 0; second < 180; second += 1) {
    expect(await statusOf('forged')).toBe(401);
    bench.clock.advance(1000);
  }
  expect(bench.reads).toBe(3);
});

test('a new token counts within a minute, the one before it for 48 hours more', async () => {
  expect(await statusOf(TOKEN)).toBe(200);
  bench.parameters.set(PARAMETER, rotated('new', { active: TOKEN }, bench.clock.now()));
  bench.clock.advance(59_999);
  expect(await statusOf('new')).toBe(401);
  bench.clock.advance(1);
  expect(await statusOf('new')).toBe(200);

  bench.clock.advance(48 * HOUR - 60_001);
  expect([await statusOf('new'), await statusOf(TOKEN)]).toEqual([200, 200]);
  bench.clock.advance(1);
  expect([await statusOf('new'), await statusOf(TOKEN)]).toEqual([200, 401]);
});

test('the first token counts within fifteen seconds of being stored', async () => {
  bench.parameters.clear();
  expect(await statusOf(TOKEN)).toBe(503);
  bench.parameters.set(PARAMETER, TOKEN);
  bench.clock.advance(15_000);
  expect(await statusOf(TOKEN)).toBe(200);
});

test('while the token cannot be read, the one read last counts for an hour, and no other is said to be wrong', async () => {
  expect(await statusOf(TOKEN)).toBe(200);
  bench.parameters.set(PARAMETER, new Error('ThrottlingException'));
  bench.clock.advance(HOUR - 1);
  expect([await statusOf(TOKEN), await statusOf('new')]).toEqual([200, 503]);
  bench.clock.advance(60_000);
  expect(await statusOf(TOKEN)).toBe(503);
});
