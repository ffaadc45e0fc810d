import type { Page } from 'playwright-core';
import { ROUTES } from '../../lambdas/core/names.ts';
import { PEOPLE } from '../../local/notion/seed.ts';
import { type LocalStack, startStack } from '../flow/support/local-stack.ts';
import { tabTo, unseenStops } from './support/keyboard.ts';
import { STOPPED, spoilPages } from './support/spoil.ts';
import { announceTask } from './support/tasks.ts';
import { ARABIC_TITLE, SCRIPT_TITLE } from './support/titles.ts';
import { useChromium } from './support/use-chromium.ts';
import { eventually, overflow, PHONE, styleOf, thirdParty, type Visit } from './support/visit.ts';

const { ana, ben, chloe, femi } = PEOPLE;
/** More than one page of the journal. */
const OWN_TASKS = 22;

const open = useChromium();
let run: LocalStack;
let url: string;
let arabicPage: string;
beforeAll(async () => {
  run = await startStack();
  url = run.url + ROUTES.dashboard;
  // Femi, who makes the tasks, is not told of her own.
  for (let task = 1; task <= OWN_TASKS; task++) await announceTask(run, `Own task ${task}`, femi);
  await announceTask(run, 'Order new chairs', ana);
  await announceTask(run, SCRIPT_TITLE, ben);
  arabicPage = await announceTask(run, ARABIC_TITLE, chloe);
  run.notion.capabilities.insertComments = false;
  await announceTask(run, 'Water the plants', ana);
  run.notion.capabilities.insertComments = true;
});
afterAll(() => run?.close());

async function visitDashboard(options?: Parameters<typeof open>[0], address = url): Promise<Visit> {
  const seen = await open(options);
  await seen.page.goto(address);
  return seen;
}

function rows(page: Page) {
  return page.getByRole('table', { name: 'Events, the newest first' }).locator('tbody').getByRole('row');
}

function row(page: Page, title: string) {
  return rows(page).filter({ hasText: title });
}

