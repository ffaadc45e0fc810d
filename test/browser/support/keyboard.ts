import type { Locator, Page } from 'playwright-core';

/** More stops than any page has. */
const MOST_STOPS = 150;

/** Presses Tab until an element has the focus, as somebody without a mouse would come there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
  }
  throw new Error(`Tab does not come to ${target}`);
}

/** Goes once through the whole page by Tab. Returns the stops at which one cannot see where the focus is. */
export async function unseenStops(page: Page): Promise<{ stops: number; unseen: string[] }> {
  const unseen: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate<Stop | undefined>(CURRENT_STOP);
    if (!found) return { stops: stop, unseen };
    if (!found.isSeen) unseen.push(found.what);
  }
  throw new Error('Tab does not come to an end of the page');
}

interface Stop {
  what: string;
  isSeen: boolean;
}

/** Undefined past the last element, and for one that had the focus before. */
const CURRENT_STOP = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body || element.dataset.visited) return undefined;
  element.dataset.visited = 'yes';
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  return { what: element.outerHTML.slice(0, 120), isSeen: isMarked && width > 0 && height > 0 };
})()`;
