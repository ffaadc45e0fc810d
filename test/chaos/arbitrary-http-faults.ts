import * as fc from 'fast-check';
import type { HttpFault } from './faulty-fetch.ts';
import type { TargetedFault } from './schedule.ts';

const SECOND = 1000;

/** Some so short that they are sat out. */
const retryAfterMs = fc
  .oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 120 }))
  .map((seconds) => seconds * SECOND);

/** An answer without an effect. */
const refusal = (...statuses: readonly number[]): fc.Arbitrary<HttpFault> =>
  fc.constantFrom(...statuses).map((status) => ({ kind: `${status}`, status, isEffective: false }));

const throttling = (...statuses: readonly number[]): fc.Arbitrary<HttpFault> =>
  fc
    .tuple(fc.constantFrom(...statuses), fc.option(retryAfterMs, { nil: undefined }), fc.boolean())
    .map(([status, after, asDate]) => ({
      kind: `${status}`,
      status,
      isEffective: false,
      asDate,
      ...(after !== undefined && { retryAfterMs: after }),
    }));

const afterCommit = (...statuses: readonly number[]): fc.Arbitrary<HttpFault> =>
  fc.tuple(fc.constantFrom(...statuses), fc.boolean()).map(([status, tellsCommittedId]) => ({
    kind: `${status}-after-commit`,
    status,
    isEffective: true,
    tellsCommittedId,
  }));

const cutOff: fc.Arbitrary<HttpFault> = fc.oneof(
  fc.constantFrom(
    { kind: 'refused' } as const,
    { kind: 'reset-before-commit' } as const,
    { kind: 'reset-after-commit' } as const,
    { kind: 'time-out-before-commit' } as const,
    { kind: 'time-out-after-commit' } as const,
    { kind: 'malformed' } as const,
    { kind: 'truncated' } as const,
    { kind: 'html' } as const,
    { kind: 'slow' } as const,
  ),
  fc
    .integer({ min: 16, max: 75 })
    .map((seconds) => ({ kind: 'late-commit', delayMs: seconds * SECOND }) as const),
);

const http = (target: string, fault: fc.Arbitrary<HttpFault>): fc.Arbitrary<TargetedFault> =>
  fault.map((one) => ({ service: 'http', target, fault: one }));

export const notionFault = fc.oneof(
  http('notion', fc.oneof(cutOff, throttling(429, 529), refusal(401, 409, 500, 502, 503, 504))),
  http('notion.page', fc.constant({ kind: 'slow' })),
  http('notion.page', fc.oneof(cutOff, throttling(429), refusal(400, 403, 409, 500, 503))),
  http(
    'notion.comment',
    fc.oneof(cutOff, throttling(429), refusal(400, 403, 409, 503), afterCommit(500, 502, 503, 504)),
  ),
  http('notion.comments', fc.oneof(cutOff, throttling(429), refusal(409, 500, 503))),
  http('notion.me', fc.oneof(cutOff, throttling(429), refusal(409, 500, 503))),
  http('notion.people', fc.oneof(cutOff, throttling(429), refusal(403, 409, 500, 503))),
  http('notion.query', fc.oneof(cutOff, throttling(429), refusal(400, 409, 500, 503))),
  http('notion.schema', fc.oneof(cutOff, throttling(429), refusal(409, 500, 503))),
  http('notion.user', fc.oneof(cutOff, throttling(429), refusal(403, 404, 500))),
);

/** Of what a mirror writes. */
export const writeFault = http(
  'notion.update',
  fc.oneof(cutOff, throttling(429, 529), refusal(400, 403, 404, 409, 503), afterCommit(500, 502, 503, 504)),
);

/** A page of the other workspace cannot be read for a passing reason. */
export const unreadThere = http('notion.page.there', refusal(409, 500, 503));

/** What a method of Slack refuses; of a few nobody knows whether it was done. */
const apiError = (...codes: readonly string[]): fc.Arbitrary<HttpFault> =>
  fc.constantFrom(...codes).map((code) => ({ kind: 'api-error', code, isEffective: false }));

const apiErrorPerhapsDone: fc.Arbitrary<HttpFault> = fc.record({
  kind: fc.constant('api-error'),
  code: fc.constantFrom('internal_error', 'fatal_error', 'request_timeout'),
  isEffective: fc.boolean(),
});

export const slackFault = fc.oneof(
  {
    weight: 2,
    arbitrary: http(
      'slack.post',
      fc.oneof(cutOff, throttling(429), refusal(400, 403, 404, 410, 500, 503), afterCommit(500, 503)),
    ),
  },
  {
    weight: 2,
    arbitrary: http(
      'slack.message',
      fc.oneof(
        cutOff,
        throttling(429),
        refusal(500, 503),
        afterCommit(500, 503),
        apiError('not_in_channel', 'invalid_auth', 'msg_too_long', 'ratelimited'),
        apiErrorPerhapsDone,
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: http(
      'slack.lookup',
      fc.oneof(
        cutOff,
        throttling(429),
        refusal(500, 503),
        apiError('missing_scope', 'ratelimited', 'internal_error'),
      ),
    ),
  },
);

export const mailFault = http(
  'ses.send',
  fc.oneof(cutOff, throttling(429), refusal(400, 403, 500, 503), afterCommit(500, 503)),
);
