import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** What the README shows. Only `UPDATE_SCREENSHOTS=1 npm run test:browser` changes it. */
const KEPT = 'docs/screenshots';

let folder: string | undefined;

/** Keeps a picture of what the viewport shows, as `<name>.png`. */
export async function keepScreenshot(page: Page, name: string): Promise<string> {
  folder ??= chooseFolder();
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return path;
}

function chooseFolder(): string {
  const chosen = process.env['UPDATE_SCREENSHOTS'] === '1' ? KEPT : join(tmpdir(), 'pagebell-screenshots');
  mkdirSync(chosen, { recursive: true });
  return chosen;
}
