import type { Message } from '../../../lambdas/consumer/message.ts';
import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { decodeJob } from '../../../lambdas/core/envelope.ts';
import type { NotionUser } from '../../../lambdas/core/notion-user.ts';
import type { ParkedCopy } from '../../../lambdas/core/ports/queue.ts';
import type { SlackMessage } from '../../../lambdas/core/slack-message.ts';
import {
  ConsumerBench,
  DATA_SOURCE,
  messageOf,
  pageId,
  partialUser,
  person,
} from '../../fakes/consumer-bench.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';
import { slackAnswer } from '../../fakes/fake-slack.ts';
import { FakeSlackBot } from '../../fakes/fake-slack-bot.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OTHER = 'd0000000-0000-4000-8000-000000000002';
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];
const reminders = { timeZone: 'Europe/Berlin', daysBefore: [], overdue: true };
const SCHEMA = [
  { name: 'Due', id: 'due', type: 'date' },
  { name: 'Status', id: 'st', type: 'status', options: [{ name: 'Open' }, { name: 'Done' }] },
];

interface Given {
  due?: string;
  end?: string;
  status?: string;
  people?: NotionUser[];
  dataSourceId?: string;
}

/** On the evening of 5 November, with some pages, after the first sweep. */
async function open(pages: Given[], config: Partial<WorkspaceConfig> = {}): Promise<ConsumerBench> {
  const bench = new ConsumerBench({ reminders, comment: false, ...config });
  for (const id of [DATA_SOURCE, OTHER]) bench.notion.schemas.set(id, SCHEMA);
  goTo(bench, '2026-11-05T18:00');
  for (const [index, page] of pages.entries()) set(bench, index + 1, page);
  for (const id of new Set(pages.map(({ dataSourceId }) => dataSourceId ?? DATA_SOURCE))) {
    const number = pages.findIndex(({ dataSourceId }) => (dataSourceId ?? DATA_SOURCE) === id) + 1;
    const event = { type: 'page.moved', propertyIds: undefined, dataSourceId: id };
    await bench.deliver(bench.event(pageId(number), event));
  }
  await runTo(bench, '2026-11-05T18:40');
  return bench;
}

function set(bench: ConsumerBench, number: number, given: Given): void {
  const { due, end, status = 'Open', people = [ana], dataSourceId = DATA_SOURCE } = given;
  bench.assign(pageId(number), people, {
    title: `Task ${number}`,
    dataSourceId,
    properties: [
      {
        name: 'Due',
        id: 'due',
        type: 'date',
        date: due === undefined ? null : { start: due, ...(end && { end }) },
      },
      { name: 'Status', id: 'st', type: 'status', option: status },
    ],
  });
}

function goTo(bench: ConsumerBench, time: string): void {
  bench.clock.advance(Date.parse(`${time}:00Z`) - bench.clock.now());
}

/** Ticks until then. */
async function runTo(bench: ConsumerBench, time: string, everyMs = 5 * MINUTE): Promise<void> {
  const end = Date.parse(`${time}:00Z`);
  while (bench.clock.now() < end) {
    bench.clock.advance(Math.min(everyMs, end - bench.clock.now()));
    await bench.tick();
  }
}

function sectionsOf({ blocks }: SlackMessage): string {
  return blocks.flatMap((block) => (block.type === 'section' ? [block.text.text] : [])).join('\n');
}

/** The message of a parked copy that the operator sends again. */
function again(copy: ParkedCopy | undefined): Message {
  const decoded = decodeJob(copy?.body ?? '');
  if (decoded.kind !== 'job') throw new Error('it holds no job');
  return messageOf(decoded.job);
}

/** Numbers of the tasks that each list names. */
const told = ({ slack }: ConsumerBench) => slack.posted.map(tasksIn);
const tasksIn = (message: SlackMessage) =>
  [...message.text.matchAll(/Task (\d+)/g)].map(([, number]) => Number(number));

