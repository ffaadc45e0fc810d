import type { Outcome } from '../../../local/runtime/outcome.ts';
import { type PoolWorker, WorkerPool } from '../../../local/runtime/worker-pool.ts';

const FAILURE: Outcome = { kind: 'error', errorType: 'Error', errorMessage: 'no bundle', trace: [] };

class FakeWorker implements PoolWorker {
  isAlive = true;
  started!: (failure?: Outcome) => void; // by init(), which is called at once
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  init(): Promise<Outcome | undefined> {
    return new Promise((resolve) => {
      this.started = resolve;
    });
  }

  async terminate(): Promise<void> {
    this.isAlive = false;
    this.started(FAILURE);
  }
}

function poolOf(limit: number) {
  const made: FakeWorker[] = [];
  const pool = new WorkerPool(limit, () => {
    const worker = new FakeWorker(`worker ${made.length + 1}`);
    made.push(worker);
    return worker;
  });
  const settled: string[] = [];
  const acquire = (who: string) =>
    pool.acquire().then((worker) => {
      settled.push(`${who}: ${worker instanceof FakeWorker ? worker.name : worker.kind}`);
      return worker;
    });
  return { pool, made, settled, acquire };
}

/** Its first worker is in use. */
async function poolInUse(limit: number) {
  const all = poolOf(limit);
  void all.acquire('first');
  all.made[0]?.started();
  await turn();
  return all;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who waits takes what is free first, though another start was for it', async () => {
  const { pool, made, settled, acquire } = await poolInUse(3);
  void acquire('second');
  expect(made).toHaveLength(2);
  pool.release(made[0] as FakeWorker); // the first has ended
  await turn();
  expect(settled).toEqual(['first: worker 1', 'second: worker 1']);
  made[1]?.started();
  await turn();
  void acquire('third');
  await turn();
  expect(settled.at(-1)).toBe('third: worker 2');
  expect(made).toHaveLength(2);
});

test('starts no more than wait, and no more than the limit', async () => {
  const { pool, made, settled, acquire } = poolOf(2);
  for (const who of ['first', 'second', 'third']) void acquire(who);
  expect(made).toHaveLength(2);
  for (const worker of made) worker.started();
  await turn();
  expect(settled).toEqual(['first: worker 1', 'second: worker 2']);
  pool.release(made[1] as FakeWorker);
  await turn();
  expect(settled.at(-1)).toBe('third: worker 2');
});

test('one who waits is told that a start failed, and for the next another is tried', async () => {
  const { made, settled, acquire } = poolOf(1);
  void acquire('first');
  void acquire('second');
  made[0]?.started(FAILURE);
  await turn();
  expect(settled).toEqual(['first: error']);
  made[1]?.started();
  await turn();
  expect(settled).toEqual(['first: error', 'second: worker 2']);
});

test('a dead one is given to nobody: who waits gets a new one', async () => {
  const { pool, made, settled, acquire } = await poolInUse(1);
  void acquire('second');
  await pool.kill();
  pool.release(made[0] as FakeWorker);
  made[1]?.started();
  await turn();
  expect(settled).toEqual(['first: worker 1', 'second: worker 2']);
});

test('one that dies while idle is passed over', async () => {
  const { pool, made, settled, acquire } = await poolInUse(1);
  pool.release(made[0] as FakeWorker);
  await pool.kill();
  void acquire('second');
  made[1]?.started();
  await turn();
  expect(settled.at(-1)).toBe('second: worker 2');
});

test('a closed one answers those that wait, and starts nothing', async () => {
  const { pool, made, settled, acquire } = await poolInUse(1);
  void acquire('second');
  await pool.close();
  pool.release(made[0] as FakeWorker);
  await acquire('third');
  expect(settled).toEqual(['first: worker 1', 'second: error', 'third: error']);
  expect(made).toHaveLength(1);
});
