import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** A page in a browser context of its own, and all that it did which a person does not see. */
export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Addresses of all requests so far, as the browser asked for them. */
  requests: string[];
  /** What went wrong unseen: errors of scripts, the console, the content security policy, the network. */
  troubles: string[];
}

/** Far more than a page needs on an idle machine. */
const PATIENCE_MS = 60_000;

/** Opens a blank page: everything is recorded from the first request on. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const requests: string[] = [];
  const troubles: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A page that is left, or replaced, drops what it was asking for.
    if (why !== 'net::ERR_ABORTED') troubles.push(`${request.method()} ${request.url()}: ${why}`);
  });
  context.on('response', (response) => {
    if (response.status() < 400) return;
    troubles.push(`${response.request().method()} ${response.url()}: ${response.status()}`);
  });
  context.on('console', (message) => {
    const isTold = message.text().startsWith('Failed to load resource'); // by the response
    if (['error', 'warning'].includes(message.type()) && !isTold) troubles.push(message.text());
  });
  context.on('weberror', (error) => troubles.push(`uncaught: ${error.error().message}`));
  await context.exposeFunction('tellViolation', (what: string) => troubles.push(what));
  await context.addInitScript(REPORT_VIOLATIONS);
  const page = await context.newPage();
  return { page, context, requests, troubles };
}

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

const REPORT_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  tellViolation('policy: ' + event.effectiveDirective + ' ' + event.blockedURI));`;

/** Those requests that went elsewhere. What a page holds in itself, such as `data:`, is no request. */
export function thirdParty({ requests }: Visit, origin: string): string[] {
  return requests.filter((url) => /^(https?|wss?):/.test(url) && new URL(url).origin !== origin);
}

/** Looks again until the check passes, or fails as the check did at last. */
export async function eventually(check: () => unknown, within = PATIENCE_MS): Promise<void> {
  const giveUpAt = Date.now() + within;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** How many pixels the page is wider than what shows it: more than none scrolls sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** What an element looks like in the end, such as its `direction`. */
export function styleOf(element: Locator, property: string): Promise<string> {
  return element.evaluate(
    (node, name) => node.ownerDocument.defaultView.getComputedStyle(node).getPropertyValue(name),
    property,
  );
}

/** As a hand with a mouse does it: in small steps, and without a scroll between. Both must be in sight. */
export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = await Promise.all([centre(from), centre(to)]);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 10 });
  await page.mouse.up();
}

async function centre(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error(`${element} is not in sight`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
