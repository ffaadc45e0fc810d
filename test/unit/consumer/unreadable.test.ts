import { ConsumerBench, DATA_SOURCE, pageId, person } from '../../fakes/consumer-bench.ts';
import { slackAnswer } from '../../fakes/fake-slack.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAGE = pageId(1);
const ana = person(1, 'Ana');

/** A page with an owed Slack message, in a data source that is swept, and of which a list is told. */
async function open(): Promise<ConsumerBench> {
  const reminders = { timeZone: 'UTC', daysBefore: [], overdue: true };
  const bench = new ConsumerBench({ reminders, comment: false });
  bench.notion.schemas.set(DATA_SOURCE, []);
  await bench.known(PAGE, []);
  bench.assign(PAGE, [ana]);
  bench.slack.failNext(slackAnswer(503));
  await bench.deliver(bench.event(PAGE));
  return bench;
}

/** Runs until then, with a tick each minute. */
async function pass(bench: ConsumerBench, ms: number): Promise<void> {
  for (const end = bench.clock.now() + ms; bench.clock.now() < end; ) {
    bench.clock.advance(MINUTE);
    await bench.tick();
  }
}

const unreadable = () => Promise.reject(new Error('not what was stored'));

test.each<[string, number, (bench: ConsumerBench) => void, (bench: ConsumerBench) => void]>([
  [
    'a page',
    0,
    ({ ports }) => Object.assign(ports, { pages: { ...ports.pages, load: unreadable } }),
    ({ ports, table }) => Object.assign(ports, { pages: table.pages }),
  ],
  [
    'a data source',
    0,
    ({ ports }) => Object.assign(ports, { dataSources: { ...ports.dataSources, load: unreadable } }),
    ({ ports, table }) => Object.assign(ports, { dataSources: table.dataSources }),
  ],
  [
    'a list of what is overdue',
    // until nine o'clock
    24 * HOUR,
    ({ ports }) => Object.assign(ports, { overdue: { ...ports.overdue, load: unreadable } }),
    ({ ports, table }) => Object.assign(ports, { overdue: table.overdue }),
  ],
])(
  'the item of %s that cannot be read is given up once an hour, until it can',
  async (_, wait, spoil, mend) => {
    const bench = await open();
    spoil(bench);
    await pass(bench, wait);
    bench.parked.length = 0;
    await pass(bench, 12 * HOUR);
    // the queue keeps one of two copies of a message
    const copies = new Set(bench.parked.map(({ deduplicationId }) => deduplicationId)).size;
    expect(copies).toBeGreaterThan(8);
    expect(copies).toBeLessThanOrEqual(12);
    mend(bench);
    bench.parked.length = 0;
    await pass(bench, 2 * HOUR);
    expect(bench.parked).toEqual([]);
    expect(bench.slack.posted.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Ana, this page is now/),
    ]);
  },
);
