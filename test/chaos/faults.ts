/** A fault that waits for its call. */
interface Armed<Fault> {
  /** The call itself, or the beginning of its name up to a dot; empty: any call. */
  target: string;
  fault: Fault;
  /** So many calls go well before. */
  skip: number;
}

interface Outage<Fault> {
  target: string;
  fault: Fault;
  /** Milliseconds. */
  until: number;
}

/** Faults that calls run into: each once, or all in a row until an outage is over. */
export class Faults<Fault extends { kind: string }> {
  readonly #armed: Armed<Fault>[] = [];
  readonly #outages: Outage<Fault>[] = [];
  readonly #count: (name: string) => void;
  readonly #now: () => number;

  /** @param count is told of each fault that a call runs into */
  constructor(now: () => number, count: (name: string) => void) {
    this.#now = now;
    this.#count = count;
  }

  arm(target: string, fault: Fault, skip = 0): void {
    this.#armed.push({ target, fault, skip });
  }

  /** Every call to the target fails until then (ms). */
  breakUntil(target: string, fault: Fault, until: number): void {
    this.#outages.push({ target, fault, until });
  }

  /** The fault of this call, if it has one. */
  next(call: string): Fault | undefined {
    const fault = this.#nextArmed(call) ?? this.#outage(call);
    if (fault) this.#count(`${call}: ${fault.kind}`);
    return fault;
  }

  stop(): void {
    this.#armed.length = 0;
    this.#outages.length = 0;
  }

  #nextArmed(call: string): Fault | undefined {
    const index = this.#armed.findIndex(({ target }) => covers(target, call));
    const armed = this.#armed[index];
    if (!armed) return undefined;
    if (armed.skip > 0) {
      armed.skip -= 1;
      return undefined;
    }
    this.#armed.splice(index, 1);
    return armed.fault;
  }

  #outage(call: string): Fault | undefined {
    const now = this.#now();
    return this.#outages.find(({ target, until }) => now < until && covers(target, call))?.fault;
  }
}

function covers(target: string, call: string): boolean {
  return target === '' || target === call || call.startsWith(`${target}.`);
}
