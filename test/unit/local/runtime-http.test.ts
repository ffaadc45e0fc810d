import { type IncomingMessage, request as send } from 'node:http';
import { FrontDoor } from '../../../local/runtime/front-door.ts';
import { HttpApi } from '../../../local/runtime/http-api.ts';
import { json, message, toHttpResult } from '../../../local/runtime/http-result.ts';
import type { Outcome } from '../../../local/runtime/outcome.ts';
import { matchRoute } from '../../../local/runtime/routes.ts';
import { listen } from '../../../local/simulation/listen.ts';
import { Workshop } from './runtime-support.ts';

describe('the route of a request', () => {
  const KEYS = [
    'ANY /dashboard/{proxy+}',
    'GET /dashboard',
    'GET /dashboard/{page}',
    'GET /dashboard/fixed',
    'ANY /dashboard/fixed',
    'POST /webhooks/notion',
    'POST /webhooks/notion/{workspace}',
  ];
  const routes = KEYS.map((key) => ({ key, functionArn: key }));

  test.each<[string, string | undefined, Record<string, string>?]>([
    ['POST /webhooks/notion', 'POST /webhooks/notion'],
    ['GET /webhooks/notion', undefined],
    ['POST /webhooks/notion/', undefined],
    ['POST /webhooks/notion/main', 'POST /webhooks/notion/{workspace}', { workspace: 'main' }],
    ['POST /webhooks/notion/a/b', undefined],
    ['POST /webhooks', undefined],
    ['POST /Webhooks/notion', undefined],
    ['GET /dashboard', 'GET /dashboard'],
    ['POST /dashboard', undefined],
    ['GET /dashboard/fixed', 'GET /dashboard/fixed'],
    ['PUT /dashboard/fixed', 'ANY /dashboard/fixed'],
    ['GET /dashboard/other', 'GET /dashboard/{page}', { page: 'other' }],
    ['PUT /dashboard/other', 'ANY /dashboard/{proxy+}', { proxy: 'other' }],
    ['GET /dashboard/a/b c', 'ANY /dashboard/{proxy+}', { proxy: 'a/b c' }],
    ['GET /', undefined],
  ])('%s', (request, key, pathParameters = {}) => {
    const [method = '', path = ''] = request.split(/ (.*)/);
    const match = matchRoute(routes, method, path);
    expect(match?.route.key).toBe(key);
    if (key) expect(match?.pathParameters).toEqual(pathParameters);
  });

  test('$default takes what no other route does', () => {
    const all = [{ key: '$default', functionArn: 'default' }, ...routes];
    expect(matchRoute(all, 'GET', '/nowhere')?.route.key).toBe('$default');
    expect(matchRoute(all, 'GET', '/dashboard')?.route.key).toBe('GET /dashboard');
  });
});

describe('the answer to a result', () => {
  const success = (payload: unknown): Outcome => ({ kind: 'success', payload });
  const bytes = Buffer.from([0, 255, 1]);

  test.each<[string, Outcome, { status: number; headers?: unknown; body: string | Buffer }]>([
    [
      'with a status',
      success({ statusCode: 201, headers: { 'X-Count': 3 }, cookies: ['a=1', 'b=2'], body: 'made' }),
      {
        status: 201,
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'x-count': '3',
          'set-cookie': ['a=1', 'b=2'],
        },
        body: 'made',
      },
    ],
    [
      'with its own content type, and bytes',
      success({
        statusCode: 200,
        headers: { 'Content-Type': 'image/png' },
        body: bytes.toString('base64'),
        isBase64Encoded: true,
      }),
      { status: 200, headers: { 'content-type': 'image/png' }, body: bytes },
    ],
    ['with a status alone', success({ statusCode: 204 }), { status: 204, body: '' }],
    [
      'an object without a status',
      success({ ok: true }),
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' },
    ],
    ['a text', success('hello'), { status: 200, body: 'hello' }],
    ['nothing', success(null), { status: 200, body: 'null' }],
    [
      'a status that is none',
      success({ statusCode: '200' }),
      { status: 500, body: '{"message":"Internal Server Error"}' },
    ],
    [
      'a body that is no text',
      success({ statusCode: 200, body: { a: 1 } }),
      { status: 500, body: '{"message":"Internal Server Error"}' },
    ],
    [
      'an error',
      { kind: 'error', errorType: 'Error', errorMessage: 'secret detail', trace: [] },
      { status: 500, body: '{"message":"Internal Server Error"}' },
    ],
    [
      'a time-out',
      { kind: 'timeout', afterMs: 1000 },
      { status: 503, body: '{"message":"Service Unavailable"}' },
    ],
  ])('%s', (_, outcome, { status, headers, body }) => {
    const result = toHttpResult(outcome);
    expect(result.status).toBe(status);
    if (headers) expect(result.headers).toEqual(headers);
    expect(result.body).toEqual(Buffer.from(body));
  });
});

