import type { Outcome } from './outcome.ts';

/** An execution environment: handles one invocation at a time. */
export interface PoolWorker {
  readonly isAlive: boolean;
  /** Resolves to undefined once it can be used, or to what went wrong; then it is dead. */
  init(): Promise<Outcome | undefined>;
  terminate(): Promise<void>;
}

/**
 * A function's workers. Who finds none idle starts one, up to the limit, and takes whichever is free first:
 * waiting for the very one it started, a request that others overtake would take as long as a start does.
 */
export class WorkerPool<Worker extends PoolWorker> {
  readonly #limit: number;
  readonly #create: () => Worker;
  /** All that live: idle, in use or starting. */
  readonly #workers = new Set<Worker>();
  readonly #idle: Worker[] = [];
  readonly #waiting: ((worker: Worker | Outcome) => void)[] = [];
  #starting = 0;
  #isClosed = false;

  constructor(limit: number, create: () => Worker) {
    this.#limit = limit;
    this.#create = create;
  }

  /** A worker to be given back with {@link release}, or why none could start. */
  acquire(): Promise<Worker | Outcome> {
    if (this.#isClosed) return Promise.resolve(closed());
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.isAlive) return Promise.resolve(idle);
      this.#workers.delete(idle);
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#startEnough();
    });
  }

  release(worker: Worker): void {
    if (!worker.isAlive || this.#isClosed) {
      this.#workers.delete(worker);
      this.#startEnough();
      return;
    }
    const next = this.#waiting.shift();
    if (next) next(worker);
    else this.#idle.push(worker);
  }

  /** What runs ends without a word, as when a machine fails. */
  async kill(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  /** Ends what is running, too, and starts nothing any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const resolve of this.#waiting.splice(0)) resolve(closed());
    await this.kill();
  }

  #startEnough(): void {
    while (this.#waiting.length > this.#starting && this.#workers.size < this.#limit) void this.#start();
  }

  async #start(): Promise<void> {
    this.#starting += 1;
    const worker = this.#create();
    this.#workers.add(worker);
    const failure = await worker.init();
    this.#starting -= 1;
    if (!failure) return this.release(worker);
    this.#workers.delete(worker);
    this.#waiting.shift()?.(failure);
    this.#startEnough();
  }
}

function closed(): Outcome {
  return {
    kind: 'error',
    errorType: 'Runtime.ExitError',
    errorMessage: 'the local run is stopping',
    trace: [],
  };
}
