const SPAN_MS = 10_000;

/** How much of something that is limited by the second is asked for. */
export class Meter {
  #spanBegan = 0;
  #inSpan = 0;
  total = 0;
  /** By the second, in the busiest ten. */
  peak = 0;

  count(now: number, amount = 1): void {
    if (now - this.#spanBegan >= SPAN_MS) {
      this.#spanBegan = now - (now % SPAN_MS);
      this.#inSpan = 0;
    }
    this.total += amount;
    this.#inSpan += amount;
    this.peak = Math.max(this.peak, this.#inSpan / (SPAN_MS / 1000));
  }
}

/** How much of something there is at once. */
export class Level {
  now = 0;
  peak = 0;

  add(amount: number): void {
    this.now += amount;
    this.peak = Math.max(this.peak, this.now);
  }
}
