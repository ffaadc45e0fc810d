import fc from 'fast-check';
import { PEOPLE } from '../../local/notion/seed.ts';
import { eventFixtures } from '../fixtures/webhooks/index.ts';
import {
  type Answer,
  type LocalStack,
  makeTask,
  mentions,
  post,
  postSigned,
  settled,
  sign,
  startStack,
} from './support/local-stack.ts';

let run: LocalStack;
let task: string;
let route: string;
beforeAll(async () => {
  run = await startStack();
  route = `${run.url}/webhooks/notion`;
  task = makeTask(run, PEOPLE.femi, [PEOPLE.ana]);
});
afterAll(() => run.close());

const REFUSED = { status: 401, body: { error: 'invalid signature' } };
const event = () => JSON.stringify({ type: 'page.updated', entity: { id: task } });

const WATCHED = new Set<string>([
  'page.created',
  'page.properties_updated',
  'page.moved',
  'page.undeleted',
  'page.deleted',
]);

describe('the receiver answers', () => {
  test.each<[string, () => Promise<Answer>, Partial<Answer>]>([
    ['a signed event', () => postSigned(run, event()), { status: 200, body: { ok: true } }],
    [
      'a signed event of the first workspace by its name',
      () => post(`${route}/main`, event(), { 'x-notion-signature': sign(event()) }),
      { status: 200, body: { ok: true } },
    ],
    [
      'a signed event whose header is in capitals',
      () =>
        post(route, event(), {
          'X-NOTION-SIGNATURE': sign(event()).replace(/[a-f](?=[^=]*$)/g, (hex) => hex.toUpperCase()),
        }),
      { status: 200 },
    ],
    [
      'a signed event that comes as binary',
      () =>
        post(route, event(), {
          'x-notion-signature': sign(event()),
          'content-type': 'application/octet-stream',
        }),
      { status: 200, body: { ok: true } },
    ],
    [
      'a signed event of a type that is not watched',
      () => postSigned(run, { type: 'comment.created', entity: { id: task } }),
      { status: 200, body: { ok: true, ignored: 'type not watched' } },
    ],
    [
      'a signed event without an entity',
      () => postSigned(run, { type: 'page.created' }),
      { status: 200, body: { ok: true, ignored: '`entity.id` is missing' } },
    ],
    ['an unsigned event', () => post(route, event()), REFUSED],
    ['a malformed signature', () => post(route, event(), { 'x-notion-signature': 'sha256=abc' }), REFUSED],
    ['a signature with another secret', () => postSigned(run, event(), 'secret_of_another'), REFUSED],
    [
      'a signature over other bytes',
      () => post(route, `${event()} `, { 'x-notion-signature': sign(event()) }),
      REFUSED,
    ],
    ['an empty body', () => postSigned(run, ''), REFUSED],
    ['signed text that is no JSON', () => postSigned(run, 'type=page.created'), { status: 400 }],
    [
      'signed JSON without a type',
      () => postSigned(run, '{}'),
      { status: 400, body: { error: '`type` is missing' } },
    ],
    ['a body over 256 KB', () => post(route, 'x'.repeat(256 * 1024 + 1)), { status: 413 }],
    ['a handshake', () => post(route, '{"verification_token":"secret_forged"}'), { status: 200 }],
    ['a workspace that is not configured', () => post(`${route}/other`, event()), { status: 404 }],
    ['another path', () => post(`${run.url}/elsewhere`, event()), { status: 404 }],
  ])('%s', async (_, ask, expected) => {
    expect(await ask()).toMatchObject(expected);
  });

  test('another method with 404', async () => {
    expect((await fetch(route)).status).toBe(404);
  });

  test('every event that Notion has with 200, in every version of its API', async () => {
    for (const { payload } of eventFixtures) {
      const body = WATCHED.has(payload.type) ? { ok: true } : { ok: true, ignored: 'type not watched' };
      const answer = await postSigned(run, payload);
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body });
    }
  });
});

test('a handshake that nobody waits for changes no secret', async () => {
  const forged = '{"verification_token":"secret_forged"}';
  await post(route, forged, { 'x-notion-signature': sign(forged, 'secret_forged') });
  expect(await postSigned(run, event(), 'secret_forged')).toMatchObject(REFUSED);
  expect(await postSigned(run, event())).toMatchObject({ status: 200 });
});

test('a thousand malformed or unsigned requests: no 5xx, nothing queued', async () => {
  await settled(run);
  const before = await run.health();
  const signature = fc.oneof(
    fc.constant(undefined),
    fc.string().map(encodeURIComponent),
    fc.stringMatching(/^sha256=[0-9a-fA-F]{64}$/),
    fc.stringMatching(/^(sha1|SHA256|sha256)=[0-9a-f]{0,70}$/),
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((json) => Buffer.from(json)),
    fc.constant(Buffer.from(event())),
  );
  const path = fc.constantFrom('', '/main', '/other', '/..%2f', '?setup=guess');
  const requests = fc.sample(fc.record({ signature, body, path }), 1000);
  const statuses = new Map<number, number>();
  for (const request of requests) {
    const headers = request.signature === undefined ? {} : { 'x-notion-signature': request.signature };
    const { status } = await post(route + request.path, request.body, headers);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.keys()].filter((status) => status !== 401 && status !== 404)).toEqual([]);
  expect(await run.health()).toEqual(before);
});

test('what was signed and watched reached the page, once', async () => {
  await settled(run);
  expect(mentions(run, task)).toEqual([[PEOPLE.ana]]);
});

test('no log line holds a secret, a signature or a body', () => {
  const lines = run.log.after().map(({ line }) => line);
  expect(lines.length).toBeGreaterThan(100);
  for (const forbidden of [
    'secret_',
    'sha256=',
    'updated_properties',
    'Try the flow',
    '@northlight.example',
  ]) {
    expect(lines.filter((line) => line.includes(forbidden))).toEqual([]);
  }
});
