/** The longest delay that Node's timers know: longer ones would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Sleeper {
  until: number;
  wake: () => void;
  timer: NodeJS.Timeout | undefined;
}

/**
 * The time of the local run: the real one plus what was advanced. Queue, schedules and simulated services
 * wait on it, so that a test or a person can let hours pass at once.
 */
export class LocalClock {
  /**
   * What was advanced, in milliseconds, as one 64-bit integer: another thread computes the same time with
   * `Date.now() + Number(Atomics.load(new BigInt64Array(shared), 0))`.
   */
  readonly shared = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  readonly #advanced = new BigInt64Array(this.shared);
  readonly #base: () => number;
  readonly #sleepers = new Set<Sleeper>();
  /** Told of the new `offset` each time that it grows. */
  onAdvanced: (offset: number) => void = () => {};

  /**
   * @param base what the time would be if nothing was advanced (ms); default the real time
   * @param offset what an earlier run advanced (ms), if what it stored is to be met again at its time
   */
  constructor(base: () => number = Date.now, offset = 0) {
    this.#base = base;
    this.advance(offset);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#base() + this.offset;
  }

  /** Milliseconds that were advanced so far. */
  get offset(): number {
    return Number(Atomics.load(this.#advanced, 0));
  }

  /**
   * Lets time pass, and wakes every sleeper whose time has come, the earliest first.
   *
   * @param ms whole milliseconds, not negative
   * @throws {RangeError} on anything else
   */
  advance(ms: number): void {
    if (!Number.isSafeInteger(ms) || ms < 0) {
      throw new RangeError(`the clock goes forward by whole milliseconds, not by ${ms}`);
    }
    Atomics.add(this.#advanced, 0, BigInt(ms));
    this.onAdvanced(this.offset);
    const now = this.now();
    const due = [...this.#sleepers].filter(({ until }) => until <= now).sort((a, b) => a.until - b.until);
    for (const sleeper of due) sleeper.wake();
  }

  /**
   * Resolves once `ms` have passed on this clock. Does not keep the process alive.
   *
   * @throws the signal's reason, if it is aborted before
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const forget = () => {
        clearTimeout(sleeper.timer);
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', abort);
      };
      const abort = () => {
        forget();
        reject(signal?.reason);
      };
      const wake = () => {
        forget();
        resolve();
      };
      const sleeper: Sleeper = { until: this.now() + ms, wake, timer: undefined };
      signal?.addEventListener('abort', abort);
      this.#sleepers.add(sleeper);
      this.#arm(sleeper);
    });
  }

  /** Timers may fire a little early, and cannot wait for longer than 24 days: then it is armed again. */
  #arm(sleeper: Sleeper): void {
    const left = sleeper.until - this.now();
    const fire = () => (sleeper.until <= this.now() ? sleeper.wake() : this.#arm(sleeper));
    sleeper.timer = setTimeout(fire, Math.min(Math.max(left, 0), LONGEST_TIMER_MS)).unref();
  }
}
