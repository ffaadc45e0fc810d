import { Workshop } from './runtime-support.ts';

const workshop = new Workshop();
afterAll(() => workshop.close());
const success = (payload: unknown) => ({ kind: 'success', payload });

test('hands event and context over, and the result back', async () => {
  const probe = workshop.function(`export const handler = async (event, context) => ({
    event, name: context.functionName, remaining: context.getRemainingTimeInMillis(),
  })`);
  const outcome = await probe.invoke({ greeting: 'hello' });
  expect(outcome).toEqual(
    success({ event: { greeting: 'hello' }, name: 'stack-Probe', remaining: expect.any(Number) }),
  );
  const { remaining } = (outcome as { payload: { remaining: number } }).payload; // as just expected
  expect(remaining).toBeGreaterThan(4000);
  expect(remaining).toBeLessThanOrEqual(5000);
});

test('shows a function its own environment and nothing of this process', async () => {
  process.env['PAGEBELL_TEST_SECRET'] = 'of the parent';
  const probe = workshop.function('export const handler = async () => process.env', {
    environment: { TABLE_NAME: 'table' },
  });
  const outcome = await probe.invoke({});
  delete process.env['PAGEBELL_TEST_SECRET'];
  expect(outcome).toEqual(
    success({
      TABLE_NAME: 'table',
      AWS_REGION: 'eu-north-1',
      AWS_DEFAULT_REGION: 'eu-north-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_SQS: 'http://sqs.test',
      AWS_ENDPOINT_URL_SSM: 'http://ssm.test',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb.test',
      AWS_ENDPOINT_URL_CLOUDWATCH: 'http://cloudwatch.test',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_FUNCTION_NAME: 'stack-Probe',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_SDK_UA_APP_ID: 'stack-Probe',
      LAMBDA_TASK_ROOT: probe.definition.directory,
      _HANDLER: 'index.handler',
      HOME: probe.definition.directory,
    }),
  );
});

test("tells the run's time, also after a leap", async () => {
  const probe = workshop.function(`export const handler = async () =>
    [Date.now(), new Date().getTime(), Date.parse(Date()), new Date(5).getTime(), new Date() instanceof Date && new Date().constructor === Date]`);
  await probe.warm();
  workshop.clock.advance(7 * 24 * 3_600_000);
  const now = workshop.clock.now();
  const outcome = await probe.invoke({});
  const [stamp, made, text, fixed, isDate] = (outcome as { payload: unknown[] }).payload; // a list, see above
  for (const time of [stamp, made, text]) {
    expect(Number(time)).toBeGreaterThan(now - 2000); // as text it has no milliseconds
    expect(Number(time)).toBeLessThan(now + 20_000);
  }
  expect([fixed, isDate]).toEqual([5, true]);
});

describe('failures', () => {
  const SOURCE = `
    let calls = 0;
    export const handler = async ({ how }) => {
      calls += 1;
      if (how === 'throw') throw new RangeError('too far');
      if (how === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
      if (how === 'spin') for (;;);
      if (how === 'exit') process.exit(3);
      if (how === 'uncaught') { setTimeout(() => { throw new Error('left behind'); }); await new Promise(() => {}); }
      return calls;
    }`;

  test.each([
    [
      'an error of the handler',
      'throw',
      { kind: 'error', errorType: 'RangeError', errorMessage: 'too far' },
      2,
    ],
    ['a wait over the time-out', 'hang', { kind: 'timeout', afterMs: 400 }, 1],
    ['an endless loop', 'spin', { kind: 'timeout', afterMs: 400 }, 1],
    [
      'an exit',
      'exit',
      { kind: 'error', errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with status 3' },
      1,
    ],
    ['an uncaught error', 'uncaught', { kind: 'error', errorType: 'Error', errorMessage: 'left behind' }, 1],
  ])('%s ends the invocation, and only a dead worker is replaced', async (_, how, expected, callsThen) => {
    const probe = workshop.function(SOURCE, { timeoutMs: 400, reservedConcurrency: 1 });
    expect(await probe.invoke({ how })).toMatchObject(expected);
    expect(await probe.invoke({ how: 'return' })).toEqual(success(callsThen));
  });

  test('memory over the limit kills the worker and not the run', async () => {
    const probe = workshop.function(
      `import { resourceLimits } from 'node:worker_threads';
       export const handler = async ({ spend }) => {
         const hoard = [];
         while (spend) hoard.push(new Array(100_000).fill(Math.random()));
         return resourceLimits.maxOldGenerationSizeMb;
       }`,
      { timeoutMs: 20_000, memoryMegabytes: 16 },
    );
    expect(await probe.invoke({ spend: true })).toMatchObject({
      kind: 'error',
      errorMessage: expect.stringMatching(/memory/),
    });
    expect(await probe.invoke({ spend: false })).toEqual(success(16));
  });

  test('a bundle that does not load, or lacks the handler, is told with its reason', async () => {
    const broken = workshop.function("throw new Error('no table name')");
    expect(await broken.warm()).toMatchObject({ kind: 'error', errorMessage: 'no table name' });
    const empty = workshop.function('export const other = 1');
    expect(await empty.invoke({})).toMatchObject({
      kind: 'error',
      errorMessage: 'handler is not a function that the bundle exports',
    });
  });

  test('leave a line in the log', async () => {
    const probe = workshop.function(SOURCE, { timeoutMs: 300 });
    const before = workshop.lines.length;
    await probe.invoke({ how: 'throw' });
    await probe.invoke({ how: 'hang' });
    const lines = workshop.lines.slice(before).map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: 'ERROR', message: 'Invoke Error', errorType: 'RangeError', errorMessage: 'too far' },
      { level: 'ERROR', message: 'Task timed out after 0.30 seconds' },
    ]);
  });
});

test('has what a function wrote before it has the result', async () => {
  const probe = workshop.function(`export const handler = async () => {
    console.log('one'); console.error('two'); process.stdout.write('three without an end');
    process.stdout.write(' that comes later\\n');
  }`);
  const before = workshop.lines.length;
  await probe.invoke({});
  expect(workshop.lines.slice(before).sort()).toEqual([
    'one',
    'three without an end that comes later',
    'two',
  ]);
});

test.each([
  ['its reserved concurrency', 2, 2],
  ['ten', undefined, 10],
])('has at most %s workers, and what comes meanwhile waits', async (_, reservedConcurrency, most) => {
  const probe = workshop.function(
    `import { threadId } from 'node:worker_threads';
     export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 20)); return threadId; }`,
    { reservedConcurrency },
  );
  const outcomes = await Promise.all(Array.from({ length: 2 * most }, () => probe.invoke({})));
  const threads = outcomes.map((outcome) => outcome.kind === 'success' && outcome.payload);
  expect(threads).not.toContain(false);
  expect(new Set(threads).size).toBeLessThanOrEqual(most);
  expect(new Set(threads).size).toBeGreaterThan(1);
});
