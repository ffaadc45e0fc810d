import { PEOPLE } from '../../local/notion/seed.ts';
import {
  assign,
  type LocalStack,
  makeTask,
  postSigned,
  settled,
  startStack,
  until,
} from './support/local-stack.ts';

let run: LocalStack | undefined;
afterEach(async () => {
  await run?.close();
  run = undefined;
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${run?.url}${path}`, { headers, redirect: 'manual' });
const text = async (path: string) => (await get(path)).text();

test('an assignment shows in the dashboard, and on the page of its own', async () => {
  run = await startStack();
  const task = makeTask(run, PEOPLE.femi, [PEOPLE.ana]);
  await postSigned(run, { type: 'page.properties_updated', entity: { id: task, type: 'page' } });
  assign(run, PEOPLE.femi, task, [PEOPLE.ana, PEOPLE.ben]);
  await settled(run);
  await until(
    async () => (await text('/dashboard?outcome=done&text=ben')).includes('Try the flow'),
    'it is shown',
  );

  const html = await text('/dashboard?outcome=done&text=ben');
  expect(html).toMatch(/<tr role="row" data-outcome="done">.*Try the flow.*comment, Slack/s);
  expect(html).toMatch(/id="figure-budget".*?<dd>[1-9]\d*<span/s);
  expect(html).toMatch(/<td role="cell" class="figure took">\s*[\d.]+ m?s\s*<\/td>/);
  const history = await text(`/dashboard/pages/${task}`);
  expect(history).toContain('Try the flow');
  expect(history).toContain('whoever was to be told has been');
  expect((await get('/dashboard/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
});

test('it is open to this machine only', async () => {
  run = await startStack();
  expect((await get('/dashboard')).status).toBe(200);
  expect((await get('/dashboard', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
});

test('with DASHBOARD_KEY it asks for that key, and a cookie keeps the session', async () => {
  run = await startStack(undefined, { DASHBOARD_KEY: 'a key of mine' });
  const { url } = run;
  const signIn = (key: string) =>
    fetch(`${url}/dashboard/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ key, to: '/dashboard?outcome=done' }),
      headers: { origin: url, 'sec-fetch-site': 'same-origin' },
      redirect: 'manual',
    });
  expect((await get('/dashboard')).status).toBe(401);
  expect((await signIn('another key')).status).toBe(401);
  const entered = await signIn('a key of mine');
  expect({ status: entered.status, to: entered.headers.get('location') }).toEqual({
    status: 303,
    to: '/dashboard?outcome=done',
  });
  const [cookie = ''] = entered.headers.getSetCookie();
  const response = await get('/dashboard', { cookie: cookie.split(';')[0] ?? '' });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Sign out');
});
