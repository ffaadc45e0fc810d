import type { HttpWatch } from './faulty-fetch.ts';
import type { Invocation } from './invocation.ts';

interface Rest {
  from: number;
  until: number;
  invocation: Invocation;
}

const WINDOW_MS = 60_000;

/** Watches over the calls to Notion: the budget, the rest that Notion asks for, and that one consumer makes them. */
export class RateWatch {
  readonly #calls: { at: number; invocation: Invocation }[] = [];
  readonly #rests: Rest[] = [];
  /** Invocations that could write down when they ended. */
  readonly #wellEnded = new Set<Invocation>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  watch(invocation: Invocation, now: () => number): HttpWatch {
    return {
      onCall: () => this.#calls.push({ at: now(), invocation }),
      onAnswer: (status, retryAfterMs) => {
        const asksForRest = status === 429 || status === 529;
        const hears = invocation.isAlive && !invocation.isHanging;
        if (!asksForRest || retryAfterMs === undefined || !hears) return;
        this.#rests.push({ from: now(), until: now() + retryAfterMs, invocation });
      },
    };
  }

  endedWell(invocation: Invocation): void {
    this.#wellEnded.add(invocation);
  }

  breaches(): string[] {
    return [...this.#overruns(), ...this.#brokenRests(), ...this.#overlaps()];
  }

  get calls(): number {
    return this.#calls.length;
  }

  #overruns(): string[] {
    const breaches: string[] = [];
    let oldest = 0;
    for (const [index, { at }] of this.#calls.entries()) {
      while ((this.#calls[oldest]?.at ?? at) <= at - WINDOW_MS) oldest += 1;
      const made = index - oldest + 1;
      if (made > this.#limit)
        breaches.push(`${made} calls to Notion in a minute: ${this.#limit} are allowed`);
    }
    return breaches.slice(0, 1);
  }

  /** The hold keeps two consumers apart: the calls of one do not mix with those of another. */
  #overlaps(): string[] {
    const done = new Set<Invocation>();
    let current: Invocation | undefined;
    for (const { invocation } of this.#calls) {
      if (invocation === current) continue;
      if (done.has(invocation)) return ['two consumers called Notion at the same time'];
      if (current) done.add(current);
      current = invocation;
    }
    return [];
  }

  /** Who died could tell nobody that Notion asked for a rest. */
  #brokenRests(): string[] {
    return this.#rests.flatMap(({ from, until, invocation }) => {
      const isBroken = this.#calls.some(
        (call) =>
          call.at > from &&
          call.at < until &&
          (call.invocation === invocation || this.#wellEnded.has(invocation)),
      );
      return isBroken ? [`Notion was called within a Retry-After of ${(until - from) / 1000} s`] : [];
    });
  }
}
