import type { LocalClock } from '../clock.ts';

const REFILL_MS = 1000;

/**
 * Slack's limit for one channel: a message a second, with short bursts above it.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export class BurstLimit {
  readonly #burst: number;
  readonly #clock: Pick<LocalClock, 'now'>;
  #left: number;
  #countedAt: number;

  /** @param burst messages that may come at once after a quiet time; how many Slack allows is not published */
  constructor(burst: number, clock: Pick<LocalClock, 'now'>) {
    this.#burst = burst;
    this.#clock = clock;
    this.#left = burst;
    this.#countedAt = clock.now();
  }

  /** Counts a message. Returns the whole seconds to wait if it is one too many, else 0. */
  spend(): number {
    const now = this.#clock.now();
    this.#left = Math.min(this.#burst, this.#left + (now - this.#countedAt) / REFILL_MS);
    this.#countedAt = now;
    if (this.#left < 1) return Math.ceil(((1 - this.#left) * REFILL_MS) / 1000);
    this.#left -= 1;
    return 0;
  }
}
