import * as fc from 'fast-check';
import { dashboard } from '../../../lambdas/dashboard/app.ts';

const PAGE = '6513270e269e4d37b2a74de452e6b438';
const NOTICE = `${PAGE}-5-assigned-comment`;
const app = dashboard();

const get = (path: string) => app.request(path);

describe('the page about a notice', () => {
  test.each([NOTICE, `${NOTICE}-2`, `${PAGE}-12-assigned-slack`])('%s', async (id) => {
    const response = await get(`/dashboard/notices/${id}`);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain('<h1>Why you got this notice</h1>');
    expect(html).toContain(`<a href="https://www.notion.so/${PAGE}">Open the page</a>`);
    expect(html).toContain('<link rel="stylesheet" href="/dashboard/style.css">');
    expect(html).toContain('<meta name="robots" content="noindex">');
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
        expect([200, 404]).toContain(response.status);
      }),
    );
  });
});

test('the first page says what this is', async () => {
  const response = await get('/dashboard');
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('<h1>Pagebell</h1>');
});

test('the style sheet is one', async () => {
  const response = await get('/dashboard/style.css');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
  const css = await response.text();
  expect(css).toMatch(/^\s*:root \{/);
  expect(css).not.toContain('<');
});

describe('every answer', () => {
  test.each([
    '/dashboard',
    '/dashboard/style.css',
    `/dashboard/notices/${NOTICE}`,
    '/dashboard/notices/x',
    '/dashboard/none',
  ])('%s: may load no more than its own style sheet, nor be framed', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('set-cookie')).toBeNull();
  });
});

test.each([
  ['GET', '/'],
  ['GET', '/webhooks/notion'],
  ['GET', '/dashboard/none'],
  ['GET', '/dashboard/notices/'],
  ['POST', `/dashboard/notices/${NOTICE}`],
  ['DELETE', '/dashboard'],
])('%s %s is not found', async (method, path) => {
  const response = await app.request(path, { method });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('There is nothing at this address.');
});
