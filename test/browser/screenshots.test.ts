import type { BrowserContextOptions, Page } from 'playwright-core';
import { ROUTES } from '../../lambdas/core/names.ts';
import { PEOPLE } from '../../local/notion/seed.ts';
import { type LocalStack, startStack } from '../flow/support/local-stack.ts';
import { DemonstrationPage } from './support/demonstration-page.ts';
import { keepScreenshot } from './support/screenshots.ts';
import { announceTask } from './support/tasks.ts';
import { useChromium } from './support/use-chromium.ts';
import { eventually, PHONE, styleOf } from './support/visit.ts';

const { ana, ben, chloe, dev, elif, femi } = PEOPLE;
const HOUR = 60 * 60_000;

/** Events in each hour of a day. */
const DAY = [0, 0, 1, 0, 0, 1, 3, 5, 4, 6, 2, 3, 5, 4, 2, 1, 0, 1];
const SLACK_TROUBLE_AT = 12;

const TASKS: [title: string, person: string][] = [
  ['Translate the help pages', chloe],
  ['Renew the domain', dev],
  ['Plan the sprint', femi], // her own: she is not told
  ['Answer the survey', elif],
  ['Check the October invoices', ben],
  ['Prepare the demo for Friday', ana],
  ['Rotate the signing keys', dev],
];

/** Tall enough to show what it is about. */
const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 1160 }, deviceScaleFactor: 1.5 };
const DEVICES: [string, BrowserContextOptions, 'light' | 'dark'][] = [
  ['desktop', WIDE, 'light'],
  ['dark', { ...WIDE, colorScheme: 'dark' }, 'dark'],
  ['phone', PHONE, 'light'],
];

const open = useChromium();
let run: LocalStack;
beforeAll(async () => {
  run = await startStack();
});
afterAll(() => run?.close());

/** Slack is down for a moment, so that one message comes later than its comment. */
async function troubleSlack(): Promise<void> {
  const messages = run.slack.messages().length;
  const effect = { kind: 'answer', when: 'before', status: 503, code: 'down' } as const;
  run.slack.faults.add({ operation: 'post', times: 1, effect });
  await announceTask(run, 'Book the train to Lyon', ben);
  await eventually(() => {
    run.clock.advance(1000);
    expect(run.slack.messages()).toHaveLength(messages + 1);
  });
}

/** Light letters on a dark page, or the other way round. */
async function looks(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  const color = await styleOf(page.locator('body'), 'color');
  const lightness = Math.max(...(color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
  expect([scheme, color, scheme === 'dark' ? lightness > 150 : lightness < 110]).toEqual([
    scheme,
    color,
    true,
  ]);
}

describe('the demonstration', () => {
  beforeAll(async () => {
    const { page } = await open();
    const demo = new DemonstrationPage(page);
    await demo.open(run);
    await demo.turn('Deliver everything twice', 'on');
    await demo.assign('Send the October invoices', 'Ben Okafor');
    await demo.assign('Review the pricing page', 'Chloé Laurent', 'Dev Patel');
    await demo.verdict('deliver-twice', 'kept');
    await demo.turn('Deliver everything twice', 'off');
  });

  test.each(DEVICES)('%s', async (name, device, scheme) => {
    const { page } = await open(device);
    const demo = new DemonstrationPage(page);
    await demo.open(run);
    await demo.task('Send the October invoices').locator('summary').click();
    await demo.task('Send the October invoices').getByText('@Ben Okafor').waitFor();
    await looks(page, scheme);
    await keepScreenshot(page, `demonstration-${name}`);
  });
});

describe('the dashboard', () => {
  beforeAll(async () => {
    for (const [hour, count] of DAY.entries()) {
      for (let task = 0; task < count; task++) {
        const [title, person] = TASKS[(hour + task) % TASKS.length] ?? ['', ''];
        await announceTask(run, title, person);
      }
      if (hour === SLACK_TROUBLE_AT) await troubleSlack();
      run.clock.advance(HOUR);
    }
    run.notion.capabilities.insertComments = false;
    await announceTask(run, 'Write the minutes', ana);
    run.notion.capabilities.insertComments = true;
    await announceTask(run, 'Order the badges for the fair', chloe);
  });

  test.each(DEVICES)('%s', async (name, device, scheme) => {
    const { page } = await open(device);
    await page.goto(run.url + ROUTES.dashboard);
    await page.getByText('Order the badges for the fair').first().waitFor();
    await looks(page, scheme);
    await keepScreenshot(page, `dashboard-${name}`);
  });
});