describe('the front door', () => {
  const workshop = new Workshop();
  const failures: unknown[] = [];
  const door = new FrontDoor((error) => failures.push(error));
  let url: string;

  beforeAll(async () => {
    url = await listen(door.server);
  });
  afterAll(async () => {
    await door.close();
    await workshop.close();
  });

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, init);
    return { status: response.status, body: await response.text() };
  };

  /** With headers that fetch does not let one set. */
  const askWith = (
    path: string,
    headers: Record<string, string | string[]>,
    method = 'GET',
    body: string | Buffer = '',
  ) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const sent = send(url + path, { method, headers }, async (response: IncomingMessage) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode, body: text });
      });
      sent.on('error', reject).end(body);
    });

  test('is closed until the stack runs', async () => {
    expect(await ask('/webhooks/notion', { method: 'POST' })).toEqual({
      status: 503,
      body: '{"message":"Service Unavailable"}',
    });
  });

  describe('open', () => {
    beforeAll(() => {
      const echo = workshop.function('export const handler = async (event) => event');
      const routes = [
        'POST /webhooks/notion',
        'POST /webhooks/notion/{workspace}',
        'ANY /dashboard/{proxy+}',
      ].map((key) => ({ key, functionArn: echo.definition.arn }));
      const api = new HttpApi(routes, new Map([[echo.definition.arn, echo]]), workshop.clock);
      door.open({
        api: (request, target) => api.handle(request, target),
        health: async () => json(200, { queued: 0 }),
        pages: async (_, path) => {
          if (path === '/local/broken') throw new Error('out of order');
          return message(200, `page ${path}`);
        },
      });
    });

    test('hands over the event of an HTTP API, payload format 2.0', async () => {
      const answer = await askWith(
        '/webhooks/notion/a%20b?setup=x%20y&tag=1&tag=2&empty=',
        {
          'Content-Type': 'application/json',
          'X-Twice': ['1', '2'],
          Cookie: 'a=1; b=2',
          'User-Agent': 'probe',
        },
        'POST',
        '{"ä":1}',
      );
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toEqual({
        version: '2.0',
        routeKey: 'POST /webhooks/notion/{workspace}',
        rawPath: '/webhooks/notion/a b',
        rawQueryString: 'setup=x%20y&tag=1&tag=2&empty=',
        cookies: ['a=1', 'b=2'],
        headers: expect.objectContaining({ 'content-type': 'application/json', 'x-twice': '1,2' }),
        queryStringParameters: { setup: 'x y', tag: '1,2', empty: '' },
        pathParameters: { workspace: 'a b' },
        requestContext: expect.objectContaining({
          http: {
            method: 'POST',
            path: '/webhooks/notion/a b',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'probe',
          },
          routeKey: 'POST /webhooks/notion/{workspace}',
          stage: '$default',
          time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          timeEpoch: expect.any(Number),
        }),
        body: '{"ä":1}',
        isBase64Encoded: false,
      });
    });

    test.each([
      ['text/plain; charset=utf-8', false],
      ['application/json', false],
      ['application/problem+json', false],
      ['application/octet-stream', true],
      ['application/x-www-form-urlencoded', true],
      ['application/jsonish', true],
    ])('hands over a body of type %s', async (type, isBase64Encoded) => {
      const { body } = await ask('/webhooks/notion', {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'hällo',
      });
      expect(JSON.parse(body)).toMatchObject({
        isBase64Encoded,
        body: Buffer.from('hällo').toString(isBase64Encoded ? 'base64' : 'utf8'),
      });
    });

    test.each([
      ['an unknown path', '/nowhere', 'GET', 404, 'Not Found'],
      ['another method', '/webhooks/notion', 'GET', 404, 'Not Found'],
      ['a path that cannot be decoded', '/webhooks/%zz', 'POST', 400, 'Bad Request'],
      ['a page that fails', '/local/broken', 'GET', 500, 'Internal Server Error'],
    ])('answers %s', async (_, path, method, status, text) => {
      expect(await ask(path, { method })).toEqual({ status, body: JSON.stringify({ message: text }) });
    });

    test('tells of a failure, and of no other', () => {
      expect(failures).toEqual([new Error('out of order')]);
    });

    test('refuses more than 10 MB, also of unknown length, and takes that much', async () => {
      const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 'x');
      const refused = { status: 413, body: '{"message":"Request Entity Too Large"}' };
      const post = (body: Buffer) => ask('/webhooks/notion', { method: 'POST', body });
      expect(await post(megabytes(11))).toEqual(refused);
      expect((await post(megabytes(10))).status).toBe(200);
      const chunked = { 'transfer-encoding': 'chunked' };
      expect(await askWith('/webhooks/notion', chunked, 'POST', megabytes(11))).toEqual(refused);
    });

    const LOCAL = ['/', '/healthz', '/local/clock', '/dashboard/x'];
    test.each(LOCAL)('shows %s to this machine', async (path) => {
      expect((await ask(path)).status).toBe(200);
      expect((await askWith(path, { host: 'localhost:3000' })).status).toBe(200);
      expect((await askWith(path, { host: '[::1]' })).status).toBe(200);
      expect((await askWith(path, { host: 'localhost:3000', origin: 'http://localhost:3000' })).status).toBe(
        200,
      );
    });

    const STRANGERS: Record<string, string>[] = [
      { host: 'pagebell.example.com' },
      { host: '127.0.0.1.example.com' },
      { host: 'localhost.example.com:3000' },
      { host: '192.168.0.10:3000' },
      { 'x-forwarded-for': '203.0.113.9' },
      { 'x-forwarded-host': 'pagebell.example.com' },
      { forwarded: 'for=203.0.113.9' },
      { via: '1.1 proxy' },
      { 'x-real-ip': '203.0.113.9' },
      { 'cf-connecting-ip': '203.0.113.9' },
      { origin: 'https://example.com' },
      { origin: 'null' },
    ];
    test.each(STRANGERS.map((headers) => [JSON.stringify(headers), headers] as const))(
      'shows a request with %s the webhook routes only',
      async (_, headers) => {
        const answers = await Promise.all(LOCAL.map((path) => askWith(path, headers)));
        const hidden = { status: 404, body: '{"message":"Not Found"}' };
        expect(answers).toEqual(LOCAL.map(() => hidden));
        expect((await askWith('/webhooks/notion', headers, 'POST', '{}')).status).toBe(200);
      },
    );
  });
});
