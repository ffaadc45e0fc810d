/**
 * Runs inside a worker thread: loads a function's bundle and calls its handler, one invocation at a time.
 * Plain JavaScript, so that Node loads it itself whatever loads the rest of the local run.
 *
 * Events and results travel as JSON text, as they do to and from Lambda.
 */
import { parentPort, workerData } from 'node:worker_threads';

const { modulePath, exportName, sharedClock } = workerData;

shareClock(new BigInt64Array(sharedClock));
const handler = await loadHandler();
parentPort.on('message', invoke);
parentPort.postMessage({ kind: 'ready' });

/** `Date` tells the local run's time: the real one plus what was advanced. */
function shareClock(advanced) {
  const RealDate = Date;
  const realNow = Date.now.bind(Date);
  const now = () => realNow() + Number(Atomics.load(advanced, 0));
  RealDate.now = now;
  const LocalDate = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
  });
  RealDate.prototype.constructor = LocalDate;
  globalThis.Date = LocalDate;
}

async function loadHandler() {
  try {
    const found = (await import(modulePath))[exportName];
    if (typeof found === 'function') return found;
    throw new TypeError(`${exportName} is not a function that the bundle exports`);
  } catch (error) {
    parentPort.postMessage({ kind: 'init-error', ...describe(error) });
    throw error;
  }
}

async function invoke({ event, context, remainingMs }) {
  // Real time: the clock of the run may leap during an invocation, its time-out does not.
  const deadline = performance.now() + remainingMs;
  const getRemainingTimeInMillis = () => Math.max(0, Math.round(deadline - performance.now()));
  let reply;
  try {
    const result = await handler(JSON.parse(event), { ...context, getRemainingTimeInMillis });
    reply = { kind: 'result', payload: JSON.stringify(result ?? null) };
  } catch (error) {
    reply = { kind: 'error', ...describe(error) };
  }
  await flush(process.stdout);
  await flush(process.stderr);
  parentPort.postMessage(reply);
}

/** What was logged before is there before the reply. */
function flush(stream) {
  return new Promise((resolve) => stream.write('', resolve));
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
