/**
 * One execution environment in a process of its own: loads a function's bundle, and answers each event with what
 * memory the process had at most; asked for no event, it tells what is left of the heap once it is collected.
 * Plain JavaScript, so that Node loads nothing else with it.
 */
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
  const { maxRSS } = process.resourceUsage(); // in KB
  process.send({ peak: maxRSS * 1024, givenBack: batchItemFailures.length });
});
process.send('ready');
