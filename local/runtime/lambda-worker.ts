import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { HandlerModule } from './handler-module.ts';
import type { Outcome } from './outcome.ts';
import type { FunctionDefinition } from './stack.ts';
import type { PoolWorker } from './worker-pool.ts';

/** What every worker of a run is started with. */
export interface WorkerHost {
  /** Absolute path of worker-bootstrap.mjs. */
  bootstrap: string;
  sharedClock: SharedArrayBuffer;
}

/** The part of Lambda's context object that can be sent to another thread. */
export interface InvocationContext {
  awsRequestId: string;
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  logGroupName: string;
  logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
}

interface Failure {
  errorType: string;
  errorMessage: string;
  trace: readonly string[];
}

/** What worker-bootstrap.mjs sends. */
type Reply =
  | { kind: 'ready' }
  | ({ kind: 'init-error' } & Failure)
  | { kind: 'result'; payload: string }
  | ({ kind: 'error' } & Failure);

/** Loading a bundle takes a fraction of a second; a busy machine is given more than Lambda's ten. */
const INIT_TIMEOUT_MS = 30_000;

/** One execution environment of a function: a thread with its own modules, environment and memory limit. */
export class LambdaWorker implements PoolWorker {
  readonly #worker: Worker;
  readonly #timeoutMs: number;
  readonly #onLine: (line: string) => void;
  #isTerminated = false;
  #settle: ((reply: Reply | { kind: 'died'; failure: Failure }) => void) | undefined;
  #death: Failure | undefined;

  constructor(
    definition: FunctionDefinition,
    module: HandlerModule,
    environment: Readonly<Record<string, string>>,
    host: WorkerHost,
    onLine: (line: string) => void,
  ) {
    const { modulePath, exportName } = module;
    this.#timeoutMs = definition.timeoutMs;
    this.#onLine = onLine;
    this.#worker = new Worker(host.bootstrap, {
      workerData: { modulePath, exportName, sharedClock: host.sharedClock },
      env: { ...environment },
      // Not what this process was started with: a loader of TypeScript is no part of Lambda.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMegabytes },
      stdout: true,
      stderr: true,
    });
    for (const input of [this.#worker.stdout, this.#worker.stderr]) {
      createInterface({ input }).on('line', onLine);
    }
    this.#worker.on('message', (reply: Reply) => this.#settle?.(reply));
    this.#worker.on('error', (error) => this.#die(failureOf(error)));
    this.#worker.on('exit', (code) => this.#die(exited(code)));
  }

  get isAlive(): boolean {
    return this.#death === undefined;
  }

  /** Resolves to undefined once the bundle is loaded, or to what went wrong; then the worker is dead. */
  async init(): Promise<Outcome | undefined> {
    const reply = await this.#replyWithin(INIT_TIMEOUT_MS);
    if (reply.kind === 'ready') return undefined;
    await this.terminate();
    return toOutcome(reply, INIT_TIMEOUT_MS);
  }

  /** Only when the one before has ended. An invocation over its time kills the worker, as Lambda does. */
  async invoke(event: unknown, context: InvocationContext): Promise<Outcome> {
    const reply = this.#replyWithin(this.#timeoutMs);
    this.#worker.postMessage({ event: JSON.stringify(event), context, remainingMs: this.#timeoutMs });
    const outcome = toOutcome(await reply, this.#timeoutMs);
    if (outcome.kind === 'timeout') await this.terminate();
    return outcome;
  }

  async terminate(): Promise<void> {
    this.#isTerminated = true;
    await this.#worker.terminate();
  }

  #replyWithin(ms: number): Promise<Reply | { kind: 'died'; failure: Failure } | { kind: 'timeout' }> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ kind: 'timeout' }), ms);
      const settle = (reply: Parameters<typeof resolve>[0]) => {
        clearTimeout(timer);
        this.#settle = undefined;
        resolve(reply);
      };
      this.#settle = settle;
      if (this.#death) settle({ kind: 'died', failure: this.#death });
    });
  }

  /** An uncaught error comes before the exit that it causes: the first is the reason. */
  #die(failure: Failure): void {
    if (this.#death) return;
    this.#death = failure;
    if (this.#settle) this.#settle({ kind: 'died', failure });
    else if (!this.#isTerminated) this.#onLine(died(failure));
  }
}

function toOutcome(
  reply: Reply | { kind: 'died'; failure: Failure } | { kind: 'timeout' },
  afterMs: number,
): Outcome {
  switch (reply.kind) {
    case 'result':
      return { kind: 'success', payload: JSON.parse(reply.payload) };
    case 'error':
    case 'init-error': {
      const { errorType, errorMessage, trace } = reply;
      return { kind: 'error', errorType, errorMessage, trace };
    }
    case 'died':
      return { kind: 'error', ...reply.failure };
    case 'timeout':
      return { kind: 'timeout', afterMs };
    case 'ready':
      throw new Error('a worker said twice that it is ready');
  }
}

/** What comes out of another thread looks like an error, but may be none to `instanceof`. */
function failureOf(error: unknown): Failure {
  const { name, message, stack }: Partial<Error> = Object(error);
  return {
    errorType: name ?? 'Runtime.ExitError',
    errorMessage: message ?? String(error),
    trace: stack?.split('\n') ?? [],
  };
}

/** Nobody waits for an answer, as when a promise that was left behind is rejected. */
function died(failure: Failure): string {
  return JSON.stringify({ level: 'ERROR', message: 'Died between invocations', ...failure });
}

function exited(code: number): Failure {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `Runtime exited with status ${code}`,
    trace: [],
  };
}
