import { PEOPLE } from '../../local/notion/seed.ts';
import { type LocalStack, startStack } from '../flow/support/local-stack.ts';
import { DemonstrationPage } from './support/demonstration-page.ts';
import { tabTo, unseenStops } from './support/keyboard.ts';
import { mentioned } from './support/notices.ts';
import { STOPPED, spoilPages } from './support/spoil.ts';
import { ARABIC_TITLE, SCRIPT_TITLE } from './support/titles.ts';
import { useChromium } from './support/use-chromium.ts';
import { drag, eventually, overflow, PHONE, thirdParty } from './support/visit.ts';

const open = useChromium();
let run: LocalStack;
beforeEach(async () => {
  run = await startStack();
});
afterEach(() => run.close());

test('shows how somebody who is assigned is told, and asks nobody else', async () => {
  const seen = await open();
  const demo = new DemonstrationPage(seen.page);
  await demo.open(run);
  await demo.assign('Send the October invoices', 'Ben Okafor');
  await demo.task('Send the October invoices').getByText('@Ben Okafor').waitFor();
  await demo.region('Slack').getByText('Send the October invoices').waitFor();
  const way = demo.region('Pagebell').locator('li[data-outcome="done"]').first();
  await way.getByText('Send the October invoices').waitFor();
  expect(mentioned(run)).toEqual([`Send the October invoices: ${PEOPLE.ben}`]);
  expect(thirdParty(seen, run.url)).toEqual([]);
  expect(seen.troubles).toEqual([]);
});

test('a person who is dragged onto a task has it', async () => {
  const seen = await open();
  const demo = new DemonstrationPage(seen.page);
  await demo.open(run);
  const chip = demo.region('Notion').locator('#people li').filter({ hasText: 'Dev' });
  await drag(seen.page, chip, demo.task('Send the October invoices'));
  await demo.region('Slack').getByText('Send the October invoices').waitFor();
  expect(mentioned(run)).toEqual([`Send the October invoices: ${PEOPLE.dev}`]);
  expect(seen.troubles).toEqual([]);
});

test.each([
  ['a script', SCRIPT_TITLE],
  ['2,000 characters of Arabic', ARABIC_TITLE.trim()],
])('a task that is called %s is shown as that, also on a phone', async (_, title) => {
  const seen = await open(PHONE);
  const demo = new DemonstrationPage(seen.page);
  await demo.open(run);
  await seen.page.getByLabel('New task').fill(title);
  await seen.page.getByRole('button', { name: 'Add' }).click();
  await demo.task(title).waitFor();
  expect(await demo.task(title).locator('.title').textContent()).toBe(title);
  await demo.assign(title, 'Ben Okafor');
  await demo.task(title).getByText('@Ben Okafor').waitFor();
  await demo.region('Slack').getByText(title.slice(0, 20)).waitFor();
  expect(await overflow(seen.page)).toBe(0);
  expect(seen.troubles).toEqual([]);
});

test('can be used by keyboard alone, and shows where the focus is', async () => {
  const { page, troubles } = await open();
  const demo = new DemonstrationPage(page);
  await demo.open(run);
  const task = demo.task('Draft the winter newsletter');
  await tabTo(page, task.locator('summary'));
  await page.keyboard.press('Enter');
  await tabTo(page, task.getByRole('checkbox', { name: 'Elif Yılmaz' }));
  await page.keyboard.press('Space');
  await tabTo(page, task.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await task.getByText('@Elif Yılmaz').waitFor();

  await page.reload();
  await demo.task('Draft the winter newsletter').waitFor();
  await tabTo(page, demo.switch('Slack is down'));
  await page.keyboard.press('Space');
  await demo.turned('Slack is down', 'on');
  await tabTo(page, demo.button('Assign somebody'));
  await page.keyboard.press('Enter');
  await demo.verdict('slack-down', 'open');

  await page.reload();
  await demo.task('Draft the winter newsletter').waitFor();
  const { stops, unseen } = await unseenStops(page);
  expect(stops).toBeGreaterThan(15);
  expect(unseen).toEqual([]);
  expect(troubles).toEqual([]);
});

test.each([
  ['a phone', PHONE],
  ['a narrow window', { viewport: { width: 320, height: 640 } }],
  ['a tablet', { viewport: { width: 800, height: 1100 } }],
])('does not scroll sideways on %s', async (_, device) => {
  const { page } = await open(device);
  const demo = new DemonstrationPage(page);
  await demo.open(run);
  await demo.assign('Test the restore of a backup', 'Chloé Laurent');
  await demo.task('Test the restore of a backup').getByText('@Chloé Laurent').waitFor();
  expect(await overflow(page)).toBe(0);
});

test('runs nothing that was smuggled into it', async () => {
  const seen = await open();
  await spoilPages(seen.page, `${run.url}/`);
  await new DemonstrationPage(seen.page).open(run);
  await eventually(() => expect(seen.troubles).toEqual(expect.arrayContaining(STOPPED)));
  expect(await seen.page.evaluate('window.smuggled')).toBeUndefined();
  expect(await seen.page.getByRole('main').isVisible()).toBe(true);
});

test('says when the local run has ended', async () => {
  const { page } = await open();
  await new DemonstrationPage(page).open(run);
  await run.close();
  await page.getByRole('alert').filter({ hasText: 'Is npm start still running?' }).waitFor();
});
