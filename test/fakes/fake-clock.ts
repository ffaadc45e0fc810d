import type { Clock } from '../../lambdas/core/ports/clock.ts';

/** Time stands still until it is moved; a sleep moves it. */
export class FakeClock implements Clock {
  #now: number;

  constructor(now = Date.parse('2026-11-02T09:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  async sleep(ms: number): Promise<void> {
    this.advance(ms);
  }
}
