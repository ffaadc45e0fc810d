import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';
import { plainOf } from '../../fakes/fake-notion.ts';

const PAGE = pageId(1);
const ana = person(1, 'Ana');
const MINUTE = 60_000;

/** A page that is due on a day, known since noon (UTC) of three days before. */
async function pageDueOn(day: string, timeZone: string): Promise<ConsumerBench> {
  const bench = new ConsumerBench({ reminders: { timeZone } });
  goTo(bench, Date.parse(`${day}T12:00:00Z`) - 3 * 24 * 60 * MINUTE);
  bench.assign(PAGE, [ana], { properties: [{ name: 'Due', id: 'due', type: 'date', date: { start: day } }] });
  await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
  return bench;
}

function goTo(bench: ConsumerBench, time: number): void {
  bench.clock.advance(time - bench.clock.now());
}

/** When each comment was written, and what it says, while the timer goes until a time. */
async function toldUntil(end: string, bench: ConsumerBench, everyMinutes: number): Promise<string[]> {
  const told: string[] = [];
  for (let time = bench.clock.now(); time <= Date.parse(end); time += everyMinutes * MINUTE) {
    goTo(bench, time);
    const before = bench.notion.posted.length;
    await bench.tick();
    for (const { text } of bench.notion.posted.slice(before)) {
      told.push(
        `${new Date(time).toISOString().slice(0, 16)} ${/due \w+|overdue[^.]*/.exec(plainOf(text))?.[0]}`,
      );
    }
  }
  return told;
}

// The clocks of each change in the night before the day.
test.each([
  ['Europe/Berlin', '2026-03-29', '2026-03-28T08:00', '2026-03-29T07:00'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T07:00', '2026-10-25T08:00'],
  ['America/New_York', '2027-03-14', '2027-03-13T14:00', '2027-03-14T13:00'],
  ['America/New_York', '2026-11-01', '2026-10-31T13:00', '2026-11-01T14:00'],
  // By half an hour.
  ['Australia/Lord_Howe', '2026-10-04', '2026-10-02T22:30', '2026-10-03T22:00'],
  ['Australia/Lord_Howe', '2026-04-05', '2026-04-03T22:00', '2026-04-04T22:30'],
])('%s, %s: at nine of its clocks, once a day', async (timeZone, day, dayBefore, onTheDay) => {
  const bench = await pageDueOn(day, timeZone);
  const told = await toldUntil(`${day}T23:59:00Z`, bench, 30);
  expect(told).toEqual([`${dayBefore} due tomorrow`, `${onTheDay} due today`]);
  expect(bench.slack.posted).toHaveLength(2);
});

test.each([
  [
    'from before the first',
    '2026-11-09T07:59',
    '2026-11-11T07:59',
    ['2026-11-11T07:59 overdue since yesterday'],
  ],
  [
    'from after the first',
    '2026-11-09T08:00',
    '2026-11-11T08:00',
    ['2026-11-09T08:00 due tomorrow', '2026-11-11T08:00 overdue since yesterday'],
  ],
  [
    'over the day before only',
    '2026-11-07T09:00',
    '2026-11-09T09:00',
    ['2026-11-09T09:00 due tomorrow', '2026-11-10T08:00 due today'],
  ],
])(
  'a timer that was down for two days %s tells what is true by then, once',
  async (_, downAt, upAt, expected) => {
    const bench = await pageDueOn('2026-11-10', 'Europe/Berlin');
    const told = await toldUntil(`${downAt}:00Z`, bench, 1);
    goTo(bench, Date.parse(`${upAt}:00Z`));
    told.push(...(await toldUntil('2026-11-12T12:00:00Z', bench, 30)));
    expect(told).toEqual(expected);
  },
);