test('at nine the channel hears what is overdue, the oldest first, with assignees', async () => {
  const bench = await open([
    { due: '2026-11-05' },
    { due: '2026-11-06' },
    { due: '2026-11-01', people: [ana, ben] },
    { due: '2026-11-04', status: 'Done' },
    { due: '2026-10-01', end: '2026-11-30' },
    { due: '2026-11-03', people: [] },
    {},
  ]);
  await runTo(bench, '2026-11-06T07:55');
  expect(told(bench)).toEqual([]);
  await runTo(bench, '2026-11-06T08:00');
  expect(told(bench)).toEqual([[3, 6, 1]]);
  const [message] = bench.slack.posted;
  expect(message && sectionsOf(message).split('\n')).toEqual([
    '*3 overdue:*',
    expect.stringMatching(/^• \*<https:[^|]*\|Task 3>\* is overdue for 5 days \(2026-11-01\): Ana, Ben$/),
    expect.stringMatching(/Task 6>\* is overdue for 3 days \(2026-11-03\): nobody$/),
    expect.stringMatching(/Task 1>\* is overdue since yesterday \(2026-11-05\): Ana$/),
  ]);
  const lines = bench.table.journalLines.filter((line) => line.told);
  expect(lines).toEqual([
    expect.objectContaining({
      reason: '3 overdue, told in one list',
      told: [{ channel: 'slack', rule: 'overdue', people: [] }],
    }),
  ]);
});

test('once a day, and not at all where nothing is overdue any more', async () => {
  const bench = await open([{ due: '2026-11-05' }]);
  await runTo(bench, '2026-11-08T12:00', 30 * MINUTE);
  expect(told(bench)).toEqual([[1], [1], [1]]);
  set(bench, 1, { due: '2026-11-05', status: 'Done' });
  await runTo(bench, '2026-11-10T12:00', 30 * MINUTE);
  expect(bench.slack.posted).toHaveLength(3);
});

test.each([
  ['is not listed', [], [[2]]],
  ['is not listed, though Notion does not answer at first', [502, 502], [[2]]],
  ['is listed where Notion does not show the options any more', [403], [[1, 2]]],
])('a page whose status was put into the group Complete a moment ago %s', async (_, failures, expected) => {
  const grouped = (...complete: string[]) => [
    { name: 'Due', id: 'due', type: 'date' },
    {
      name: 'Status',
      id: 'st',
      type: 'status',
      options: complete.map((name) => ({ name, group: 'Complete' })),
    },
  ];
  const bench = await open([{ due: '2026-11-05' }, { due: '2026-11-05' }]);
  bench.notion.schemas.set(DATA_SOURCE, grouped('Done'));
  await runTo(bench, '2026-11-06T07:20');
  await bench.deliver(bench.event(pageId(1), { type: 'page.moved', propertyIds: undefined }));
  await runTo(bench, '2026-11-06T07:58');
  bench.notion.schemas.set(DATA_SOURCE, grouped('Done', 'Released'));
  set(bench, 1, { due: '2026-11-05', status: 'Released' });
  for (const status of failures) bench.notion.failNext('schema', notionAnswer(status));
  await runTo(bench, '2026-11-06T08:30');
  expect(told(bench)).toEqual(expected);
});

test('a day on which nothing was overdue is not remembered', async () => {
  const bench = await open([{ due: '2026-11-06' }]);
  await runTo(bench, '2026-11-06T12:00');
  expect(told(bench)).toEqual([]);
  await runTo(bench, '2026-11-07T08:00', 30 * MINUTE);
  expect(told(bench)).toEqual([[1]]);
});

test('a timer that was down for days tells once when it is back', async () => {
  const bench = await open([{ due: '2026-11-05' }]);
  goTo(bench, '2026-11-09T13:00');
  await runTo(bench, '2026-11-10T07:55');
  expect(told(bench)).toEqual([[1]]);
  await runTo(bench, '2026-11-10T08:00');
  expect(told(bench)).toEqual([[1], [1]]);
});

