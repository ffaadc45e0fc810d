import { classify, type Verdict } from '../../../lambdas/core/classify.ts';
import type { Failure } from '../../../lambdas/core/failure.ts';
import { sesAnswer } from '../../fakes/fake-mailer.ts';
import { NOW } from './builders.ts';

test.each<[string, Failure, Verdict['kind']]>([
  ['429', sesAnswer(429, 'TooManyRequestsException'), 'deferred'],
  ['the rate, as the front end tells it', sesAnswer(400, 'ThrottlingException'), 'deferred'],
  ["the day's quota", sesAnswer(400, 'LimitExceededException'), 'deferred'],
  ['500', sesAnswer(500, 'InternalFailure'), 'deferred'],
  ['503', sesAnswer(503, 'ServiceUnavailable'), 'deferred'],
  ['no answer', { kind: 'no-answer', service: 'ses', message: 'cut off' }, 'deferred'],
  ['no connection', { kind: 'unreachable', service: 'ses', message: 'ENOTFOUND' }, 'deferred'],
  ['no time left', { kind: 'not-tried', service: 'ses', until: NOW, message: 'not now' }, 'halted'],
  ['anything else', sesAnswer(418, 'Teapot'), 'parked'],
])('%s', (_, failure, kind) => {
  expect(classify('email', failure, NOW).kind).toBe(kind);
});

test('the Retry-After is passed on', () => {
  const failure: Failure = { kind: 'answer', service: 'ses', status: 429, message: 'no', retryAfterMs: 4000 };
  expect(classify('email', failure, NOW)).toMatchObject({ kind: 'deferred', retryAfterMs: 4000 });
});

test.each([
  [400, 'MessageRejected', /Verify the address or domain of `email\.from`.*sandbox/],
  [400, 'MailFromDomainNotVerifiedException', /MAIL FROM domain/],
  [400, 'AccountSuspendedException', /suspended.*Support Center/],
  [400, 'SendingPausedException', /Resume it/],
  [400, 'BadRequestException', /`messages`, `languages` or its data source/],
  [403, 'AccessDeniedException', /email\.identity/],
  [404, 'NotFoundException', /Region/],
  [400, 'SomethingNew', /in Amazon SES, then retry it/],
])('%d %s tells the operator what to do', (status, code, hint) => {
  expect(classify('email', sesAnswer(status, code, 'the reason'), NOW)).toEqual({
    kind: 'parked',
    reason: `ses: ${status} ${code}: the reason`,
    hint: expect.stringMatching(hint),
  });
});
