import { createHash } from 'node:crypto';
import {
  AUTHOR,
  body,
  bodyOf,
  DATA_SOURCE,
  EVENT,
  IngressBench,
  PAGE,
  payload,
  TOKEN,
} from './ingress-bench.ts';

let bench: IngressBench;
beforeEach(() => {
  bench = new IngressBench();
});

afterEach(() => {
  expect(bench.logged()).not.toMatch(/secret_|sha256=|[0-9a-f]{64}|Northlight|LUX/);
});

describe('a validly signed event of a watched kind', () => {
  test('is queued, acknowledged and logged', async () => {
    const answer = await bench.postSigned(body);
    expect([answer.statusCode, bodyOf(answer)]).toEqual([200, { ok: true }]);
    expect(bench.sent).toEqual([
      {
        deduplicationId: EVENT,
        job: {
          kind: 'event',
          workspace: 'main',
          eventId: EVENT,
          pageId: PAGE,
          type: 'page.properties_updated',
          eventTime: Date.parse(payload.timestamp),
          receivedAt: bench.clock.now(),
          propertyIds: ['{LUX'],
          authors: [AUTHOR],
          dataSourceId: DATA_SOURCE,
        },
      },
    ]);
    expect(bench.logLine()).toEqual({
      level: 'info',
      message: 'Queued an event',
      fields: {
        workspace: 'main',
        eventId: EVENT,
        entityId: PAGE,
        type: 'page.properties_updated',
        eventTimestamp: payload.timestamp,
        attempt: 2,
      },
      counts: { EventQueued: 1 },
    });
    expect(Object.fromEntries(bench.log.countsOfWorkspaces)).toEqual({ 'EventReceived of main': 1 });
  });

  test('is queued under the same id at each attempt, though its bytes differ', async () => {
    await bench.postSigned(body);
    await bench.postSigned(JSON.stringify({ ...payload, attempt_number: 3 }));
    expect(bench.sent.map(({ deduplicationId }) => deduplicationId)).toEqual([EVENT, EVENT]);
  });

  test('needs no more than a type and a page; without an id it is given one of its own', async () => {
    const least = JSON.stringify({ type: 'page.updated', entity: { id: PAGE } });
    expect((await bench.postSigned(least)).statusCode).toBe(200);
    expect((await bench.postSigned(least)).statusCode).toBe(200);
    expect(bench.sent.map(({ job }) => job)).toEqual(
      [1, 2].map(() => ({
        kind: 'event',
        workspace: 'main',
        type: 'page.updated',
        pageId: PAGE,
        receivedAt: bench.clock.now(),
        eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      })),
    );
    const ids = bench.sent.map(({ job, deduplicationId }) => [
      job.kind === 'event' && job.eventId,
      deduplicationId,
    ]);
    for (const [eventId, deduplicationId] of ids) expect(eventId).toBe(deduplicationId);
    expect(ids[0]).not.toEqual(ids[1]);
  });

  test('whose id SQS would refuse is queued under its hash', async () => {
    await bench.postSigned(JSON.stringify({ ...payload, id: 'event 17/é' }));
    expect(bench.sent[0]?.deduplicationId).toBe(createHash('sha256').update('event 17/é').digest('hex'));
  });

  test('may be as long as 256 KB', async () => {
    const long = JSON.stringify({ ...payload, workspace_name: '' });
    const filled = JSON.stringify({ ...payload, workspace_name: 'x'.repeat(256 * 1024 - long.length) });
    expect((await bench.postSigned(filled)).statusCode).toBe(200);
    expect((await bench.postSigned(`${filled} `)).statusCode).toBe(413);
    expect(bench.sent).toHaveLength(1);
  });
});