test('clocks that change do not change the hour', async () => {
  const bench = await open([{ due: '2026-11-05' }]);
  goTo(bench, '2027-03-27T09:00');
  await runTo(bench, '2027-03-28T06:55', 30 * MINUTE);
  const before = bench.slack.posted.length;
  await runTo(bench, '2027-03-28T07:00');
  expect(bench.slack.posted).toHaveLength(before + 1);
});

test('several data sources of a channel share a list; another channel has its own', async () => {
  const slackBot = new FakeSlackBot();
  const third = 'd0000000-0000-4000-8000-000000000003';
  const bench = new ConsumerBench({
    reminders,
    comment: false,
    slackMention: false,
    slackChannel: 'C0SHARED',
    dataSources: [{ id: DATA_SOURCE }, { id: OTHER }, { id: third, slackChannel: 'C0ALONE' }],
  });
  bench.slackBot = slackBot;
  goTo(bench, '2026-11-05T18:00');
  for (const [index, dataSourceId] of [DATA_SOURCE, OTHER, third].entries()) {
    bench.notion.schemas.set(dataSourceId, SCHEMA);
    set(bench, index + 1, { due: `2026-11-0${4 - index}`, dataSourceId });
    const event = { type: 'page.moved', propertyIds: undefined, dataSourceId };
    await bench.deliver(bench.event(pageId(index + 1), event));
  }
  await runTo(bench, '2026-11-06T08:00');
  const lists = slackBot.posted.map(({ to, message }) => [to, tasksIn(message)]);
  expect(lists.sort()).toEqual([
    ['C0ALONE', [3]],
    ['C0SHARED', [2, 1]],
  ]);
});

describe('the words of a list', () => {
  const german = {
    overdue: { header: '{count} überfällig', line: '{title} {when}: {people}' },
    words: { overdueOneDay: 'seit gestern', andMore: 'und {count} mehr' },
  };
  const languages = { de: german };
  const people = [{ notion: ana.id, language: 'de' }];
  const many = Array.from({ length: 130 }, () => ({ due: '2026-11-05' }));
  test.each<[string, Partial<WorkspaceConfig>, Given[], RegExp]>([
    [
      'are the assignees’ language, above and below it too if all have the same',
      { languages, people },
      many,
      /^130 überfällig\nTask 1 seit gestern: Ana\n.*\nund \d+ mehr$/s,
    ],
    [
      'are above and below it the workspace’s where some have another',
      { languages, people },
      [...many.slice(2), { due: '2026-11-04', people: [ben] }, { due: '2026-11-04' }],
      /^130 overdue:\nTask 129 \S+ is overdue for 2 days .*: Ben\nTask 130 overdue for 2 days: Ana\n.*Task 1 seit gestern: Ana\n.*\nand \d+ more$/s,
    ],
    [
      'are a data source’s, where all pages are of it',
      { dataSources: [{ id: DATA_SOURCE, messages: german }, { id: OTHER }] },
      many,
      /^130 überfällig\nTask 1 seit gestern: Ana\n.*\nund \d+ mehr$/s,
    ],
    [
      'are above and below it the workspace’s where pages are of several data sources',
      { dataSources: [{ id: DATA_SOURCE, messages: german }, { id: OTHER }] },
      [...many, { due: '2026-11-04', dataSourceId: OTHER }],
      /^131 overdue:\nTask 131 \S+ is overdue for 2 days .*Task 1 seit gestern: Ana\n.*\nand \d+ more$/s,
    ],
  ])('%s', async (_, config, pages, expected) => {
    const bench = await open(pages, config);
    await runTo(bench, '2026-11-06T08:05');
    expect(bench.slack.posted.map(({ text }) => text)).toEqual([expect.stringMatching(expected)]);
  });
});

test('people are mentioned where the channel has that, but whoever is muted is named', async () => {
  const people = [
    { notion: ana.id, slack: 'UANA000' },
    { notion: ben.id, slack: 'UBEN000' },
  ];
  const mute = [{ person: ben.id, channels: ['slack' as const] }];
  const bench = await open([{ due: '2026-11-05', people: [ana, ben] }], { people, mute });
  await runTo(bench, '2026-11-06T08:00');
  expect(JSON.stringify(bench.slack.posted)).toContain('<@UANA000>, Ben');
});

