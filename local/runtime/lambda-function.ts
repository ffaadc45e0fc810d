import { randomUUID } from 'node:crypto';
import { type InvocationContext, LambdaWorker, type WorkerHost } from './lambda-worker.ts';
import type { Outcome } from './outcome.ts';
import type { FunctionDefinition } from './stack.ts';

/** An unreserved function may have as many workers: more would not make one machine faster. */
const DEFAULT_CONCURRENCY = 10;

/**
 * A function with its execution environments. Each handles one invocation at a time and is used again. What
 * comes while all are busy waits its turn: on Lambda an unreserved function would simply get more of them,
 * and who feeds a reserved one never has more in flight than it allows.
 */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly concurrency: number;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #host: WorkerHost;
  readonly #log: (line: string) => void;
  readonly #idle: LambdaWorker[] = [];
  readonly #workers = new Set<LambdaWorker>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #isClosed = false;

  constructor(
    definition: FunctionDefinition,
    environment: Readonly<Record<string, string>>,
    host: WorkerHost,
    log: (line: string) => void,
  ) {
    this.definition = definition;
    this.concurrency = definition.reservedConcurrency ?? DEFAULT_CONCURRENCY;
    this.#environment = environment;
    this.#host = host;
    this.#log = log;
  }

  /** Whether an invocation is running, or waits for its turn. */
  get isBusy(): boolean {
    return this.#busy > 0;
  }

  async invoke(event: unknown): Promise<Outcome> {
    await this.#enter();
    try {
      const worker = await this.#worker();
      if (!(worker instanceof LambdaWorker)) return this.#report(worker);
      const outcome = await worker.invoke(event, this.#context());
      if (worker.isAlive && !this.#isClosed) this.#idle.push(worker);
      else this.#workers.delete(worker);
      return this.#report(outcome);
    } finally {
      this.#leave();
    }
  }

  /** Loads the bundle into one worker. Resolves to what went wrong, if anything did. */
  async warm(): Promise<Outcome | undefined> {
    await this.#enter();
    try {
      const worker = await this.#worker();
      if (!(worker instanceof LambdaWorker)) return this.#report(worker);
      this.#idle.push(worker);
      return undefined;
    } finally {
      this.#leave();
    }
  }

  /** What runs ends without a word, as when a machine fails. The next invocation starts a new worker. */
  async kill(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  /** Ends what is running, too. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.kill();
  }

  /** An idle worker that still lives, or a new one, or why that could not start. */
  async #worker(): Promise<LambdaWorker | Outcome> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.isAlive) return idle;
      this.#workers.delete(idle);
    }
    if (this.#isClosed) return closed();
    const worker = new LambdaWorker(this.definition, this.#environment, this.#host, this.#log);
    this.#workers.add(worker);
    const failure = await worker.init();
    if (!failure) return worker;
    this.#workers.delete(worker);
    return failure;
  }

  async #enter(): Promise<void> {
    if (this.#busy < this.concurrency) this.#busy += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy -= 1;
  }

  #context(): InvocationContext {
    const { name, arn, memoryMegabytes } = this.definition;
    return {
      awsRequestId: randomUUID(),
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memoryMegabytes),
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
    };
  }

  /** Lambda writes such a line to the function's log. */
  #report(outcome: Outcome): Outcome {
    switch (outcome.kind) {
      case 'success':
        break;
      case 'error': {
        if (this.#isClosed) break;
        const { errorType, errorMessage, trace } = outcome;
        this.#log(
          JSON.stringify({ level: 'ERROR', message: 'Invoke Error', errorType, errorMessage, trace }),
        );
        break;
      }
      case 'timeout': {
        const message = `Task timed out after ${(outcome.afterMs / 1000).toFixed(2)} seconds`;
        this.#log(JSON.stringify({ level: 'ERROR', message }));
        break;
      }
    }
    return outcome;
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
