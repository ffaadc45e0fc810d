import synthesise from '../../flow/support/synthesise.ts';
import { findChromium } from './chromium.ts';

/** A missing browser is told before the slow part, and in one line: jest would print a stack with it. */
export default async function setUp(): Promise<void> {
  try {
    findChromium();
    await synthesise();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
