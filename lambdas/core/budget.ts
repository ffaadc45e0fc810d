const WINDOW_SECONDS = 60;
/**
 * A pace is kept with a margin: some calls are longer on their way than others, so that evenly sent ones may
 * arrive closer together, and each that comes too early costs a rest.
 */
const PACE_MARGIN = 1.05;

/**
 * So many calls are waited for once none is left, if the budget has so many. A read of a page with many people takes
 * two and more, and begins anew if it was cut short: with each single call that came free it would never end. A
 * batch holds ten pages.
 */
const ENOUGH = 20;

/** Calls in each second (epoch seconds as keys), of the last sixty. */
export type Calls = Readonly<Record<string, number>>;

export type Spent =
  /** The call may go, after `waitMs`: above 0 only where a pace is set. */
  | { kind: 'go'; waitMs: number }
  /** No call is left; from `until` on (ms) there are enough to go on with. */
  | { kind: 'empty'; until: number };

/**
 * The calls that a workspace may make. Never more than the limit in any sixty seconds, so never more in one
 * of Notion's fixed windows either, wherever they begin (a connection has 600 a minute on Business and
 * Enterprise plans, 180 on others: https://developers.notion.com/reference/request-limits).
 */
export class Budget {
  readonly #limit: number;
  readonly #gapMs: number;
  readonly #calls: Map<number, number>;
  #lastCallAt: number;

  /**
   * @param pace calls a second, if they are to be spread evenly
   * @param lastCallAt when the last call before was to begin (ms)
   */
  constructor(limit: number, calls: Calls, pace?: number, lastCallAt = 0) {
    this.#limit = limit;
    this.#lastCallAt = lastCallAt;
    this.#gapMs = pace === undefined ? 0 : (1000 * PACE_MARGIN) / pace;
    this.#calls = new Map(Object.entries(calls).map(([second, count]) => [Number(second), count]));
  }

  /** Takes one call out of the budget, if one is left. */
  spend(now: number): Spent {
    const at = Math.max(now, Math.ceil(this.#lastCallAt + this.#gapMs));
    this.#forget(at);
    let used = 0;
    for (const count of this.#calls.values()) used += count;
    if (used >= this.#limit) return { kind: 'empty', until: this.#restedAt(used) };
    const second = Math.floor(at / 1000);
    this.#calls.set(second, (this.#calls.get(second) ?? 0) + 1);
    this.#lastCallAt = at;
    return { kind: 'go', waitMs: at - now };
  }

  /** What to store for the next invocation. */
  calls(now: number): Calls {
    this.#forget(now);
    return Object.fromEntries([...this.#calls].map(([second, count]) => [String(second), count]));
  }

  /** When the last call was to begin (ms); 0 if there never was one. */
  get lastCallAt(): number {
    return this.#lastCallAt;
  }

  /** A second's calls are spent until that second lies a whole window back. */
  #forget(now: number): void {
    const oldest = Math.floor(now / 1000) - WINDOW_SECONDS;
    for (const second of this.#calls.keys()) if (second < oldest) this.#calls.delete(second);
  }

  #restedAt(used: number): number {
    const enough = Math.min(this.#limit, ENOUGH);
    let left = used;
    for (const [second, count] of [...this.#calls].sort(([a], [b]) => a - b)) {
      left -= count;
      if (this.#limit - left >= enough) return (second + WINDOW_SECONDS + 1) * 1000;
    }
    throw new RangeError(`a budget of ${this.#limit} calls can never be spent`);
  }
}

/** The calls of a holder that died without saying how many it made: all of them, at that time. */
export function spentInFull(limit: number, at: number): Calls {
  return { [String(Math.floor(at / 1000))]: limit };
}
