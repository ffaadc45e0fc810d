import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type Visit, visit } from './visit.ts';

/** One Chromium for all tests of a file, and for each test the visits that it asks for. */
export function useChromium(): (options?: BrowserContextOptions) => Promise<Visit> {
  let browser: Browser | undefined;
  let visits: Visit[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(visits.map(({ context }) => context.close()));
    visits = [];
  });
  afterAll(() => browser?.close());
  return async (options) => {
    if (!browser) throw new Error('Chromium is started before the first test');
    const opened = await visit(browser, options);
    visits.push(opened);
    return opened;
  };
}
