import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Page } from 'playwright-core';
import { DASHBOARD_KEY, ROUTES } from '../../lambdas/core/names.ts';
import { type LocalStack, startStack } from '../flow/support/local-stack.ts';
import { tabTo } from './support/keyboard.ts';
import { type LockedDashboard, startLockedDashboard } from './support/locked-dashboard.ts';
import { useChromium } from './support/use-chromium.ts';
import { overflow, PHONE, thirdParty, type Visit } from './support/visit.ts';

const KEY = 'x6bT0H3m9nJc1uQw5rYk8sVd2fGa7eLp4iZoNqMtUvE';
const OTHER_KEY = 'Qp2sW8xZ4cV6bN1mL3kJ5hG7fD9aS0qE2rT4yU6iO8w';
const HOUR = 60 * 60_000;

const open = useChromium();
let run: LocalStack;
let dashboard: LockedDashboard;
beforeEach(async () => {
  run = await startStack();
  dashboard = await startLockedDashboard(run);
});
afterEach(async () => {
  await dashboard.close();
  await run.close();
});

async function storeKey(key: string): Promise<void> {
  const { region, credentials, endpoints } = run.aws;
  const ssm = new SSMClient({ region, credentials, endpoint: endpoints.ssm });
  const Name = `${run.parameterPrefix}/${DASHBOARD_KEY}`;
  await ssm.send(new PutParameterCommand({ Name, Value: key, Type: 'SecureString', Overwrite: true }));
  ssm.destroy();
}

async function visitDashboard(options?: Parameters<typeof open>[0]): Promise<Visit> {
  const seen = await open(options);
  await seen.page.goto(dashboard.url + ROUTES.dashboard);
  return seen;
}

async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('Key of the dashboard').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The dashboard itself, behind the sign-in. */
function figures(page: Page) {
  return page.getByRole('region', { name: 'Now' });
}

function form(page: Page) {
  return page.getByRole('heading', { name: 'Sign in to Pagebell' });
}

/** Without the answers that ask for a sign-in. */
function otherTroubles({ troubles }: Visit): string[] {
  return troubles.filter((trouble) => !/\/dashboard\S*: 401$/.test(trouble));
}

test('without a stored key it says which command makes one', async () => {
  const { page } = await visitDashboard();
  await page.getByText('npx pagebell dashboard-key').waitFor();
  expect(await page.getByLabel('Key of the dashboard').count()).toBe(0);
});

test('the key opens it, a wrong one does not, and who signs out is out', async () => {
  await storeKey(KEY);
  const seen = await visitDashboard();
  const { page, context } = seen;
  await signIn(page, OTHER_KEY);
  await page.getByRole('alert').filter({ hasText: 'This is not the key.' }).waitFor();
  expect(await context.cookies()).toEqual([]);

  await signIn(page, KEY);
  await figures(page).waitFor();
  expect(await context.cookies()).toEqual([
    expect.objectContaining({
      name: '__Host-pagebell',
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
    }),
  ]);
  expect(page.url()).toBe(dashboard.url + ROUTES.dashboard);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await form(page).waitFor();
  expect(await context.cookies()).toEqual([]);
  await page.goBack();
  await page.reload();
  await form(page).waitFor();
  expect(await figures(page).count()).toBe(0);
  expect(thirdParty(seen, dashboard.url)).toEqual([]);
  expect(otherTroubles(seen)).toEqual([]);
});

test('leads back to the page that was asked for, by keyboard alone', async () => {
  await storeKey(KEY);
  const { page } = await open();
  const wanted = `${dashboard.url}${ROUTES.dashboard}?outcome=parked`;
  await page.goto(wanted);
  await page.keyboard.type(KEY); // the field has the focus
  await page.keyboard.press('Enter');
  await figures(page).waitFor();
  expect(page.url()).toBe(wanted);
  await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
  await page.keyboard.press('Enter');
  await form(page).waitFor();
});

test.each([
  ['eight hours later', async () => run.clock.advance(8 * HOUR)],
  [
    'once the key was replaced',
    async () => {
      await storeKey(OTHER_KEY);
      run.clock.advance(HOUR);
    },
  ],
])('a session has ended %s', async (_, happen) => {
  await storeKey(KEY);
  const { page } = await visitDashboard();
  await signIn(page, KEY);
  await figures(page).waitFor();
  run.clock.advance(6 * HOUR);
  await page.reload();
  await figures(page).waitFor();
  await happen();
  await page.reload();
  await form(page).waitFor();
});

test('a page that was left open says that its session has ended', async () => {
  await storeKey(KEY);
  const { page } = await visitDashboard();
  await signIn(page, KEY);
  await figures(page).waitFor();
  run.clock.advance(8 * HOUR);
  await page.getByRole('alert').filter({ hasText: 'You are signed out.' }).waitFor();
});

test('a cookie that was tampered with is none', async () => {
  await storeKey(KEY);
  const { page, context } = await visitDashboard();
  await signIn(page, KEY);
  await figures(page).waitFor();
  const [cookie] = await context.cookies();
  if (!cookie) throw new Error('there is a cookie');
  const last = cookie.value.endsWith('A') ? 'B' : 'A';
  await context.addCookies([{ ...cookie, value: cookie.value.slice(0, -2) + last + cookie.value.slice(-1) }]);
  await page.reload();
  await form(page).waitFor();
});

test('what a comment links to needs no sign-in, on a phone either', async () => {
  const { page, troubles } = await open(PHONE);
  const notice = `${'7a5'.padEnd(32, '0')}-1-assigned-comment`;
  await page.goto(`${dashboard.url}${ROUTES.dashboard}/notices/${notice}`);
  await page.getByRole('heading', { name: 'Why you got this notice' }).waitFor();
  expect(await overflow(page)).toBe(0);
  expect(troubles).toEqual([]);
});
