import type { LocalClock } from '../clock.ts';

const MINUTE = 60_000;

/**
 * Notion's limit for one connection: so many calls in a fixed window of sixty seconds, which begins with
 * the first of them; they may be spent in one burst.
 * https://developers.notion.com/reference/request-limits
 */
export class RateWindow {
  readonly #limit: number;
  readonly #clock: Pick<LocalClock, 'now'>;
  readonly #windowMs: number;
  #endsAt = 0;
  #calls = 0;

  /** @param windowMs what Notion allowed until September 2026 was told as three calls a second */
  constructor(limit: number, clock: Pick<LocalClock, 'now'>, windowMs = MINUTE) {
    this.#limit = limit;
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  /** Counts a call. Returns the whole seconds to wait if it is one too many, else 0. */
  spend(): number {
    const now = this.#clock.now();
    if (now >= this.#endsAt) {
      this.#endsAt = now + this.#windowMs;
      this.#calls = 0;
    }
    if (this.#calls >= this.#limit) return Math.ceil((this.#endsAt - now) / 1000);
    this.#calls += 1;
    return 0;
  }
}
