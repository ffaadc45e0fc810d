import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';
import type { FunctionDefinition } from '../../local/runtime/stack.ts';

const PROGRAM = 'bench/memory/function-process.mjs';

const replySchema = z.object({ peak: z.number(), givenBack: z.number() });
const liveSchema = z.object({ live: z.number() });

/** Memory of the process, at most until then (bytes), and how many messages are given back. */
export type Reply = z.infer<typeof replySchema>;

/** A function's bundle in a process that runs nothing else. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #timeoutMs: number;

  private constructor(child: ChildProcess, timeoutMs: number) {
    this.#child = child;
    this.#timeoutMs = timeoutMs;
  }

  /** @param node to run it with */
  static async start(
    node: string,
    { directory, memoryMegabytes, timeoutMs }: FunctionDefinition,
    env: Record<string, string>,
  ): Promise<FunctionProcess> {
    const execArgv = ['--expose-gc', ...boundsOfHeap(memoryMegabytes, env['NODE_OPTIONS'])];
    // What it logs is not kept. Nothing of this process's own way of loading code is passed on.
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const child = fork(PROGRAM, [join(directory, 'index.mjs')], {
      execPath: node,
      execArgv,
      env,
      stdio: [...stdio],
    });
    const started = new FunctionProcess(child, timeoutMs);
    await started.#next();
    return started;
  }

  /** @param advancedMs how far its clock is ahead of the machine's */
  async invoke(event: object, advancedMs: number): Promise<Reply> {
    this.#child.send({ event, advancedMs, timeoutMs: this.#timeoutMs });
    return replySchema.parse(await this.#next());
  }

  /** What is left of the heap once it is collected (bytes): what the function really keeps. */
  async liveHeap(): Promise<number> {
    this.#child.send({});
    return liveSchema.parse(await this.#next()).live;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }

  /** @throws {Error} when it ends instead of answering */
  async #next(): Promise<unknown> {
    const ended = new AbortController();
    const died = once(this.#child, 'exit', { signal: ended.signal }).then(([code]) => {
      throw new Error(`the function's process ended with ${code}`);
    });
    const answered = once(this.#child, 'message', { signal: ended.signal }).then(([message]) => message);
    try {
      return await Promise.race([died, answered]);
    } finally {
      ended.abort();
      await Promise.allSettled([died, answered]);
    }
  }
}

/** As Lambda's own bootstrap sets them, unless the function's environment does. */
function boundsOfHeap(memoryMegabytes: number, own = ''): string[] {
  if (/--max[-_](semi|old)[-_]space[-_]size/.test(own)) return [];
  return [
    `--max-semi-space-size=${Math.floor(memoryMegabytes * 0.05)}`,
    `--max-old-space-size=${Math.floor(memoryMegabytes * 0.9)}`,
  ];
}