test.each([
  ['that mentions somebody says how not to be', [], ['Ask Ana.']],
  ['that only names them does not', [{ person: ana.id, channels: ['slack' as const] }], []],
])('a list %s', async (_, mute, hints) => {
  const people = [{ notion: ana.id, slack: 'UANA000' }];
  const messages = { mute: 'Ask Ana.' };
  const bench = await open([{ due: '2026-11-05' }], { people, mute, messages });
  await runTo(bench, '2026-11-06T08:00');
  const [list] = bench.slack.posted;
  const shown = list?.blocks.flatMap((block) =>
    block.type === 'context' ? block.elements.map(({ text }) => text) : [],
  );
  expect(shown).toEqual(hints);
});

test('more than a message holds is counted', async () => {
  const bench = await open(Array.from({ length: 130 }, () => ({ due: '2026-11-01' })));
  await runTo(bench, '2026-11-06T08:05');
  expect(bench.slack.posted).toHaveLength(1);
  const text = bench.slack.posted[0]?.text ?? '';
  expect(text).toMatch(/^130 overdue:/);
  const listed = told(bench)[0]?.length ?? 0;
  expect(listed).toBeGreaterThan(40);
  expect(text).toMatch(new RegExp(`and ${130 - listed} more$`));
});

test('the search waits for its share of the budget, and goes on where it was', async () => {
  const pages = Array.from({ length: 250 }, () => ({ due: '2026-11-01', status: 'Open' }));
  const bench = await open(pages, { callsPerMinute: 10 });
  const before = bench.notion.calls.length;
  await runTo(bench, '2026-11-06T08:30');
  expect(bench.slack.posted.map(({ text }) => text.slice(0, 12))).toEqual(['250 overdue:']);
  const searched = bench.notion.calls.slice(before).filter(({ operation }) => operation === 'queryDue');
  expect(searched).toHaveLength(3);
});

test('a search that stood still for a weekend begins anew', async () => {
  const pages = Array.from({ length: 250 }, () => ({ due: '2026-11-01' }));
  const bench = await open(pages, { callsPerMinute: 10 });
  await runTo(bench, '2026-11-06T08:00');
  const [halfDone] = bench.table.overdueItems.values();
  expect(halfDone?.gathering).toMatchObject({ found: { length: 100 }, cursor: expect.anything() });
  for (let number = 1; number < 250; number++) set(bench, number, { due: '2026-11-01', status: 'Done' });
  goTo(bench, '2026-11-09T07:00');
  await runTo(bench, '2026-11-09T07:30');
  expect(told(bench)).toEqual([[250]]);
});

describe('of whom Notion shows no more than an id', () => {
  const askedFor = ({ notion }: ConsumerBench) =>
    notion.calls.filter(({ operation }) => operation === 'user').length;
  const all = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ due: '2026-11-01', people: [partialUser(index + 1)] }));

  async function listOf(pages: Given[], spoil?: (bench: ConsumerBench) => void): Promise<[string, number]> {
    const bench = await open([{}], { callsPerMinute: 30 });
    for (const [index, page] of pages.entries()) set(bench, index + 2, page);
    for (let number = 1; number <= 40; number++)
      bench.notion.usersById.set(person(number).id, person(number));
    spoil?.(bench);
    await runTo(bench, '2026-11-06T08:05');
    return [bench.slack.posted.map(({ text }) => text).join(), askedFor(bench)];
  }

  test('a list tells the name, and asks for it once', async () => {
    const [text, asked] = await listOf([...all(2), ...all(2)]);
    expect(text.match(/Person \d/g)?.sort()).toEqual(['Person 1', 'Person 1', 'Person 2', 'Person 2']);
    expect(asked).toBe(2);
  });

  test('a list asks no more than the sweeps’ share of the budget, and names the rest as somebody', async () => {
    const [text, asked] = await listOf(all(40));
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(10);
    expect(text).toContain('Person 1\n');
    expect(text).toContain('A team member');
  });

  test('one name that cannot be had costs the list no other', async () => {
    const [text] = await listOf(all(2), ({ notion }) => notion.failNext('user', notionAnswer(401)));
    expect(text.match(/A team member|Person \d/g)?.sort()).toEqual(['A team member', 'Person 2']);
  });
});