test('tells of each event whose page it was, who was told where, and how it ended', async () => {
  const seen = await visitDashboard();
  const { page } = seen;
  const chairs = row(page, 'Order new chairs');
  await chairs.getByText('Done', { exact: true }).waitFor();
  const link = chairs.getByRole('link', { name: 'Order new chairs', exact: true });
  expect(await link.getAttribute('href')).toMatch(/^https:\/\/www\.notion\.so\//);
  expect(await chairs.locator('.told').textContent()).toMatch(/Ana Ferreira\s+comment, Slack/);
  expect(await chairs.locator('.took').textContent()).toMatch(/^\d+(\.\d)? m?s$/);
  expect(await chairs.locator('time').getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(await rows(page).count()).toBe(20);

  await page.getByRole('link', { name: 'Older', exact: true }).click();
  await row(page, 'Own task 1').first().waitFor();
  expect(await row(page, 'Order new chairs').count()).toBe(0);
  expect(thirdParty(seen, run.url)).toEqual([]);
  expect(seen.troubles).toEqual([]);
});

test('shows times as the clock of the reader does, and without a script in UTC', async () => {
  const shown = async (options: Parameters<typeof open>[0]) => {
    const { page } = await visitDashboard({ timezoneId: 'Asia/Tokyo', ...options });
    const time = row(page, 'Order new chairs').locator('time');
    const at = new Date((await time.getAttribute('datetime')) ?? '');
    await eventually(async () => expect(await time.textContent()).toMatch(/\d\d:\d\d:\d\d/));
    const hour = Number(/(\d\d):\d\d:\d\d/.exec((await time.textContent()) ?? '')?.[1]);
    return (hour - at.getUTCHours() + 24) % 24;
  };
  expect(await shown({})).toBe(9);
  expect(await shown({ javaScriptEnabled: false })).toBe(0);
});

test('says what needs a person, why, and what to do', async () => {
  const { page } = await visitDashboard();
  const parked = page.getByRole('region', { name: 'Needs a person' });
  await parked.getByRole('link', { name: 'Water the plants' }).waitFor();
  expect(await parked.textContent()).toMatch(/npx pagebell dlq retry --reason '[^']+' --local/);
  await parked.getByRole('link', { name: 'Water the plants' }).click();
  await page.getByRole('heading', { level: 1, name: 'Water the plants' }).waitFor();
  await page.getByRole('region', { name: 'Owed' }).getByText('Comment to Ana Ferreira').waitFor();
  await page.getByRole('region', { name: 'What happened' }).getByText('Parked', { exact: true }).waitFor();
});

test.each([
  ['with its script', true],
  ['without any script', false],
])('can be filtered by outcome and by text, %s', async (_, javaScriptEnabled) => {
  const { page } = await visitDashboard({ javaScriptEnabled });
  await page.getByLabel('Outcome').selectOption('Skipped');
  await page.getByRole('button', { name: 'Show' }).click();
  await row(page, 'Own task 22').waitFor();
  await eventually(async () => expect(await row(page, 'Order new chairs').count()).toBe(0));

  await page.getByLabel('Outcome').selectOption('All');
  await page.getByLabel('Text').fill('ana ferreira');
  await page.getByRole('button', { name: 'Show' }).click();
  await row(page, 'Order new chairs').waitFor();
  await eventually(async () => expect(await rows(page).count()).toBe(2));

  await page.getByLabel('Text').fill('nobody has such a task');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('No event matches.').waitFor();
  await page.getByRole('link', { name: 'All events' }).click();
  await row(page, 'Order new chairs').waitFor();
});

test('refreshes itself, and leaves alone what somebody types', async () => {
  const { page, troubles } = await visitDashboard();
  await row(page, 'Order new chairs').waitFor();
  await page.evaluate('window.isSamePage = true');
  await page.getByLabel('Text').fill('half a wor');
  await announceTask(run, 'Announced meanwhile', ben);
  await row(page, 'Announced meanwhile').waitFor();
  expect(await page.evaluate('window.isSamePage')).toBe(true);
  expect(await page.getByLabel('Text').inputValue()).toBe('half a wor');
  expect(await page.getByLabel('Text').evaluate((field) => field === field.ownerDocument.activeElement)).toBe(
    true,
  );
  expect(troubles).toEqual([]);
});

test('says when it could not refresh, and goes on when it can again', async () => {
  const { page } = await visitDashboard();
  await row(page, 'Order new chairs').waitFor();
  await page.route('**/dashboard*', (route) => route.abort('connectionrefused'));
  await page.getByRole('alert').waitFor();
  expect(await row(page, 'Order new chairs').count()).toBe(1);
  await page.unroute('**/dashboard*');
  await page.getByRole('alert').waitFor({ state: 'hidden' });
});

test('a page that is called a script is shown as that', async () => {
  const { page, troubles } = await visitDashboard();
  await row(page, SCRIPT_TITLE).getByRole('link', { name: SCRIPT_TITLE, exact: true }).waitFor();
  await row(page, SCRIPT_TITLE)
    .getByRole('link', { name: `History of ${SCRIPT_TITLE}` })
    .click();
  await page.getByRole('heading', { level: 1, name: SCRIPT_TITLE }).waitFor();
  expect(await page.title()).toBe(`${SCRIPT_TITLE} · Pagebell`);
  expect(troubles).toEqual([]);
});

test.each([
  ['a wide screen', {}],
  ['a phone', PHONE],
])(
  '2,000 characters of Arabic run from right to left and take no more than their place on %s',
  async (_, device) => {
    const { page } = await visitDashboard(device);
    const title = row(page, ARABIC_TITLE.slice(0, 40)).locator('.title');
    await title.waitFor();
    expect(await styleOf(title, 'direction')).toBe('rtl');
    const box = await title.boundingBox();
    expect(box?.height).toBeLessThan(120);
    expect(await overflow(page)).toBe(0);

    await page.goto(`${url}/pages/${arabicPage}`);
    const heading = page.getByRole('heading', { level: 1 });
    expect(await styleOf(heading, 'direction')).toBe('rtl');
    await page.getByText('The whole title').click();
    await page.getByText(ARABIC_TITLE.trim(), { exact: true }).waitFor();
    expect(await overflow(page)).toBe(0);
  },
);

test.each([
  ['a phone', PHONE],
  ['a narrow window', { viewport: { width: 320, height: 640 } }],
  ['a tablet', { viewport: { width: 800, height: 1100 } }],
])('does not scroll sideways on %s', async (_, device) => {
  const { page } = await visitDashboard(device);
  await row(page, 'Water the plants').waitFor();
  await page.getByText('As a table').click();
  expect(await overflow(page)).toBe(0);
});

test('can be used by keyboard alone, and shows where the focus is', async () => {
  const { page } = await visitDashboard();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // the first stop skips to the content
  await tabTo(page, page.getByLabel('Text'));
  await page.keyboard.type('chairs');
  await page.keyboard.press('Enter');
  await eventually(async () => expect(await rows(page).count()).toBe(1));
  await page.goto(url);
  const { stops, unseen } = await unseenStops(page);
  expect(stops).toBeGreaterThan(20);
  expect(unseen).toEqual([]);
});

test('runs nothing that was smuggled into it', async () => {
  const seen = await open();
  await spoilPages(seen.page, url);
  await seen.page.goto(url);
  await eventually(() => expect(seen.troubles).toEqual(expect.arrayContaining(STOPPED)));
  expect(await seen.page.evaluate('window.smuggled')).toBeUndefined();
  expect(await seen.page.getByRole('main').isVisible()).toBe(true);
});
