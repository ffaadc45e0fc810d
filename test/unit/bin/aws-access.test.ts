import { reachAws } from '../../../bin/adapters/aws-access.ts';
import { CommandError, Unreachable } from '../../../bin/commands/command-error.ts';

function named(name: string, message: string, code?: string): Error {
  return Object.assign(new Error(message), { name, ...(code && { code }) });
}

async function failureOf(error: unknown): Promise<CommandError> {
  const failure = await reachAws('look up the stack', () => Promise.reject(error)).catch((thrown) => thrown);
  if (!(failure instanceof CommandError)) throw new Error('not a CommandError');
  return failure;
}

test.each([
  [
    'ExpiredToken',
    'The security token is expired',
    /^No valid AWS credentials: The security token is expired$/,
    /aws sso login/,
  ],
  [
    'CredentialsProviderError',
    'Could not load.\n  Tried all.',
    /^No valid AWS credentials: Could not load\. Tried all$/,
    /--profile/,
  ],
  ['Error', 'Region is missing', /^No AWS Region$/, /--region/],
  ['AccessDeniedException', 'You may not.', /^Not allowed to look up the stack: You may not$/, /role/],
  ['InvalidKeyId', 'No such key', /^Could not look up the stack: InvalidKeyId: No such key$/, /Region/],
])('%s is told in one line, with a remedy', async (name, text, message, remedy) => {
  const failure = await failureOf(named(name, text));
  expect(failure).not.toBeInstanceOf(Unreachable);
  expect(failure.message).toMatch(message);
  expect(failure.remedy).toMatch(remedy);
});

test.each([
  [
    named('CredentialsProviderError', 'Could not load'),
    /^No valid AWS credentials by the profile nope: /,
    /list-profiles/,
  ],
  [named('Error', 'Region is missing'), /^No AWS Region, and none in the profile nope$/, /--region/],
])('%s names the profile', async (error, message, remedy) => {
  const failing = reachAws('look up the stack', () => Promise.reject(error), 'nope');
  await expect(failing).rejects.toMatchObject({
    message: expect.stringMatching(message),
    remedy: expect.stringMatching(remedy),
  });
});

test.each([
  [
    'a refused connection',
    named('AggregateError', '', 'ECONNREFUSED'),
    'Could not look up the stack: ECONNREFUSED',
  ],
  [
    'a throttled call',
    named('ThrottlingException', 'Rate exceeded'),
    'Could not look up the stack: Rate exceeded',
  ],
  ['a time-out', named('TimeoutError', 'socket hang up'), 'Could not look up the stack: socket hang up'],
])('%s may be tried again', async (_, error, message) => {
  const failure = await failureOf(error);
  expect(failure).toBeInstanceOf(Unreachable);
  expect(failure.message).toBe(message);
});

test('what is thrown with a remedy already stays as it is', async () => {
  const failure = new CommandError('No stack', 'Deploy it.');
  expect(await failureOf(failure)).toBe(failure);
});
