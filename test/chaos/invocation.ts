import type { Faults } from './faults.ts';

/** The end of an invocation, in the midst of its work. */
export type Crash =
  | { kind: 'dies-before' | 'dies-after' }
  /** The call is made and never answered: the function runs into its time-out. */
  | { kind: 'hangs' };

/** One run of the consumer. Once it is dead, nothing that it still tries has an effect, or an answer. */
export class Invocation {
  isAlive = true;
  /** One of its calls gets no answer any more. */
  isHanging = false;
  /** Resolves when the function is killed. */
  readonly died: Promise<void>;
  readonly #crashes: Faults<Crash>;
  readonly #onCrash: (call: string, crash: Crash) => void;
  #bury: () => void = () => {};

  constructor(crashes: Faults<Crash>, onCrash: (call: string, crash: Crash) => void) {
    this.#crashes = crashes;
    this.#onCrash = onCrash;
    this.died = new Promise((resolve) => {
      this.#bury = resolve;
    });
  }

  kill(): void {
    this.isAlive = false;
    this.#bury();
  }

  /** The port with a place to die before and after each of its calls. */
  guard<Port extends object>(name: string, port: Port, onDone: OnDone = () => {}): Port {
    return new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) =>
          this.call(`${name}.${String(key)}`, () => Reflect.apply(member, target, args), args, onDone);
      },
    });
  }

  async call(
    name: string,
    run: () => unknown,
    args: unknown[] = [],
    onDone: OnDone = () => {},
  ): Promise<unknown> {
    if (!this.isAlive) return never();
    const crash = this.#crashes.next(name);
    if (crash) this.#onCrash(name, crash);
    if (crash?.kind === 'hangs') this.isHanging = true;
    if (crash?.kind === 'dies-before') {
      this.kill();
      return never();
    }
    const ended = await settle(run);
    if (!this.isAlive || crash?.kind === 'hangs') return never();
    if (crash) {
      this.kill();
      return never();
    }
    if (!ended.ok) throw ended.error;
    onDone(name, args, ended.value);
    return ended.value;
  }
}

/** Told of each call that came to its end, well, in an invocation that lives. */
export type OnDone = (name: string, args: readonly unknown[], value: unknown) => void;

function never(): Promise<never> {
  return new Promise(() => {});
}

async function settle(
  run: () => unknown,
): Promise<{ ok: true; value: unknown } | { ok: false; error: unknown }> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, error };
  }
}
