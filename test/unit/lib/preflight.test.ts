import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { type ConcurrencyAccount, preflight } from '../../../lib/deploy/preflight.ts';

const one = resolveConfig({});
const three = resolveConfig({ workspaces: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] });
const off = resolveConfig({ reservedConcurrency: 'off' });

function account(limit: number, unreserved: number, held = 0): ConcurrencyAccount {
  return { quota: async () => ({ limit, unreserved }), heldBy: async () => held };
}

function failing(name: string, message: string): ConcurrencyAccount {
  const error = Object.assign(new Error(message), { name });
  return { quota: () => Promise.reject(error), heldBy: async () => 0 };
}

describe('with a quota', () => {
  test.each([
    { what: 'the usual quota', settings: one, limit: 1000, unreserved: 1000, held: 0 },
    { what: 'one unit to spare', settings: one, limit: 101, unreserved: 101, held: 0 },
    { what: 'three units to spare', settings: three, limit: 200, unreserved: 103, held: 0 },
    { what: 'a redeploy that holds its unit', settings: one, limit: 101, unreserved: 100, held: 1 },
    { what: 'a redeploy with one workspace more', settings: three, limit: 103, unreserved: 101, held: 2 },
    {
      what: 'a redeploy below the minimum that asks for no more',
      settings: one,
      limit: 50,
      unreserved: 49,
      held: 1,
    },
    { what: 'a redeploy that gives units back', settings: one, limit: 90, unreserved: 87, held: 3 },
  ])('$what: goes', async ({ settings, limit, unreserved, held }) => {
    expect(await preflight(settings, account(limit, unreserved, held))).toEqual({ kind: 'go' });
  });

  test.each([
    { what: 'a new account', settings: one, limit: 10, unreserved: 10, held: 0, ask: 101 },
    { what: 'exactly the minimum', settings: one, limit: 100, unreserved: 100, held: 0, ask: 101 },
    { what: 'one too few of three', settings: three, limit: 200, unreserved: 102, held: 0, ask: 201 },
    {
      what: 'a redeploy with two workspaces more',
      settings: three,
      limit: 102,
      unreserved: 101,
      held: 1,
      ask: 103,
    },
  ])('$what: stops and says what to do', async ({ settings, limit, unreserved, held, ask }) => {
    const outcome = await preflight(settings, account(limit, unreserved, held));
    expect(outcome.kind).toBe('stop');
    const message = 'message' in outcome ? outcome.message : '';
    expect(message).toContain(`asks for: ${settings.workspaces.length}, `);
    expect(message).toContain(`allows it ${limit} concurrent executions`);
    expect(message).toContain(`of which ${unreserved} are unreserved, and 100 must stay so`);
    expect(message).toContain("reservedConcurrency: 'off'");
    expect(message).toContain(`ask for ${ask} or more`);
    expect(message.includes('reserved already')).toBe(held > 0);
  });
});

test('without a reservation it asks the account nothing', async () => {
  const untouched = failing('Error', 'asked');
  expect(await preflight(off, untouched)).toEqual({ kind: 'go' });
});

test('it asks about the stack that is configured', async () => {
  const asked: string[] = [];
  await preflight(resolveConfig({ stackName: 'Bell-2' }), {
    quota: async () => ({ limit: 1000, unreserved: 1000 }),
    heldBy: async (stackName) => asked.push(stackName),
  });
  expect(asked).toEqual(['Bell-2']);
});

test.each([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredTokenException',
  'ExpiredToken',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
])('%s bars a deployment, and the profile is named', async (name) => {
  const failure = failing(name, 'Could not load');
  expect(await preflight(one, failure)).toEqual({
    kind: 'barred',
    reason: 'No valid AWS credentials: Could not load',
    remedy: expect.stringMatching(/aws sso login.*--profile <name>/),
  });
  expect(await preflight(one, { ...failure, profile: 'nope' })).toMatchObject({
    reason: 'No valid AWS credentials by the profile nope: Could not load',
  });
});

test('without a Region it bars a deployment', async () => {
  expect(await preflight(one, failing('Error', 'Region is missing'))).toEqual({
    kind: 'barred',
    reason: 'No AWS Region',
    remedy: expect.stringContaining('AWS_REGION'),
  });
});

test.each([
  ['AccessDenied', 'no lambda:GetAccountSettings', 'no lambda:GetAccountSettings'],
  ['AccessDeniedException', 'no lambda:GetAccountSettings', 'no lambda:GetAccountSettings'],
  ['Error', 'getaddrinfo ENOTFOUND', 'getaddrinfo ENOTFOUND'],
  ['AggregateError', '', 'AggregateError'],
])('%s "%s" says nothing against a deployment', async (name, message, reason) => {
  expect(await preflight(one, failing(name, message))).toEqual({ kind: 'unchecked', reason });
});

test('an error without words is told by its code', async () => {
  const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
  const account = { quota: () => Promise.reject(refused), heldBy: async () => 0 };
  expect(await preflight(one, account)).toEqual({ kind: 'unchecked', reason: 'ECONNREFUSED' });
});