describe('whom a list mentions', () => {
  const people = Array.from({ length: 130 }, (_, index) => person(index + 1));
  const pages = people.map((one) => ({ due: '2026-11-01', people: [one] }));
  const lookedUp = ({ notion }: ConsumerBench) =>
    notion.calls.filter(({ operation }) => operation === 'email').length;

  async function withBot(config: Partial<WorkspaceConfig>): Promise<ConsumerBench> {
    const bench = await open(pages, { slackChannel: 'C0TEAM', slackMention: true, ...config });
    const slackBot = new FakeSlackBot();
    bench.slackBot = slackBot;
    for (const { id } of people) {
      bench.notion.emails.set(id, `${id}@example.com`);
      slackBot.users.set(`${id}@example.com`, `U${id.slice(-3)}`);
    }
    return bench;
  }

  test('is looked up for the lines only that have room', async () => {
    const bench = await withBot({ callsPerMinute: 600 });
    await runTo(bench, '2026-11-06T08:05');
    const [list] = bench.slackBot?.posted ?? [];
    const listed = list ? tasksIn(list.message).length : 0;
    expect(JSON.stringify(list)).toContain('<@U001>');
    expect(listed).toBeLessThan(100);
    expect(lookedUp(bench)).toBe(listed);
  });

  test('is named where the sweeps’ share of the budget is used up', async () => {
    const bench = await withBot({ callsPerMinute: 20 });
    await runTo(bench, '2026-11-06T08:30');
    const [list, ...others] = bench.slackBot?.posted ?? [];
    expect(others).toEqual([]);
    expect(lookedUp(bench)).toBeLessThan(20);
    expect(list?.message.text).toMatch(/^130 overdue:/);
    expect(JSON.stringify(list?.message.blocks)).toContain('Person 50');
  });
});