describe('anything else that is validly signed', () => {
  test.each([
    ['another type', { type: 'page.content_updated' }, 'type not watched', PAGE],
    ['a type that nobody knows', { type: 'page.sung' }, 'type not watched', PAGE],
    ['no entity', { entity: undefined }, '`entity.id` is missing', undefined],
    ['an entity without an id', { entity: { type: 'page' } }, '`entity.id` is missing', undefined],
  ])('%s is acknowledged, logged and counted', async (_, more, reason, entityId) => {
    const answer = await bench.postSigned(JSON.stringify({ ...payload, ...more }));
    expect([answer.statusCode, bodyOf(answer)]).toEqual([200, { ok: true, ignored: reason }]);
    expect(bench.sent).toEqual([]);
    expect(bench.logLine()).toEqual({
      level: 'info',
      message: 'Ignored an event',
      fields: {
        workspace: 'main',
        eventId: EVENT,
        entityId,
        type: 'type' in more ? more.type : payload.type,
        eventTimestamp: payload.timestamp,
        attempt: 2,
        reason,
      },
      counts: { EventIgnored: 1 },
    });
  });

  test('an event of another data source; one that names none is decided by its page', async () => {
    const bare = DATA_SOURCE.replaceAll('-', '').toUpperCase();
    const inSource = (id?: string) =>
      JSON.stringify({ ...payload, data: { parent: { type: 'database', data_source_id: id } } });
    const dataSources = [{ id: EVENT }, { id: bare }];
    bench = new IngressBench({ workspaces: [{ key: 'main', dataSources }] });
    expect(bodyOf(await bench.postSigned(inSource(AUTHOR)))).toEqual({
      ok: true,
      ignored: 'data source not watched',
    });
    expect(bench.sent).toEqual([]);
    expect(bodyOf(await bench.postSigned(inSource(bare)))).toEqual({ ok: true });
    expect(bodyOf(await bench.postSigned(inSource()))).toEqual({ ok: true });
    expect(bench.sent).toHaveLength(2);
  });

  test.each([
    ['not JSON', 'hello', 'the body is not a JSON object'],
    ['no JSON object', '[]', 'the body is not a JSON object'],
    ['no type', JSON.stringify({ entity: { id: PAGE } }), '`type` is missing'],
    ['an empty type', JSON.stringify({ type: '', entity: { id: PAGE } }), '`type` is missing'],
  ])('%s is refused with what is wrong', async (_, text, error) => {
    const answer = await bench.postSigned(text);
    expect([answer.statusCode, bodyOf(answer)]).toEqual([400, { error }]);
    expect(bench.sent).toEqual([]);
    expect(bench.logLine()).toEqual({
      level: 'warn',
      message: 'Refused a signed webhook',
      fields: { workspace: 'main', reason: error },
      counts: { EventMalformed: 1 },
    });
  });
});

describe('several workspaces', () => {
  beforeEach(() => {
    bench = new IngressBench({ workspaces: [{ key: 'main' }, { key: 'studio' }] });
    bench.parameters.set('/pagebell/test/studio/webhook-token', 'token_of_the_studio');
  });

  test.each([
    ['the first without its name', TOKEN, {}, 'main'],
    ['the first by its name', TOKEN, { pathParameters: { workspace: 'main' } }, 'main'],
    ['another', 'token_of_the_studio', { pathParameters: { workspace: 'studio' } }, 'studio'],
  ])('%s', async (_, token, more, workspace) => {
    expect((await bench.postSigned(body, token, more)).statusCode).toBe(200);
    expect(bench.sent.map(({ job }) => job.workspace)).toEqual([workspace]);
  });

  test('the token of one opens no other', async () => {
    const more = { pathParameters: { workspace: 'studio' } };
    expect((await bench.postSigned(body, TOKEN, more)).statusCode).toBe(401);
    expect(bench.sent).toEqual([]);
  });

  test.each(['other', 'MAIN', '', '__proto__'])('%j is unknown', async (workspace) => {
    const answer = await bench.postSigned(body, TOKEN, { pathParameters: { workspace } });
    expect([answer.statusCode, bodyOf(answer)]).toEqual([404, { error: 'unknown workspace' }]);
    expect(bench.sent).toEqual([]);
  });
});
