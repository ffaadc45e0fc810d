const SPAN_MS = 10_000;

/** How much of something that is limited by the second is used. */
export class Meter {
  readonly #perSecond: number;
  #tokens: number;
  #filledAt = 0;
  #spanBegan = 0;
  #inSpan = 0;
  /** The busiest ten seconds, as a share of the limit. */
  peak = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
  }

  /** Counts what was asked for, whether or not it is granted. */
  count(now: number, amount = 1): void {
    if (now - this.#spanBegan >= SPAN_MS) {
      this.#spanBegan = now - (now % SPAN_MS);
      this.#inSpan = 0;
    }
    this.#inSpan += amount;
    this.peak = Math.max(this.peak, this.#inSpan / (this.#perSecond * (SPAN_MS / 1000)));
  }

  /** Takes all of it, or nothing: a bucket of a second's worth. */
  take(now: number, amount: number): boolean {
    this.count(now, amount);
    const filled = this.#tokens + ((now - this.#filledAt) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond, filled);
    this.#filledAt = now;
    if (this.#tokens < amount) return false;
    this.#tokens -= amount;
    return true;
  }
}
