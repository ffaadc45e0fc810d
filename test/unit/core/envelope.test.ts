import * as fc from 'fast-check';
import { decodeJob, type EventJob, encodeJob, type Job } from '../../../lambdas/core/envelope.ts';
import { anyText } from './arbitraries.ts';
import { assertProperty } from './assert-property.ts';
import { eventJob, NOW, PAGE } from './builders.ts';

const text = fc.string({ minLength: 1, maxLength: 200 });
const time = fc.maxSafeInteger();
const job: fc.Arbitrary<Job> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('event' as const),
      workspace: text,
      pageId: text,
      type: text,
      receivedAt: time,
      eventId: text,
      eventTime: time,
      propertyIds: fc.array(anyText()),
      authors: fc.array(text),
      dataSourceId: text,
    },
    { requiredKeys: ['kind', 'workspace', 'pageId', 'type', 'receivedAt'] },
  ),
  fc.record({ kind: fc.constant('due' as const), workspace: text, key: text, dueAt: time }),
  fc.record({
    kind: fc.constant('retry' as const),
    workspace: text,
    pageId: text,
    notices: fc.array(text),
  }),
  fc.record({
    kind: fc.constant('mirror' as const),
    workspace: text,
    pageId: text,
    mirror: text,
    partner: text,
    version: time,
  }),
);

test('a job is the same after its way through the queue', () => {
  assertProperty(
    fc.property(job, (sent) => {
      expect(decodeJob(encodeJob(sent))).toEqual({ kind: 'job', job: sent });
    }),
  );
});

test('a job that a release before could read says so', () => {
  expect(JSON.parse(encodeJob(eventJob()))).toMatchObject({ v: 1 });
  const mirror = { workspace: 'client', pageId: PAGE, mirror: 'm', partner: PAGE, version: 1 };
  expect(JSON.parse(encodeJob({ kind: 'mirror', ...mirror }))).toMatchObject({ v: 2 });
});

test('titles, names and values do not travel', () => {
  const withMore = { ...eventJob(), title: 'Secret plan', assignees: ['Ana'], email: 'ana@example.com' };
  expect(encodeJob(withMore)).toBe(encodeJob(eventJob()));
});

describe('encodeJob', () => {
  test.each<[string, Partial<EventJob>]>([
    ['workspace', { workspace: '' }],
    ['pageId', { pageId: 'x'.repeat(201) }],
    ['receivedAt', { receivedAt: 0.5 }],
    ['receivedAt', { receivedAt: Number.NaN }],
  ])('refuses a job with a wrong %s', (_, wrong) => {
    expect(() => encodeJob(eventJob(wrong))).toThrow();
  });
});

describe('decodeJob', () => {
  const valid: Record<string, unknown> = JSON.parse(encodeJob(eventJob()));

  test.each(['', 'hello', 'null', '[]', '{}', '{"v":"1"}', '{"v":1.5}', '{"kind":"event"}'])(
    '%j is not an envelope',
    (body) => {
      expect(decodeJob(body)).toEqual({ kind: 'malformed', reason: 'not a Pagebell envelope' });
    },
  );

  test.each([
    ['kind', { ...valid, kind: 'mail' }],
    ['kind', { v: 1 }],
    ['pageId', { ...valid, pageId: undefined }],
    ['pageId', { ...valid, pageId: '' }],
    ['receivedAt', { ...valid, receivedAt: 'now' }],
    ['authors.1', { ...valid, authors: ['a', 17] }],
    ['workspace, dueAt', { v: 1, kind: 'due', key: 'page#main#p' }],
    ['notices', { v: 1, kind: 'retry', workspace: 'main', pageId: PAGE }],
  ])('names what is wrong: %s', (fields, envelope) => {
    expect(decodeJob(JSON.stringify(envelope))).toEqual({
      kind: 'malformed',
      reason: `wrong or missing in the envelope: ${fields}`,
    });
  });

  test('a later release’s envelope is given back, whatever it holds', () => {
    const later = { v: 3, kind: 'echo', at: NOW };
    expect(decodeJob(JSON.stringify(later))).toEqual({ kind: 'newer', version: 3 });
  });

  test('no text makes it throw', () => {
    assertProperty(
      fc.property(fc.oneof(anyText(), fc.json()), (body) => {
        expect(decodeJob(body).kind).toMatch(/^(job|newer|malformed)$/);
      }),
    );
  });
});
