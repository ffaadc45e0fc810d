import type { LocalClock } from '../clock.ts';

const WINDOW_MS = 60_000;

/**
 * Notion's limit for one connection: so many calls in a fixed window of sixty seconds, which begins with
 * the first of them; they may be spent in one burst.
 * https://developers.notion.com/reference/request-limits
 */
export class RateWindow {
  readonly #callsPerMinute: number;
  readonly #clock: Pick<LocalClock, 'now'>;
  #endsAt = 0;
  #calls = 0;

  constructor(callsPerMinute: number, clock: Pick<LocalClock, 'now'>) {
    this.#callsPerMinute = callsPerMinute;
    this.#clock = clock;
  }

  /** Counts a call. Returns the whole seconds to wait if it is one too many, else 0. */
  spend(): number {
    const now = this.#clock.now();
    if (now >= this.#endsAt) {
      this.#endsAt = now + WINDOW_MS;
      this.#calls = 0;
    }
    if (this.#calls >= this.#callsPerMinute) return Math.ceil((this.#endsAt - now) / 1000);
    this.#calls += 1;
    return 0;
  }
}
