/**
 * One execution environment in a process of its own: loads a function's bundle, and answers each event with what
 * memory the process had at most; asked for no event, it tells what is left of the heap once it is collected.
 * Plain JavaScript, so that Node loads nothing else with it.
 */
import { readFileSync } from 'node:fs';

const [modulePath] = process.argv.slice(2);

/** What was advanced of the clock (ms). */
let offset = 0;
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + offset;

const { handler } = await import(modulePath);
process.on('message', async ({ event, advancedMs, timeoutMs }) => {
  if (event === undefined) {
    globalThis.gc();
    process.send({ live: process.memoryUsage().heapUsed });
    return;
  }
  offset = advancedMs;
  const deadline = performance.now() + timeoutMs;
  const getRemainingTimeInMillis = () => Math.max(0, Math.round(deadline - performance.now()));
  const { batchItemFailures } = await handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis });
  process.send({ peak: peakKilobytes() * 1024, givenBack: batchItemFailures.length });
});
process.send('ready');

/** On Linux `resourceUsage` knows no less than what the parent had when it started this process. */
function peakKilobytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(peak);
}
