import type { Clock } from '../../lambdas/core/ports/clock.ts';

interface Timer {
  at: number;
  action: () => void;
}

/**
 * Time that passes only when nothing is left to do: everything that waits, waits on this clock, so that a day
 * takes milliseconds and the same schedule always runs in the same order.
 */
export class VirtualTime implements Clock {
  #now: number;
  /** The earliest first; of two at the same time, the one that was set first. */
  readonly #timers: Timer[] = [];

  constructor(now = Date.parse('2026-11-02T09:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#now + ms, resolve));
  }

  /** Does something at a time, or as soon as possible if that is past. */
  at(time: number, action: () => void): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const timer = this.#timers[middle];
      if (timer && timer.at <= time) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, { at: time, action });
  }

  /** When the next thing happens, if anything is left to happen. */
  nextAt(): number | undefined {
    return this.#timers[0]?.at;
  }

  /** Lets time pass up to `limit` (ms), or until something holds. Resolves to whether it came to hold. */
  async run(limit: number, isOver: () => boolean): Promise<boolean> {
    for (;;) {
      await settled();
      if (isOver()) return true;
      const next = this.#timers[0];
      if (!next || next.at > limit) {
        this.#now = Math.max(this.#now, limit);
        return false;
      }
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.action();
    }
  }
}

/** Everything that needs no time has come to its end: promises are settled before the next turn of Node's loop. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
