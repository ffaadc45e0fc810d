import type { Locator, Page } from 'playwright-core';
import type { LocalStack } from '../../flow/support/local-stack.ts';
import { eventually } from './visit.ts';

/** The start page, as somebody uses it who sees what its parts are called. */
export class DemonstrationPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(run: Pick<LocalStack, 'url'>): Promise<void> {
    await this.page.goto(run.url);
    await this.task('Redesign the homepage').waitFor();
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  task(title: string): Locator {
    return this.region('Notion').locator('details.task').filter({ hasText: title });
  }

  /** Opens a task, ticks who is named, and saves. */
  async assign(title: string, ...people: string[]): Promise<void> {
    const task = this.task(title);
    if ((await task.getAttribute('open')) === null) await task.locator('summary').click();
    for (const person of people) await task.getByRole('checkbox', { name: person }).check();
    await task.getByRole('button', { name: 'Save' }).click();
    await task.locator('output').filter({ hasText: 'Saved' }).waitFor();
  }

  switch(name: string): Locator {
    return this.region('Break something').getByRole('switch', { name, exact: true });
  }

  button(name: string): Locator {
    return this.region('Break something').getByRole('button', { name, exact: true });
  }

  async turn(name: string, state: 'on' | 'off'): Promise<void> {
    const button = this.switch(name);
    const isOn = async () => (await button.getAttribute('aria-checked')) === 'true';
    if ((await isOn()) !== (state === 'on')) await button.click();
    await this.turned(name, state);
  }

  /** Waits until a switch is so. */
  async turned(name: string, state: 'on' | 'off'): Promise<void> {
    await eventually(async () =>
      expect(await this.switch(name).getAttribute('aria-checked')).toBe(String(state === 'on')),
    );
  }

  /** Waits for what the page says about a fault, such as its verdict `kept`. */
  async verdict(name: string, verdict: 'open' | 'kept' | 'broken'): Promise<string> {
    const report = this.page.locator(`li.fault[data-name="${name}"] .report`);
    await eventually(async () => expect(await report.getAttribute('data-verdict')).toBe(verdict));
    return (await report.locator('.summary').textContent()) ?? '';
  }
}
