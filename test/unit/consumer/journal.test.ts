import { hourOf } from '../../../lambdas/core/hour-counts.ts';
import { HOUR } from '../../../lambdas/core/journal.ts';
import { keys } from '../../../lambdas/core/keys.ts';
import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';

const PAGE = pageId(1);
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];

test('a line tells of an event: what became of it, who was told where, and how long it took', async () => {
  const bench = new ConsumerBench();
  await bench.known(PAGE, [ana]);
  bench.table.journalLines.length = 0;
  bench.assign(PAGE, [ana, ben]);
  const event = bench.event(PAGE);
  bench.clock.advance(1234);
  await bench.deliver(event);
  expect(bench.table.journalLines).toEqual([
    {
      id: expect.stringMatching(/-1$/),
      workspace: 'main',
      endedAt: bench.clock.now(),
      job: 'event',
      outcome: 'done',
      reason: '2 delivered',
      attempt: 1,
      durationMs: 0,
      pageId: PAGE,
      eventId: event.eventId,
      type: event.type,
      eventTime: event.eventTime,
      receivedAt: event.receivedAt,
      isWorked: true,
      title: 'Write the launch post',
      url: expect.stringContaining('https://www.notion.so/'),
      assignees: ['Ana', 'Ben'],
      told: [
        { channel: 'comment', rule: 'assigned', people: ['Ben'] },
        { channel: 'slack', rule: 'assigned', people: ['Ben'] },
      ],
      latencyMs: 1234,
    },
  ]);
});

test('a notice that was put off counts from its webhook, and its line names the channel alone', async () => {
  const bench = new ConsumerBench();
  await bench.known(PAGE, []);
  bench.assign(PAGE, [ana]);
  bench.slack.failNext({ kind: 'answer', service: 'slack', status: 503, message: 'down' });
  const event = bench.event(PAGE);
  await bench.deliver(event);
  expect(bench.table.journalLines.at(-1)).toMatchObject({
    outcome: 'deferred',
    told: [{ channel: 'comment' }],
  });
  bench.clock.advance(10 * 60_000);
  await bench.tick();
  expect(bench.table.journalLines.at(-1)).toMatchObject({
    job: 'due',
    outcome: 'done',
    told: [{ channel: 'slack', people: ['Ana'] }],
    latencyMs: bench.clock.now() - event.receivedAt,
  });
});

test('an edit that was passed over without a read is told of, but not under its page', async () => {
  const bench = new ConsumerBench();
  await bench.known(PAGE, [ana]);
  await bench.deliver({ ...bench.event(PAGE), propertyIds: ['other'] });
  expect(bench.table.journalLines.at(-1)).toMatchObject({
    outcome: 'skipped',
    reason: 'no watched property was edited',
    isWorked: false,
  });
});

test('a journal that cannot be written brings no message back', async () => {
  const bench = new ConsumerBench();
  await bench.known(PAGE, []);
  bench.assign(PAGE, [ana]);
  bench.table.journal.write = () => Promise.reject(new Error('throttled'));
  expect(await bench.deliver(bench.event(PAGE))).toEqual([]);
  expect(bench.log.withMessage('The journal could not be written')).toEqual([
    { workspace: 'main', reason: 'Error: throttled' },
  ]);
});

test('messages that found the workspace closed leave no line', async () => {
  const bench = new ConsumerBench();
  await bench.table.workspaces.take('main', bench.clock.now(), bench.clock.now() + 60_000, []);
  expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
  expect(bench.table.journalLines).toEqual([]);
});

test('a workspace whose secrets cannot be had leaves a line that says so', async () => {
  const bench = new ConsumerBench();
  bench.ports.connect = async () => ({ kind: 'refused', reason: "no 'notion-token' is stored" });
  expect(await bench.deliver(bench.event(PAGE))).toHaveLength(1);
  expect(bench.table.journalLines).toMatchObject([
    { outcome: 'halted', reason: "no 'notion-token' is stored" },
  ]);
});

test('an unexpected exception is told in one line; its stack is in the log alone', async () => {
  const bench = new ConsumerBench();
  await bench.known(PAGE, []);
  bench.table.pages.load = () => Promise.reject(new TypeError('x is\nno function'));
  await bench.deliver(bench.event(PAGE));
  expect(bench.table.journalLines.at(-1)).toMatchObject({
    outcome: 'failed',
    reason: 'TypeError: x is no function',
  });
  expect(bench.log.withMessage('A task threw')).toMatchObject([{ stack: expect.stringContaining('at ') }]);
});

describe('figures', () => {
  /** An assignment that is heard of after so long. */
  async function assign(bench: ConsumerBench, people: (typeof ana)[], afterMs: number): Promise<void> {
    bench.clock.advance(afterMs);
    bench.assign(PAGE, people);
    await bench.deliver(bench.event(PAGE));
  }
  const heldBy = (bench: ConsumerBench) => bench.table.workspaceItems.get('main')?.hours;

  test('of the present hour are kept in the workspace’s item, those of the last one are put away', async () => {
    const bench = new ConsumerBench();
    const hour = hourOf(bench.clock.now());
    await assign(bench, [ana], 0);
    expect(heldBy(bench)).toEqual({ [hour]: { done: 1, latency0: 1 } });
    await assign(bench, [ben], 1000);
    expect(heldBy(bench)).toEqual({ [hour]: { done: 2, latency0: 2 } });
    expect([...bench.table.hourItems]).toEqual([]);
    await assign(bench, [ben], HOUR);
    expect(heldBy(bench)).toEqual({ [hour + HOUR]: { skipped: 1 } });
    expect([...bench.table.hourItems]).toEqual([[keys.hour('main', hour), { done: 2, latency0: 2 }]]);
  });

  test('that cannot be put away stay where they are until they can', async () => {
    const bench = new ConsumerBench();
    const hour = hourOf(bench.clock.now());
    await assign(bench, [ana], 0);
    const { writeHour } = bench.table.journal;
    bench.table.journal.writeHour = () => Promise.reject(new Error('throttled'));
    await assign(bench, [ben], HOUR);
    expect(heldBy(bench)).toMatchObject({ [hour]: { done: 1 }, [hour + HOUR]: { done: 1 } });
    expect(bench.log.withMessage('The figures of an hour could not be put away')).toHaveLength(1);
    bench.table.journal.writeHour = writeHour;
    await assign(bench, [ana], 1000);
    expect(heldBy(bench)).toEqual({ [hour + HOUR]: { done: 2, latency0: 2 } });
    expect(bench.table.hourItems.get(keys.hour('main', hour))).toEqual({ done: 1, latency0: 1 });
  });
});
