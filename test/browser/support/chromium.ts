import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** @throws {Error} saying what to install */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file: set it to a Chromium's path`);
  }
  const found = USUAL_PATHS.find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    `there is no Chromium at ${USUAL_PATHS.join(' or ')}: install it (on Debian: apt-get install chromium), or set CHROMIUM_PATH`,
  );
}

/** A headless Chromium with a profile of its own, which can reach nothing but this machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
    timeout: 120_000,
  });
}
