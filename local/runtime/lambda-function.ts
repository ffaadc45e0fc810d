import { randomUUID } from 'node:crypto';
import { findHandlerModule } from './handler-module.ts';
import { type InvocationContext, LambdaWorker, type WorkerHost } from './lambda-worker.ts';
import type { Outcome } from './outcome.ts';
import type { FunctionDefinition } from './stack.ts';
import { WorkerPool } from './worker-pool.ts';

/** An unreserved function may have as many workers: more would not make one machine faster. */
const DEFAULT_CONCURRENCY = 10;

/**
 * A function with its execution environments, which are used again. What comes while all are busy waits its
 * turn: on Lambda an unreserved function would simply get more of them, and who feeds a reserved one never has
 * more in flight than it allows.
 */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly concurrency: number;
  readonly #pool: WorkerPool<LambdaWorker>;
  readonly #log: (line: string) => void;
  #busy = 0;
  #invocations = 0;
  #isClosed = false;

  constructor(
    definition: FunctionDefinition,
    environment: Readonly<Record<string, string>>,
    host: WorkerHost,
    log: (line: string) => void,
  ) {
    this.definition = definition;
    this.concurrency = definition.reservedConcurrency ?? DEFAULT_CONCURRENCY;
    this.#log = log;
    const module = findHandlerModule(definition);
    this.#pool = new WorkerPool(
      this.concurrency,
      () => new LambdaWorker(definition, module, environment, host, log),
    );
  }

  /** Whether an invocation is running, or waits for its turn. */
  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** How often it was invoked so far. */
  get invocations(): number {
    return this.#invocations;
  }

  async invoke(event: unknown): Promise<Outcome> {
    this.#busy += 1;
    this.#invocations += 1;
    try {
      const worker = await this.#pool.acquire();
      if (!(worker instanceof LambdaWorker)) return this.#report(worker);
      const outcome = await worker.invoke(event, this.#context());
      this.#pool.release(worker);
      return this.#report(outcome);
    } finally {
      this.#busy -= 1;
    }
  }

  /** Loads the bundle into one worker. Resolves to what went wrong, if anything did. */
  async warm(): Promise<Outcome | undefined> {
    const worker = await this.#pool.acquire();
    if (!(worker instanceof LambdaWorker)) return this.#report(worker);
    this.#pool.release(worker);
    return undefined;
  }

  /** What runs ends without a word, as when a machine fails. The next invocation starts a new worker. */
  kill(): Promise<void> {
    return this.#pool.kill();
  }

  /** Ends what is running, too. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.#pool.close();
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