describe('trouble', () => {
  test.each<[string, (bench: ConsumerBench) => void]>([
    ['Slack', ({ slack }) => slack.failNext(slackAnswer(503))],
    ['Notion', ({ notion }) => notion.failNext('queryDue', notionAnswer(429, '', { retryAfterMs: 5000 }))],
    ['the query', ({ notion }) => notion.failNext('queryDue', notionAnswer(503))],
  ])('of %s that passes delays the list, and it is told once', async (_, spoil) => {
    const bench = await open([{ due: '2026-11-05' }]);
    spoil(bench);
    await runTo(bench, '2026-11-06T12:00');
    expect(told(bench)).toEqual([[1]]);
  });

  test('that only a person can mend parks it with a hint, and tomorrow it is tried again', async () => {
    const bench = await open([{ due: '2026-11-05' }]);
    bench.slack.failNext(slackAnswer(404, 'no_service'));
    await runTo(bench, '2026-11-06T12:00');
    expect(bench.parked).toMatchObject([{ hint: expect.stringMatching(/webhook does not exist/) }]);
    await runTo(bench, '2026-11-07T08:00');
    expect(told(bench)).toEqual([[1]]);
  });

  test('of Notion that lasts a day gives the list up', async () => {
    const bench = await open([{ due: '2026-11-05' }]);
    const { queryDue } = bench.notion;
    bench.notion.queryDue = async () => ({ ok: false, failure: notionAnswer(503) });
    await runTo(bench, '2026-11-07T12:00', 30 * MINUTE);
    expect(bench.parked.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^still failing after a day: notion/),
    ]);
    bench.notion.queryDue = queryDue;
    await runTo(bench, '2026-11-08T08:05');
    expect(told(bench)).toEqual([[1]]);
  });

  test('with the place of the search begins it anew', async () => {
    const bench = await open(Array.from({ length: 130 }, () => ({ due: '2026-11-01' })));
    const { notion } = bench;
    let refused = 0;
    const queryDue = notion.queryDue.bind(notion);
    notion.queryDue = async (id, filter, cursor) => {
      if (cursor === undefined || refused > 0) return queryDue(id, filter, cursor);
      refused += 1;
      return { ok: false, failure: notionAnswer(400) };
    };
    await runTo(bench, '2026-11-06T12:00');
    expect(refused).toBe(1);
    expect(bench.slack.posted.map(({ text }) => text.slice(0, 12))).toEqual(['130 overdue:']);
  });

  test('with one data source leaves the others alone', async () => {
    const bench = await open([{ due: '2026-11-05' }, { due: '2026-11-04', dataSourceId: OTHER }]);
    bench.notion.failNext('queryDue', notionAnswer(403));
    await runTo(bench, '2026-11-06T08:05');
    expect(told(bench)).toHaveLength(1);
    expect(told(bench)[0]).toHaveLength(1);
    expect(bench.log.withMessage('What is overdue in a data source cannot be told')).toHaveLength(1);
  });

  describe('that a person has mended: a retry', () => {
    async function parkedAt(time: string): Promise<{ bench: ConsumerBench; retry: () => Promise<unknown> }> {
      const bench = await open([{ due: '2026-11-05' }]);
      bench.slack.failNext(slackAnswer(404, 'no_service'));
      await runTo(bench, time);
      const [copy] = bench.parked;
      return { bench, retry: () => bench.receive(again(copy)) };
    }

    test('tells the list now, once, and the next comes tomorrow', async () => {
      const { bench, retry } = await parkedAt('2026-11-06T12:00');
      await retry();
      expect(told(bench)).toEqual([[1]]);
      await retry();
      await runTo(bench, '2026-11-07T07:55');
      expect(told(bench)).toEqual([[1]]);
      await runTo(bench, '2026-11-07T08:05');
      expect(told(bench)).toEqual([[1], [1]]);
    });

    test('that fails as well can be retried', async () => {
      const { bench, retry } = await parkedAt('2026-11-06T12:00');
      bench.slack.failNext(slackAnswer(404, 'no_service'));
      await retry();
      expect(bench.parked).toHaveLength(2);
      await retry();
      expect(told(bench)).toEqual([[1]]);
    });

    test('is the next list’s, shortly before that', async () => {
      const { bench, retry } = await parkedAt('2026-11-07T07:00');
      await retry();
      await runTo(bench, '2026-11-07T20:00');
      expect(told(bench)).toEqual([[1]]);
    });

    test('tells nothing once the next list came', async () => {
      const { bench, retry } = await parkedAt('2026-11-07T12:00');
      await retry();
      expect(told(bench)).toEqual([[1]]);
    });
  });

  test('in the code parks it at the third time, and a retry tells it', async () => {
    const bench = await open([{ due: '2026-11-05' }]);
    bench.slack.post = () => Promise.reject(new Error('a bug'));
    await runTo(bench, '2026-11-06T12:00');
    expect(bench.parked.map(({ reason }) => reason)).toEqual(['Error: a bug']);
    Reflect.deleteProperty(bench.slack, 'post');
    await bench.receive(again(bench.parked[0]));
    expect(told(bench)).toEqual([[1]]);
  });
});

test.each([
  ['before it is claimed', 2, false, 1],
  ['after it is claimed', 2, true, 1],
  ['before it is written down as told', 3, false, 2],
  ['after it is written down as told', 3, true, 1],
])('a function that dies %s', async (_, nth, isDone, times) => {
  const bench = await open([{ due: '2026-11-05' }]);
  await runTo(bench, '2026-11-06T07:55');
  const { overdue } = bench.ports;
  let calls = 0;
  // moves: what was begun, what was found, the claim, the end
  const dead = new Promise<void>((resolve) => {
    bench.ports.overdue = {
      ...overdue,
      move: async (...args) => {
        calls += 1;
        if (calls - 1 < nth) return overdue.move(...args);
        if (calls - 1 === nth && isDone) await overdue.move(...args);
        resolve();
        return new Promise(() => {});
      },
    };
    goTo(bench, '2026-11-06T08:00');
    void bench.tick();
  });
  await dead;
  bench.ports.overdue = overdue;
  bench.clock.advance(5 * MINUTE);
  await runTo(bench, '2026-11-06T20:00');
  expect(told(bench)).toEqual(Array(times).fill([1]));
});

