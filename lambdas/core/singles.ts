import { digestIdOf, lookAtAfter, type Way } from './digests.ts';
import { MINUTE, minuteOf } from './minutes.ts';

/** How many notices of one minute (ms) went singly to each destination. */
export interface SinglesCount {
  minute: number;
  byDestination: Readonly<Record<string, number>>;
}

/** The first notices of a minute to a channel go singly, so that nobody waits; what is more goes into one digest. */
export class Singles {
  readonly #limit: number;
  #minute: number;
  #counts: Map<string, number>;
  readonly #ways = new Map<string, Way>();

  /** @param limit of singles in one minute to one destination */
  constructor(limit: number, { minute, byDestination }: SinglesCount) {
    this.#limit = limit;
    this.#minute = minute;
    this.#counts = new Map(Object.entries(byDestination));
  }

  /** Asked again about a notice it says the same: a record that somebody else changed is moved on once more. */
  wayOf(noticeId: string, destination: string, now: number): Way {
    const way = this.#ways.get(noticeId) ?? this.#decide(destination, now);
    this.#ways.set(noticeId, way);
    return way;
  }

  /** What to store for the next invocation. */
  count(now: number): SinglesCount {
    this.#forget(now);
    return { minute: this.#minute, byDestination: Object.fromEntries(this.#counts) };
  }

  #decide(destination: string, now: number): Way {
    this.#forget(now);
    const singles = this.#counts.get(destination) ?? 0;
    if (singles >= this.#limit) {
      const lookAt = lookAtAfter(this.#minute + MINUTE);
      return { kind: 'digest', digest: digestIdOf(destination, now), lookAt };
    }
    this.#counts.set(destination, singles + 1);
    return { kind: 'single' };
  }

  #forget(now: number): void {
    const minute = minuteOf(now);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#counts = new Map();
  }
}
