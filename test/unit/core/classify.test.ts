import { classify, type Operation, reasonOf, type Verdict } from '../../../lambdas/core/classify.ts';
import type { Failure, Service } from '../../../lambdas/core/failure.ts';
import { MINUTE, NOW } from './builders.ts';

const NOTION_OPERATIONS = ['read', 'look-up', 'comment', 'write'] as const satisfies Operation[];

type More = Partial<Extract<Failure, { kind: 'answer' }>>;

function answer(service: Service, status: number, more: More = {}): Failure {
  return { kind: 'answer', service, status, message: 'no', ...more };
}

const notion = (status: number, more?: More) => answer('notion', status, more);
const slack = (status: number, more?: More) => answer('slack', status, more);
const noAnswer = (service: Service): Failure => ({ kind: 'no-answer', service, message: 'cut off' });
const unreachable = (service: Service): Failure => ({ kind: 'unreachable', service, message: 'ENOTFOUND' });

type Kind = Verdict['kind'];
const always = (kind: Kind) => ({ read: kind, 'look-up': kind, comment: kind, write: kind });
/** A read may be repeated, and an edit, unless it may come late; whether a comment was posted is not known. */
const perhapsDone = {
  read: 'deferred',
  'look-up': 'deferred',
  comment: 'unknown',
  write: 'deferred',
} as const;
const perhapsLate = { ...perhapsDone, write: 'unknown' } as const;

const notionTable: [string, Failure, Record<(typeof NOTION_OPERATIONS)[number], Kind>][] = [
  ['400', notion(400, { code: 'validation_error' }), always('parked')],
  ['401', notion(401, { code: 'unauthorized' }), always('halted')],
  ['403', notion(403, { code: 'restricted_resource' }), always('parked')],
  ['404', notion(404, { code: 'object_not_found' }), always('gone')],
  ['409', notion(409, { code: 'conflict_error' }), always('deferred')],
  ['413', notion(413), always('parked')],
  ['429', notion(429, { code: 'rate_limited' }), always('halted')],
  ['500', notion(500), perhapsDone],
  ['502, which the SDK has no code for', notion(502), perhapsDone],
  ['503', notion(503), perhapsDone],
  ['504', notion(504), perhapsDone],
  ['529', notion(529, { code: 'service_overload' }), always('halted')],
  ['a 503 that says that the write was saved', notion(503, { committedId: 'c' }), always('committed')],
  ['no answer', noAnswer('notion'), perhapsLate],
  ['no connection', unreachable('notion'), always('halted')],
];

describe.each(notionTable)('Notion: %s', (_, failure, expected) => {
  test.each(NOTION_OPERATIONS)('%s', (operation) => {
    expect(classify(operation, failure, NOW).kind).toBe(expected[operation]);
  });
});

test.each<[string, Failure, Kind]>([
  ['400', slack(400), 'parked'],
  ['401', slack(401), 'parked'],
  ['403', slack(403), 'parked'],
  ['404', slack(404), 'parked'],
  ['410', slack(410), 'parked'],
  ['429', slack(429), 'deferred'],
  ['500', slack(500), 'deferred'],
  ['503', slack(503), 'deferred'],
  ['529', slack(529), 'deferred'],
  ['no answer', noAnswer('slack'), 'deferred'],
  ['no connection', unreachable('slack'), 'deferred'],
])('Slack: %s', (_, failure, kind) => {
  expect(classify('slack', failure, NOW).kind).toBe(kind);
});