describe('silence', () => {
  test('quiet hours hold for it: it is told, as it is by then, once they are over', async () => {
    const quietHours = { from: '19:00', to: '10:30', timeZone: 'Europe/Berlin' };
    const bench = await open([{ due: '2026-11-05' }, { due: '2026-11-04' }], { quietHours });
    await runTo(bench, '2026-11-06T09:25');
    expect(told(bench)).toEqual([]);
    set(bench, 2, { due: '2026-11-04', status: 'Done' });
    await runTo(bench, '2026-11-06T09:30');
    expect(told(bench)).toEqual([[1]]);
  });

  test.each<[string, Partial<WorkspaceConfig>]>([
    ['it is only to be observed', { mode: 'observe' }],
    ['nobody asked for it', { reminders: { ...reminders, overdue: false } }],
  ])('nothing is told where %s', async (_, config) => {
    const bench = await open([{ due: '2026-11-05' }], config);
    await runTo(bench, '2026-11-06T12:00');
    expect(told(bench)).toEqual([]);
    expect(bench.parked).toEqual([]);
  });

  test('nothing is told where no Slack is set up any more', async () => {
    const bench = await open([{ due: '2026-11-05' }]);
    bench.ports.connect = async () => ({ kind: 'connected', notion: bench.notion, slack: undefined });
    await runTo(bench, '2026-11-06T12:00');
    expect(told(bench)).toEqual([]);
    expect(bench.parked).toEqual([]);
  });

  test('what is only observed is in the log, once a day', async () => {
    const bench = await open([{ due: '2026-11-05' }, { due: '2026-11-04', people: [ben] }], {
      mode: 'observe',
    });
    await runTo(bench, '2026-11-07T12:00', 30 * MINUTE);
    const observed = bench.log.withMessage('Observed, not sent').filter(({ overdueId }) => overdueId);
    expect(observed).toMatchObject(Array(2).fill({ overdue: 2, people: [ben.id, ana.id] }));
    expect(told(bench)).toEqual([]);
  });

  test('a list that nobody wants any more is forgotten', async () => {
    const bench = await open([{ due: '2026-11-05' }]);
    expect(bench.table.overdueItems.size).toBe(1);
    const [settings] = bench.workspaces;
    if (settings?.reminders) settings.reminders.overdue = false;
    await runTo(bench, '2026-11-06T12:00');
    expect(told(bench)).toEqual([]);
    expect(bench.table.overdueItems.size).toBe(0);
  });
});

test('costs one search a day, however often its time is looked at', async () => {
  const bench = await open([{ due: '2026-11-05' }]);
  const before = bench.notion.calls.length;
  await runTo(bench, '2026-11-06T12:00', HOUR / 2);
  const searched = bench.notion.calls.slice(before).filter(({ operation }) => operation === 'queryDue');
  expect(searched).toHaveLength(1);
});

test.each([
  ['it is listed', 28, [[1]]],
  ['it is not', 30, []],
])(
  'where a row does not show all who are asked for, the record of its page decides: %s',
  async (_, number, expected) => {
    const team = Array.from({ length: 30 }, (__, index) => person(100 + index));
    const only = [{ property: 'Team', includes: [person(100 + number).id] }];
    const bench = await open([{ due: '2026-11-01' }], { dataSources: [{ id: DATA_SOURCE, only }] });
    bench.notion.pages
      .get(pageId(1))
      ?.properties.push({ name: 'Team', id: 'team', type: 'people', people: team });
    await bench.deliver(bench.event(pageId(1)));
    await runTo(bench, '2026-11-06T08:10');
    expect(told(bench)).toEqual(expected);
  },
);
