import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PEOPLE } from '../../local/notion/seed.ts';
import { temporaryDirectory, until } from './support/local-stack.ts';
import { assemblyDirectory } from './support/synthesise.ts';

/** Of a busy machine: what hangs ends all the same. */
const PATIENCE_MS = 120_000;
const ASSIGNMENTS = 60;

interface Board {
  board: { tasks: { id: string; comments: unknown[] }[] };
  figures: { queued: number; inFlight: number; due: number };
}

/** A local run in a process of its own. */
class LocalProcess {
  readonly #child: ChildProcess;
  readonly #url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.#url = url;
  }

  static async start(dataDir: string): Promise<LocalProcess> {
    const program = ['--import', 'tsx', 'test/flow/support/run-local.ts', assemblyDirectory(), dataDir];
    const child = spawn(process.execPath, program, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: process.env,
    });
    for await (const url of createInterface(child.stdout)) return new LocalProcess(child, url);
    throw new Error('the local run ended before it was ready');
  }

  async post(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json', origin: this.#url };
    const answer = await fetch(this.#url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async state(): Promise<Board> {
    return (await fetch(`${this.#url}/local/state`)).json() as Promise<Board>; // the page's own JSON
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}

/** Lets time pass until nothing waits any more. */
async function drain(run: LocalProcess): Promise<void> {
  await until(
    async () => {
      await run.post('/local/clock', { advanceMs: 30_000 });
      const { queued, inFlight, due } = (await run.state()).figures;
      return queued + inFlight + due === 0;
    },
    'nothing waits any more',
    PATIENCE_MS,
  );
}

test(
  'a run that is killed in the middle of its work ends, started again, with each comment once',
  async () => {
    const data = temporaryDirectory();
    let run = await LocalProcess.start(data.path);
    try {
      const tasks: string[] = [];
      for (let task = 0; task < ASSIGNMENTS; task++) {
        const made = await run.post('/local/tasks', { title: `Task ${task}`, author: PEOPLE.femi });
        tasks.push((made as { id: string }).id); // what the page's own route answers
      }
      await drain(run);
      for (const pageId of tasks) {
        await run.post('/local/assign', { pageId, people: [PEOPLE.ana], author: PEOPLE.femi });
      }
      const commentsOf = async () => {
        const { board } = await run.state();
        return board.tasks.filter(({ id }) => tasks.includes(id)).map(({ comments }) => comments.length);
      };
      const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
      await until(
        async () => {
          await run.post('/local/clock', { advanceMs: 2000 });
          return sum(await commentsOf()) >= ASSIGNMENTS / 3;
        },
        'a third is announced',
        PATIENCE_MS,
      );
      expect(sum(await commentsOf())).toBeLessThan(ASSIGNMENTS);
      await run.kill();

      run = await LocalProcess.start(data.path);
      await drain(run);
      expect(await commentsOf()).toEqual(tasks.map(() => 1));
    } finally {
      await run.kill();
      data.remove();
    }
  },
  5 * PATIENCE_MS,
);