test.each<[string, Kind, RegExp | undefined]>([
  ...[
    'accesslimited',
    'fatal_error',
    'internal_error',
    'message_limit_exceeded',
    'org_login_required',
    'rate_limited',
    'ratelimited',
    'request_timeout',
    'service_unavailable',
    'team_added_to_org',
  ].map((code): [string, Kind, undefined] => [code, 'deferred', undefined]),
  ...['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive'].map(
    (code): [string, Kind, RegExp] => [code, 'parked', /slack-bot-token/],
  ),
  ['channel_not_found', 'parked', /slackChannel.*invite/],
  ['not_in_channel', 'parked', /\/invite/],
  ['is_archived', 'parked', /Restore/],
  ['missing_scope', 'parked', /chat:write.*users:read\.email/],
  ['not_allowed_token_type', 'parked', /xoxb-/],
  ['restricted_action', 'parked', /administrators/],
  ['messages_tab_disabled', 'parked', /App Home/],
  ['user_not_found', 'parked', /people/],
  ['invalid_blocks', 'parked', /messages/],
  ['something_new', 'parked', /Read the reason/],
])("a Slack bot's %s is %s", (code, kind, hint) => {
  const verdict = classify('slack', slack(200, { code, retryAfterMs: 4000 }), NOW);
  expect(verdict).toMatchObject({ kind, reason: `slack: 200 ${code}: no` });
  if (verdict.kind === 'parked') expect(verdict.hint).toMatch(hint ?? /never/);
  if (verdict.kind === 'deferred') expect(verdict.retryAfterMs).toBe(4000);
});

describe('how long it lasts', () => {
  test.each<[string, Failure, number]>([
    ['401, until a person has mended it', notion(401), 2 * MINUTE],
    ['429 without a Retry-After: a whole window', notion(429), MINUTE],
    ['429 with one', notion(429, { retryAfterMs: 90_000 }), 90_000],
    ['529 with one', notion(529, { retryAfterMs: 7000 }), 7000],
    ['429 that may be repeated at once', notion(429, { retryAfterMs: 0 }), 0],
    ['no connection', unreachable('notion'), MINUTE / 2],
    ['a budget that is used up', notTried(NOW + 12_345), 12_345],
    ['an invocation that has no time left', notTried(NOW - 1), 0],
  ])('%s', (_, failure, forMs) => {
    expect(classify('read', failure, NOW)).toMatchObject({ kind: 'halted', forMs });
  });

  test.each<[Operation, Failure]>([
    ['comment', notion(409, { retryAfterMs: 4000 })],
    ['read', notion(503, { retryAfterMs: 4000 })],
    ['slack', slack(429, { retryAfterMs: 4000 })],
    ['slack', slack(503, { retryAfterMs: 4000 })],
  ])('%s: the Retry-After is passed on', (operation, failure) => {
    expect(classify(operation, failure, NOW)).toMatchObject({ kind: 'deferred', retryAfterMs: 4000 });
  });
});

describe('what the operator is told', () => {
  test.each<[Operation, Failure, RegExp]>([
    ['read', notion(403), /Read content/],
    ['look-up', notion(403), /Read comments/],
    ['comment', notion(403), /Insert comments/],
    ['comment', notion(400), /refused the request/],
    ['slack', slack(400), /`messages`, `languages` or its data source/],
    ['slack', slack(200, { code: 'invalid_blocks' }), /`messages`, `languages` or its data source/],
    ['slack', slack(403), /slack-webhook-url/],
    ['slack', slack(404), /slack-webhook-url/],
    ['slack', slack(410), /archived/],
    ['slack', slack(418), /in Slack/],
  ])('%s: %j', (operation, failure, hint) => {
    expect(classify(operation, failure, NOW)).toMatchObject({
      kind: 'parked',
      reason: reasonOf(failure),
      hint: expect.stringMatching(hint),
    });
  });
});

describe('reasonOf', () => {
  test.each<[Failure, string]>([
    [notion(403, { code: 'restricted_resource' }), 'notion: 403 restricted_resource: no'],
    [slack(404), 'slack: 404: no'],
    [noAnswer('slack'), 'slack: cut off'],
    [unreachable('notion'), 'notion: ENOTFOUND'],
    [notTried(NOW), 'notion: not now'],
  ])('of %j', (failure, reason) => {
    expect(reasonOf(failure)).toBe(reason);
  });

  test('is one short line, however much the service says', () => {
    expect(reasonOf(notion(400, { message: 'x'.repeat(10_000) }))).toHaveLength(500);
  });
});

function notTried(until: number): Failure {
  return { kind: 'not-tried', service: 'notion', until, message: 'not now' };
}
