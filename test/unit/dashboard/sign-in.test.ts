import { SESSION_MS } from '../../../lambdas/core/session.ts';
import { DashboardBench, line } from './bench.ts';

const PAGE = '/dashboard/pages/7a500000-0000-4000-8000-000000000001';

test.each(['/dashboard', '/dashboard?outcome=done', PAGE])('%s asks who has no session', async (path) => {
  const bench = new DashboardBench();
  bench.lines.push(line({ title: 'A secret title' }));
  const response = await bench.get(path);
  const html = await response.text();
  expect(response.status).toBe(401);
  expect(html).toContain('<label for="key">Key of the dashboard</label>');
  expect(html).toContain(`name="to" value="${path}"`);
  expect(html).not.toContain('secret title');
});

test('the key opens a session of eight hours, in a cookie of this host that no script reads', async () => {
  const bench = new DashboardBench();
  const response = await bench.signIn();
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/dashboard');
  const [value, ...attributes] = (response.headers.get('set-cookie') ?? '').split('; ');
  expect(value).toMatch(/^__Host-pagebell=[0-9a-z]+\.[\w-]{43}$/);
  expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=28800', 'Path=/', 'SameSite=Strict', 'Secure']);
  expect((await bench.get('/dashboard')).status).toBe(200);
  bench.clock.advance(SESSION_MS);
  expect((await bench.get('/dashboard')).status).toBe(401);
});

test('a pasted key may have blanks around it', async () => {
  const bench = new DashboardBench();
  expect((await bench.signIn(` ${bench.key}\n`)).status).toBe(303);
});

test.each(['', 'wrong', 'the key of the tests'])(
  'the key %j is refused, counted and not logged',
  async (key) => {
    const bench = new DashboardBench();
    const response = await bench.signIn(key);
    const html = await response.text();
    expect(response.status).toBe(401);
    expect(html).toContain('role="alert"');
    expect(html).toContain('This is not the key.');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(bench.log.counts.get('SignInRefused')).toBe(1);
    expect(JSON.stringify(bench.log.lines)).not.toContain('key of the tests');
    expect((await bench.get('/dashboard')).status).toBe(401);
  },
);

test('each wrong key is answered more slowly, until the right one or a minute of silence', async () => {
  const bench = new DashboardBench();
  for (let tries = 0; tries < 6; tries++) await bench.signIn('wrong');
  expect(bench.slept).toEqual([250, 500, 1000, 2000, 4000, 4000]);
  await bench.signIn();
  await bench.signIn('wrong');
  expect(bench.slept.at(-1)).toBe(250);
  await bench.signIn('wrong');
  bench.clock.advance(60_001);
  await bench.signIn('wrong');
  expect(bench.slept.slice(-2)).toEqual([500, 250]);
});

test('another key ends every session', async () => {
  const bench = new DashboardBench();
  await bench.signIn();
  bench.key = 'another';
  expect((await bench.get('/dashboard')).status).toBe(401);
  expect((await bench.signIn('another')).status).toBe(303);
  expect((await bench.get('/dashboard')).status).toBe(200);
});

test('a session rests on a key that is a minute old at most, a refusal on one of five seconds', async () => {
  const bench = new DashboardBench();
  await bench.signIn('wrong');
  await bench.signIn();
  await bench.get('/dashboard');
  expect(bench.keyAges).toEqual([60_000, 5000, 60_000, 60_000]);
});

test.each(['GET', 'POST'])(
  'without a key (%s), nobody enters, and the command that makes one is named',
  async (method) => {
    const bench = new DashboardBench();
    bench.key = undefined;
    const response = await (method === 'GET' ? bench.get('/dashboard') : bench.signIn(''));
    const html = await response.text();
    expect(response.status).toBe(401);
    expect(html).toContain('<code>npx pagebell dashboard-key</code>');
    expect(html).not.toContain('<form');
  },
);

test('signing out takes the cookie away', async () => {
  const bench = new DashboardBench();
  expect(await bench.page('/dashboard')).toContain('action="/dashboard/sign-out"');
  const response = await bench.post('/dashboard/sign-out');
  expect(response.status).toBe(303);
  expect(response.headers.get('set-cookie')).toMatch(/^__Host-pagebell=; Max-Age=0; Path=\/;/);
});

describe('a form of another site', () => {
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'https://other.localhost' },
    { 'sec-fetch-site': '', origin: 'null' },
    { 'sec-fetch-site': '' },
  ];
  test.each(foreign)('%j is refused', async (headers) => {
    const bench = new DashboardBench();
    for (const response of [
      await bench.signIn(undefined, headers),
      await bench.post('/dashboard/sign-out', {}, headers),
    ]) {
      expect(response.status).toBe(403);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(await response.text()).toContain('not sent from the dashboard');
    }
  });

  test('an old browser that says only where it comes from may enter', async () => {
    const headers = { 'sec-fetch-site': '', origin: 'http://localhost' };
    expect((await new DashboardBench().signIn(undefined, headers)).status).toBe(303);
  });
});

test.each([
  ['multipart/form-data', 'key=x'],
  ['multipart/form-data; boundary=x', '--y\r\nrubbish'],
])(
  'a form of type %s that nobody can read is refused and counted, and is no error of ours',
  async (type, body) => {
    const bench = new DashboardBench();
    const response = await bench.app.request('/dashboard/sign-in', {
      method: 'POST',
      body,
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': type },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('What was sent is no form that the dashboard can read.');
    expect(bench.log.counts.get('SignInRefused')).toBe(1);
    expect(bench.log.withMessage('Refused a sign-in to the dashboard')).toEqual([{ reason: 'unreadable' }]);
    expect(bench.log.withMessage('The dashboard could not be shown')).toEqual([]);
  },
);

test('a form that is too large is not read', async () => {
  expect((await new DashboardBench().signIn('x'.repeat(5000))).status).toBe(413);
});

test.each([
  ['/dashboard?outcome=done&text=a%20b', '/dashboard?outcome=done&text=a%20b'],
  [`${PAGE}?before=1`, `${PAGE}?before=1`],
  ['//evil.example', '/dashboard'],
  ['/dashboard//evil.example', '/dashboard'],
  ['https://evil.example/dashboard', '/dashboard'],
  ['/dashboardx', '/dashboard'],
  ['/dashboard/\\evil', '/dashboard'],
  ['/dashboard?x=\r\nset-cookie: a=b', '/dashboard'],
  ['javascript:alert(1)', '/dashboard'],
])('after it one goes on to %j: %s', async (to, expected) => {
  const response = await new DashboardBench().signIn(undefined, {}, to);
  expect(response.headers.get('location')).toBe(expected);
});

describe('a local run', () => {
  test.each([
    { headers: { host: '127.0.0.1:3000' }, status: 200 },
    { headers: { host: 'localhost:3000' }, status: 200 },
    { headers: { host: 'pagebell.example.com' }, status: 401 },
    { headers: { host: 'localhost:3000', 'x-forwarded-for': '203.0.113.9' }, status: 401 },
  ])('needs no key where it is meant: $headers', async ({ headers, status }) => {
    const bench = new DashboardBench({}, { isOpenToLoopback: true });
    const response = await bench.get('/dashboard', headers);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('sign-out');
  });

  test('which no deployed function is', async () => {
    expect((await new DashboardBench().get('/dashboard', { host: 'localhost:3000' })).status).toBe(401);
  });
});
