import * as fc from 'fast-check';
import { canonicalId } from '../../../lambdas/core/ids.ts';
import { DashboardBench } from './bench.ts';

const PAGE = '6513270e269e4d37b2a74de452e6b438';
const NOTICE = `${PAGE}-5-assigned-comment`;
const bench = new DashboardBench();
const get = (path: string) => bench.get(path);

describe('the page about a notice', () => {
  test.each([
    NOTICE,
    `${NOTICE}-2`,
    `${PAGE}-12-assigned-slack`,
    `${PAGE}-12-escalation1-comment`,
    `${PAGE}-12-escalation12-comment-2`,
  ])('%s needs no session', async (id) => {
    const response = await get(`/dashboard/notices/${id}`);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain('<h1>Why you got this notice</h1>');
    expect(html).toContain(`href="https://www.notion.so/${PAGE}"`);
    expect(html).toContain(`href="/dashboard/pages/${canonicalId(PAGE)}"`);
    expect(html).toContain('<meta name="robots" content="noindex">');
  });

  test('reads nothing', async () => {
    const down = new DashboardBench();
    down.isTableDown = true;
    expect((await down.get(`/dashboard/notices/${NOTICE}`)).status).toBe(200);
    expect(down.keyAges).toEqual([]);
  });

  test.each([
    'x',
    PAGE,
    `${PAGE}-assigned-comment`,
    `${PAGE}-5-`,
    `${PAGE}-5-ASSIGNED`,
    `${PAGE.slice(1)}-5-assigned-comment`,
    `${PAGE.toUpperCase()}-5-assigned-comment`,
    `${NOTICE}-2-3`,
    `${PAGE}-5-escalation1-2`,
    `${NOTICE}%0A`,
    `${NOTICE}"`,
    `${PAGE}-5-<script>alert(1)</script>`,
    encodeURIComponent(`${NOTICE}"><script>alert(1)</script>`),
    encodeURIComponent('../../style.css'),
  ])('the address %s is nobody’s, and shows nothing of itself', async (id) => {
    const response = await get(`/dashboard/notices/${id}`);
    expect(response.status).toBe(404);
    const html = await response.text();
    expect(html).not.toMatch(/alert|script/);
    expect(html).not.toContain(PAGE);
  });

  test('no forged address shows anything but the one page of a missing notice', async () => {
    const missing = await (await get('/dashboard/notices/x')).text();
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme' }), async (id) => {
        const response = await get(`/dashboard/notices/${encodeURIComponent(id)}`);
        // A dot or two of them are no name in an address but a way through it.
        if (id !== '.' && id !== '..') expect(await response.text()).toBe(missing);
        expect([200, 401, 404]).toContain(response.status);
      }),
    );
  });
});

test('every file that a page loads is there, may be kept, and has an address of its content', async () => {
  const html = await bench.page('/dashboard');
  const addresses = [...html.matchAll(/(?:href|src)="(\/dashboard\/\w+\.\w+\?v=[\w-]{12})"/g)].map(
    ([, to]) => to ?? '',
  );
  const types = new Map<string, string | null>();
  for (const address of new Set(addresses)) {
    const response = await new DashboardBench().get(address);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    types.set(address.replace(/\?.*/, ''), response.headers.get('content-type'));
  }
  expect(Object.fromEntries(types)).toEqual({
    '/dashboard/style.css': 'text/css; charset=utf-8',
    '/dashboard/script.js': 'text/javascript; charset=utf-8',
    '/dashboard/icon.svg': 'image/svg+xml',
  });
});

describe('every answer', () => {
  const POLICY = {
    'default-src': "'none'",
    'style-src': "'self'",
    'script-src': "'self'",
    'connect-src': "'self'",
    'img-src': "'self'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
  };
  test.each([
    { path: '/dashboard', status: 401 },
    { path: '/dashboard/style.css', status: 200 },
    { path: `/dashboard/notices/${NOTICE}`, status: 200 },
    { path: '/dashboard/notices/x', status: 404 },
    { path: '/dashboard/none', status: 404 },
  ])(
    '$path: may load no more than its own files, run no inline script, nor be framed',
    async ({ path, status }) => {
      const response = await new DashboardBench().get(path);
      const { headers } = response;
      expect(response.status).toBe(status);
      const policy = headers
        .get('content-security-policy')
        ?.split('; ')
        .map((rule) => rule.split(/ (.*)/).slice(0, 2));
      expect(Object.fromEntries(policy ?? [])).toEqual(POLICY);
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('set-cookie')).toBeNull();
    },
  );

  test.each(['/dashboard', `/dashboard/notices/${NOTICE}`, '/dashboard/none'])(
    '%s: is not kept',
    async (path) => {
      expect((await get(path)).headers.get('cache-control')).toBe('no-store');
    },
  );

  test.each(['/dashboard', '/dashboard/pages/x', `/dashboard/notices/${NOTICE}`])(
    '%s: has nothing inline',
    async (path) => {
      for (const html of [await (await new DashboardBench().get(path)).text(), await bench.page(path)]) {
        expect(html).not.toMatch(
          /<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc="\/dashboard\/)/i,
        );
      }
    },
  );
});

test.each([
  ['GET', '/'],
  ['GET', '/webhooks/notion'],
  ['GET', '/dashboard/none'],
  ['GET', '/dashboard/notices/'],
  ['POST', `/dashboard/notices/${NOTICE}`],
  ['DELETE', '/dashboard'],
])('%s %s is not found', async (method, path) => {
  const response = await bench.app.request(path, { method });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('There is nothing at this address.');
});

test('a table that does not answer is told as such, and logged', async () => {
  const down = new DashboardBench();
  await down.signIn();
  down.isTableDown = true;
  for (const path of ['/dashboard', `/dashboard/pages/${PAGE}`]) {
    const response = await down.get(path);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('could not be read just now');
  }
  expect(down.log.withMessage('The dashboard could not be shown')).toEqual([
    { reason: 'StoreUnavailable: the table is down' },
    { reason: 'StoreUnavailable: the table is down' },
  ]);
});
