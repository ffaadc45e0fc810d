import type { Page } from 'playwright-core';

/** What somebody would smuggle into a page whose escaping failed: each tries to set `window.smuggled`. */
const SMUGGLED = `
  <script>window.smuggled = 'script'</script>
  <script src="https://elsewhere.example/smuggled.js"></script>
  <script src="data:text/javascript,window.smuggled='data'"></script>
  <img src="https://elsewhere.example/smuggled.png" onerror="window.smuggled = 'handler'">
  <style>main { display: none }</style>
  <iframe src="https://elsewhere.example/smuggled"></iframe>`;

/** What a page tells of its policy then (`Visit.troubles`), among others. */
export const STOPPED = [
  'policy: script-src-elem inline',
  'policy: script-src-elem data',
  'policy: script-src-attr inline',
  'policy: style-src-elem inline',
  'policy: script-src-elem https://elsewhere.example/smuggled.js',
  'policy: img-src https://elsewhere.example/smuggled.png',
  'policy: frame-src https://elsewhere.example',
];

/**
 * Serves every page with that in it, and otherwise as the server sent it, headers too: what happens then is up
 * to the content security policy alone.
 */
export async function spoilPages(page: Page, url: string): Promise<void> {
  await page.route(url, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('</main>', `</main>${SMUGGLED}`);
    await route.fulfill({ response, body });
  });
}
