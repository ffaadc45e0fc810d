import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CRASH_CALLS, CRASHES } from './arbitrary-faults.ts';
import { shrinkSeed } from './check-seed.ts';
import { fuzzReceiver } from './fuzz-receiver.ts';
import { addReport, emptyReport, printed, type Report } from './report.ts';
import { runMutants } from './run-mutants.ts';
import type { Seeds } from './run-seeds.ts';
import { storyOf } from './story.ts';
import type { Counts } from './tally.ts';

// It would stand between the lines of the report; workers inherit it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const MOST_SHRUNK = 3;
/** So many schedules reach every place in which the consumer can die. */
const ENOUGH = 10_000;

const { values } = parseArgs({
  options: {
    /** Run one schedule, shrink it and tell its story. */
    seed: { type: 'string' },
    schedules: { type: 'string', default: '10000' },
    requests: { type: 'string', default: '100000' },
    workers: { type: 'string', default: String(availableParallelism()) },
    /** Stop at the first schedule that fails, and do not shrink it. */
    'first-failure': { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    /** Only the mutants whose name holds this. */
    only: { type: 'string', default: '' },
  },
});

if (values.seed !== undefined) process.exitCode = await replay(number('seed', values.seed));
else if (values.mutants)
  process.exitCode = (await runMutants(values.only, number('schedules', values.schedules))) ? 0 : 1;
else process.exitCode = (await runAll()) ? 0 : 1;

async function runAll(): Promise<boolean> {
  const workers = number('workers', values.workers);
  const schedules = number('schedules', values.schedules);
  const stopAtFailure = values['first-failure'];
  const reports = await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const count = Math.ceil((schedules - index) / workers);
      return runInWorker({ first: index + 1, every: workers, count, stopAtFailure });
    }),
  );
  const report = emptyReport();
  for (const one of reports) addReport(report, one);
  report.failures.sort((a, b) => a.seed - b.seed);
  console.log(printed(report));
  for (const { seed, violations } of report.failures) {
    console.log(`seed ${seed}: ${violations.join('; ')}`);
  }
  if (!stopAtFailure) for (const { seed } of report.failures.slice(0, MOST_SHRUNK)) await replay(seed);
  const untried = schedules < ENOUGH ? [] : untriedDeaths(report.crashes);
  for (const death of untried) console.log(`no schedule had it that the consumer ${death}`);
  const isFuzzed = await fuzz(number('requests', values.requests));
  return report.failures.length === 0 && untried.length === 0 && isFuzzed;
}

function untriedDeaths(crashes: Counts): string[] {
  const deaths = CRASH_CALLS.flatMap((call) =>
    CRASHES.map(({ kind }) => (call === '' ? undefined : `${kind} ${call}`)),
  );
  return deaths.filter((death) => death !== undefined && !crashes[death]).map(String);
}

/** A process of this program's own options, so that it reads TypeScript as this one does. */
function runInWorker(seeds: Seeds): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = fork(new URL('./worker.ts', import.meta.url));
    worker.once('message', (report) => resolve(report as Report)); // worker.ts sends nothing else
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a worker ended with ${code} and no report`)));
    worker.send(seeds);
  });
}

async function replay(seed: number): Promise<number> {
  console.log(`\nseed ${seed}: npm run chaos -- --seed ${seed}`);
  const shrunk = await shrinkSeed(seed);
  if (!shrunk) {
    console.log('Pagebell keeps its promises in it.');
    return 0;
  }
  console.log(`${storyOf(shrunk.schedule)}\n  but ${shrunk.violations.join('\n  and ')}`);
  return 1;
}

async function fuzz(requests: number): Promise<boolean> {
  const { violation, answers } = await fuzzReceiver(requests);
  console.log(`\n${requests} requests to the receiver: ${JSON.stringify(answers)}`);
  if (violation !== undefined) console.log(violation);
  return violation === undefined;
}

function number(option: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`--${option} ${value}: expected a whole number, as in --${option} 7`);
}
