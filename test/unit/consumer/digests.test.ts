import type { ConsumerPorts } from '../../../lambdas/consumer/turn.ts';
import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { ItemTooLarge, StoreUnavailable } from '../../../lambdas/core/ports/store-errors.ts';
import type { SlackMessage } from '../../../lambdas/core/slack-message.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person, WORKSPACE } from '../../fakes/consumer-bench.ts';
import { slackAnswer } from '../../fakes/fake-slack.ts';
import { FakeSlackBot } from '../../fakes/fake-slack-bot.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const UNREACHABLE = { kind: 'unreachable', service: 'slack', message: 'down' } as const;
const nameOf = (number: number) => `Person ${String(number).padStart(3, '0')}`;
const assignee = (number: number) => person(number, nameOf(number));

/** Knows pages 1 to `count`, which are nobody's. */
async function open(count: number, config: Partial<WorkspaceConfig> = {}): Promise<ConsumerBench> {
  const bench = new ConsumerBench({ slackSingles: 2, ...config });
  for (let page = 1; page <= count; page++) {
    bench.assign(pageId(page), []);
    await bench.deliver(bench.event(pageId(page), { type: 'page.moved', propertyIds: undefined }));
  }
  bench.clock.advance(MINUTE);
  return bench;
}

/** Assigns page n to person n, for each of the pages, all at once. */
async function assignAll(bench: ConsumerBench, count: number): Promise<void> {
  const pages = Array.from({ length: count }, (_, index) => index + 1);
  for (const page of pages) bench.assign(pageId(page), [assignee(page)]);
  await bench.deliver(...pages.map((page) => bench.event(pageId(page))));
}

async function pass(bench: ConsumerBench, ms: number): Promise<void> {
  bench.clock.advance(ms);
  await bench.tick();
}

/** Numbers of those whom a message names. */
function namedIn({ text }: SlackMessage): number[] {
  return [...text.matchAll(/Person (\d+)/g)].map(([, number]) => Number(number)).sort((a, b) => a - b);
}

const told = ({ slack }: ConsumerBench) => slack.posted.map(namedIn);
const toldOnce = (bench: ConsumerBench) =>
  told(bench)
    .flat()
    .sort((a, b) => a - b);
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

function expectNothingOwed({ table }: ConsumerBench): void {
  expect([...table.records.values()].flatMap(({ outbox }) => outbox)).toEqual([]);
  expect([...table.digestItems]).toEqual([]);
}

/** Runs until the consumer comes to a call of a port, at which it dies. */
async function dieAt<Port extends 'pages' | 'digests'>(
  bench: ConsumerBench,
  port: Port,
  method: keyof ConsumerPorts[Port],
  { nth = 1, isDone = false }: { nth?: number; isDone?: boolean },
  run: () => Promise<unknown>,
): Promise<void> {
  const whole = bench.ports[port];
  let calls = 0;
  const original = whole[method];
  if (typeof original !== 'function') throw new Error('no method');
  const died = new Promise<void>((resolve) => {
    const dying = async (...args: unknown[]) => {
      calls += 1;
      if (calls < nth) return Reflect.apply(original, whole, args);
      if (calls === nth && isDone) await Reflect.apply(original, whole, args);
      resolve();
      return new Promise(() => {});
    };
    bench.ports[port] = { ...whole, [method]: dying };
  });
  void run();
  await died;
  bench.ports[port] = whole;
  bench.clock.advance(3 * MINUTE);
}

describe('a burst of notices to one channel', () => {
  test('goes singly at first, and the rest of its minute in one digest; comments stay one a page', async () => {
    const bench = await open(5);
    await assignAll(bench, 5);
    expect(told(bench)).toEqual([[1], [2]]);
    expect(bench.notion.posted).toHaveLength(5);
    await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1], [2], [3, 4, 5]]);
    expect(bench.slack.posted[2]?.text).toMatch(/^3 more in the same minute:\nPerson 003, this page is now/);
    expectNothingOwed(bench);
  });

  test('is counted across batches, and anew in the next minute', async () => {
    const bench = await open(6);
    for (const page of [1, 2, 3, 4]) {
      bench.assign(pageId(page), [assignee(page)]);
      await bench.deliver(bench.event(pageId(page)));
    }
    expect(told(bench)).toEqual([[1], [2]]);
    bench.clock.advance(MINUTE);
    bench.assign(pageId(5), [assignee(5)]);
    await bench.deliver(bench.event(pageId(5)));
    await bench.tick();
    expect(told(bench)).toEqual([[1], [2], [5], [3, 4]]);
    expectNothingOwed(bench);
  });

  test('comes as direct messages and e-mails to each person all the same', async () => {
    const bench = await open(4, { slackSingles: 0, email: { from: 'bell@example.com' } });
    for (let page = 1; page <= 4; page++) bench.notion.emails.set(assignee(page).id, `p${page}@example.com`);
    await assignAll(bench, 4);
    expect(bench.mailer.sent).toHaveLength(4);
    expect(told(bench)).toEqual([]);
    await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1, 2, 3, 4]]);
  });

  test('that one message cannot hold comes in two, and nobody is cut off', async () => {
    const bench = await open(80, { slackSingles: 0 });
    await assignAll(bench, 80);
    await pass(bench, MINUTE);
    expect(bench.slack.posted.length).toBeGreaterThan(1);
    expect(toldOnce(bench)).toEqual(numbers(1, 80));
    expectNothingOwed(bench);
  });

  test('of pages with ids unlike any of today’s goes singly: a digest could not find them', async () => {
    const bench = await open(0, { slackSingles: 0 });
    bench.assign('page_1', [assignee(1)]);
    await bench.deliver(bench.event('page_1'));
    expect(told(bench)).toEqual([[1]]);
  });

  test('has a count and a digest for each channel', async () => {
    const other = 'd0000000-0000-4000-8000-000000000002';
    const dataSources = [
      { id: DATA_SOURCE, slackChannel: 'C0FIRST' },
      { id: other, slackChannel: 'C0SECOND' },
    ];
    const slackBot = new FakeSlackBot();
    const bench = Object.assign(await open(0, { slackSingles: 1, slackMention: false, dataSources }), {
      slackBot,
    });
    const sourceOf = (page: number) => (page % 2 === 0 ? other : DATA_SOURCE);
    for (const page of numbers(1, 6)) {
      const dataSourceId = sourceOf(page);
      bench.assign(pageId(page), [assignee(page)], { dataSourceId });
      await bench.deliver(bench.event(pageId(page), { dataSourceId }));
    }
    await pass(bench, MINUTE);
    expect(slackBot.posted.map(({ to, message }) => [to, namedIn(message)])).toEqual([
      ['C0FIRST', [1]],
      ['C0SECOND', [2]],
      ['C0FIRST', [3, 5]],
      ['C0SECOND', [4, 6]],
    ]);
  });

  test('is told with mentions where the channel has them', async () => {
    const people = numbers(1, 3).map((page) => ({ notion: assignee(page).id, slack: `UPERSON${page}` }));
    const bench = await open(3, { slackSingles: 0, people });
    await assignAll(bench, 3);
    await pass(bench, MINUTE);
    const shown = JSON.stringify(bench.slack.posted[0]?.blocks);
    for (const { slack } of people) expect(shown).toContain(`<@${slack}>`);
  });

  test('is written down: each notice in the log, and who was told in the journal', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    await pass(bench, MINUTE);
    const slack = bench.log.withMessage('Notice').filter(({ channel }) => channel === 'slack');
    expect(slack.map(({ outcome }) => outcome)).toEqual(Array(4).fill('delivered'));
    const lines = bench.table.journalLines.filter(({ reason }) => reason === '2 delivered in a digest');
    expect(lines).toMatchObject(
      [3, 4].map((page) => ({
        job: 'due',
        outcome: 'done',
        pageId: pageId(page),
        isWorked: true,
        title: 'Write the launch post',
        told: [{ channel: 'slack', rule: 'assigned', people: [nameOf(page)] }],
        latencyMs: MINUTE,
      })),
    );
    expect(new Set(lines.map(({ id }) => id)).size).toBe(2);
  });

  test('that trouble breaks off leaves a line of its own beside those of the pages it told of', async () => {
    const bench = await open(80, { slackSingles: 0, comment: false });
    await assignAll(bench, 80);
    const post = bench.slack.post.bind(bench.slack);
    bench.slack.post = (message) => {
      if (bench.slack.posted.length === 1) bench.slack.failNext(slackAnswer(503));
      return post(message);
    };
    bench.table.journalLines.length = 0;
    await pass(bench, MINUTE);
    const lines = bench.table.journalLines.filter(({ outcome, told }) => told || outcome === 'deferred');
    expect(lines.map(({ outcome, told }) => [outcome, told?.length])).toEqual([
      ['deferred', undefined],
      ...Array(told(bench)[0]?.length ?? 0).fill(['done', 1]),
    ]);
    expect(lines.length).toBeGreaterThan(30);
  });
});

describe('while it waits for its digest', () => {
  test('whose page it is no longer is not told, and who joins is told once', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    bench.clock.advance(10 * SECOND);
    bench.assign(pageId(3), []);
    bench.assign(pageId(4), [assignee(4), assignee(9)]);
    await bench.deliver(bench.event(pageId(3)), bench.event(pageId(4)));
    await pass(bench, MINUTE);
    expect(toldOnce(bench)).toEqual([1, 2, 4, 9]);
    expectNothingOwed(bench);
  });

  test('an edit in the very batch that tells it doubles and loses nobody', async () => {
    const bench = await open(4, { slackSingles: 0 });
    await assignAll(bench, 4);
    bench.clock.advance(MINUTE);
    bench.assign(pageId(2), [assignee(2), assignee(9)]);
    const [[key, { progress }] = ['', { progress: { dueAt: 0 } }]] = bench.table.digestItems;
    await bench.deliver(
      { kind: 'due', workspace: WORKSPACE, key, dueAt: progress.dueAt },
      bench.event(pageId(2)),
    );
    await pass(bench, MINUTE);
    await pass(bench, MINUTE);
    expect(toldOnce(bench)).toEqual([1, 2, 3, 4, 9]);
    expectNothingOwed(bench);
  });

  test('what is taken back at the last moment is not told', async () => {
    const bench = await open(4, { slackSingles: 0 });
    await assignAll(bench, 4);
    const { move } = bench.ports.digests;
    bench.ports.digests.move = async (...args) => {
      const record = bench.record(pageId(2));
      if (record?.outbox.length === 1) await bench.table.pages.save({ ...record, outbox: [] });
      return move(...args);
    };
    await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1, 3, 4]]);
    expectNothingOwed(bench);
  });

  test('the channel of its pages is another by then: it goes there, and singly while there is room', async () => {
    const slackBot = new FakeSlackBot();
    const config = { slackSingles: 2, slackMention: false, slackChannel: 'C0FIRST' };
    const bench = Object.assign(await open(5, config), { slackBot });
    await assignAll(bench, 5);
    bench.workspaces.splice(0, 1, ...new ConsumerBench({ ...config, slackChannel: 'C0SECOND' }).workspaces);
    for (let minute = 0; minute < 30; minute++) await pass(bench, MINUTE);
    expect(slackBot.posted.map(({ to, message }) => [to, namedIn(message)])).toEqual([
      ['C0FIRST', [1]],
      ['C0FIRST', [2]],
      ['C0SECOND', [3]],
      ['C0SECOND', [4]],
      ['C0SECOND', [5]],
    ]);
    expectNothingOwed(bench);
  });

  test('one of its pages is in a data source with another channel by then: that is told there', async () => {
    const other = 'd0000000-0000-4000-8000-000000000002';
    const slackBot = new FakeSlackBot();
    const dataSources = [
      { id: DATA_SOURCE, slackChannel: 'C0FIRST' },
      { id: other, slackChannel: 'C0SECOND' },
    ];
    const config = { slackSingles: 0, slackMention: false, dataSources };
    const bench = Object.assign(await open(3, config), { slackBot });
    await assignAll(bench, 3);
    bench.clock.advance(10 * SECOND);
    bench.assign(pageId(2), [assignee(2)], { dataSourceId: other });
    await bench.deliver(
      bench.event(pageId(2), { dataSourceId: other, type: 'page.moved', propertyIds: undefined }),
    );
    for (let minute = 0; minute < 30; minute++) await pass(bench, MINUTE);
    expect(slackBot.posted.map(({ to, message }) => [to, namedIn(message)])).toEqual([
      ['C0FIRST', [1, 3]],
      ['C0SECOND', [2]],
    ]);
    expectNothingOwed(bench);
  });

  test('a record that cannot be read holds up nobody else’s, and is told once it can', async () => {
    const bench = await open(4, { slackSingles: 0 });
    await assignAll(bench, 4);
    const { pages } = bench.ports;
    const refuse = (ids: readonly string[]) => {
      if (ids.includes(pageId(3))) throw new Error('not a record');
    };
    bench.ports.pages = {
      ...pages,
      load: async (workspace, id) => {
        refuse([id]);
        return pages.load(workspace, id);
      },
      loadAll: async (workspace, ids) => {
        refuse(ids);
        return pages.loadAll(workspace, ids);
      },
    };
    await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1, 2, 4]]);
    expect([...bench.table.digestItems]).toEqual([]);
    bench.ports.pages = pages;
    for (let minute = 0; minute < 20; minute++) await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1, 2, 4], [3]]);
    expectNothingOwed(bench);
  });

  test('quiet hours begin: all of it is told once they are over', async () => {
    const bench = await open(4, { quietHours: { from: '09:02', to: '10:00', timeZone: 'UTC' } });
    await assignAll(bench, 4);
    for (let minute = 0; minute < 57; minute++) await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1], [2]]);
    await pass(bench, 3 * MINUTE);
    expect(told(bench)).toEqual([[1], [2], [3, 4]]);
    expectNothingOwed(bench);
  });

  test('what quiet hours put off goes the same way', async () => {
    const bench = await open(4, { quietHours: { from: '09:00', to: '10:00', timeZone: 'UTC' } });
    await assignAll(bench, 4);
    expect(told(bench)).toEqual([]);
    await pass(bench, HOUR);
    expect(told(bench)).toHaveLength(2);
    await pass(bench, MINUTE);
    expect(toldOnce(bench)).toEqual([1, 2, 3, 4]);
    expectNothingOwed(bench);
  });

  test('it is only to be observed from now on: nothing is sent, and nothing forgotten', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    const [settings] = bench.workspaces;
    if (!settings) throw new Error('there is a workspace');
    settings.mode = 'observe';
    for (let hour = 0; hour < 3; hour++) await pass(bench, HOUR);
    expect(told(bench)).toEqual([[1], [2]]);
    settings.mode = 'notify';
    for (let minute = 0; minute < 90; minute++) await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1], [2], [3, 4]]);
    expectNothingOwed(bench);
  });
});

describe('trouble with Slack', () => {
  test('that passes is waited for, and each is told once', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    for (let failure = 0; failure < 3; failure++) bench.slack.failNext(slackAnswer(503));
    for (let minute = 0; minute < 60; minute++) await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1], [2], [3, 4]]);
    expectNothingOwed(bench);
  });

  test('during which a page is somebody else’s: only they are told', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    bench.slack.failNext(UNREACHABLE);
    await pass(bench, MINUTE);
    bench.assign(pageId(3), [assignee(9)]);
    await bench.deliver(bench.event(pageId(3)));
    for (let minute = 0; minute < 30; minute++) await pass(bench, MINUTE);
    expect(toldOnce(bench)).toEqual([1, 2, 4, 9]);
    expectNothingOwed(bench);
  });

  test('that lasts a day gives each notice up, and a retry tells them', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    bench.slack.post = async () => ({ ok: false, failure: UNREACHABLE });
    for (let hour = 0; hour < 27; hour++) await pass(bench, HOUR);
    expect(bench.parked.map(({ reason }) => reason)).toEqual(
      Array(2).fill('still failing after a day: slack: down'),
    );
    expect([...bench.table.digestItems]).toEqual([]);
    for (const page of [3, 4])
      expect(bench.record(pageId(page))?.outbox).toMatchObject([{ progress: { state: 'failed' } }]);

    Reflect.deleteProperty(bench.slack, 'post');
    for (const { body } of bench.parked) await bench.deliver(JSON.parse(body));
    await pass(bench, MINUTE);
    expect(toldOnce(bench)).toEqual([1, 2, 3, 4]);
    expectNothingOwed(bench);
  });

  test('that only a person can mend parks each notice in its page', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    bench.slack.failNext(slackAnswer(404, 'no_service'));
    await pass(bench, MINUTE);
    expect(bench.parked.map(({ hint }) => hint)).toEqual(Array(2).fill(expect.stringMatching(/webhook/)));
    expect(bench.parked.map(({ body }) => JSON.parse(body).notices)).toEqual(
      [3, 4].map((page) => bench.record(pageId(page))?.outbox.map(({ id }) => id)),
    );
    expect([...bench.table.digestItems]).toEqual([]);
  });

  test('that what it takes to post is gone: each notice is parked as a single one is', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    const { connect } = bench.ports;
    bench.ports.connect = async (workspace) => ({ ...(await connect(workspace)), slack: undefined });
    await pass(bench, MINUTE);
    await pass(bench, MINUTE);
    expect(bench.parked.map(({ hint }) => hint)).toEqual(
      Array(2).fill(expect.stringMatching(/slack-webhook-url/)),
    );
  });
});

describe('a function that dies', () => {
  const deaths: [string, Parameters<typeof dieAt>[1], string, { nth?: number; isDone?: boolean }][] = [
    ['before it has claimed the digest', 'digests', 'move', {}],
    ['after it has claimed the digest', 'digests', 'move', { isDone: true }],
    ['with half of its members claimed', 'pages', 'save', { nth: 2 }],
    ['before it has written down that it told', 'digests', 'move', { nth: 2 }],
    ['after it has written down that it told', 'digests', 'move', { nth: 2, isDone: true }],
    ['with half of its members out', 'pages', 'save', { nth: 5 }],
    ['with the digest still there', 'digests', 'remove', {}],
  ];

  test.each(deaths)('%s: each is told once, if that is known', async (name, port, method, at) => {
    const bench = await open(5);
    await assignAll(bench, 5);
    bench.clock.advance(MINUTE);
    // the methods above are those of their ports
    await dieAt(bench, port, method as never, at, () => bench.tick());
    for (let minute = 0; minute < 30; minute++) await pass(bench, MINUTE);
    const isUnknown = name === 'before it has written down that it told';
    expect(told(bench)).toEqual([[1], [2], [3, 4, 5], ...(isUnknown ? [[3, 4, 5]] : [])]);
    expectNothingOwed(bench);
  });

  test('while it posts: whose page it is no longer by then is not told again', async () => {
    const bench = await open(5);
    await assignAll(bench, 5);
    bench.clock.advance(MINUTE);
    await dieAt(bench, 'digests', 'move', { nth: 2 }, () => bench.tick());
    bench.clock.advance(-40 * SECOND); // its time is over, that of its claims is not
    bench.assign(pageId(3), []);
    await bench.deliver(bench.event(pageId(3)));
    for (let minute = 0; minute < 30; minute++) await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1], [2], [3, 4, 5], [4, 5]]);
    expectNothingOwed(bench);
  });

  test('before it has saved what it decided: all is decided anew', async () => {
    const bench = await open(5);
    for (const page of numbers(1, 5)) bench.assign(pageId(page), [assignee(page)]);
    const events = numbers(1, 5).map((page) => bench.event(pageId(page)));
    await dieAt(bench, 'pages', 'save', {}, () => bench.deliver(...events));
    await bench.deliver(...events);
    for (let minute = 0; minute < 30; minute++) await pass(bench, MINUTE);
    expect(toldOnce(bench)).toEqual(numbers(1, 5));
    expectNothingOwed(bench);
  });

  test.each([false, true])('while members join (they have: %s): all are told in the end', async (isDone) => {
    const bench = await open(5);
    await dieAt(bench, 'digests', 'join', { isDone }, () => assignAll(bench, 5));
    for (let minute = 0; minute < 30; minute++) await pass(bench, MINUTE);
    expect(toldOnce(bench)).toEqual(numbers(1, 5));
    expectNothingOwed(bench);
  });

  test('over it three times gives each notice up', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    bench.slack.post = () => Promise.reject(new Error('a bug'));
    for (let minute = 0; minute < 20; minute++) await pass(bench, MINUTE);
    expect(bench.parked.map(({ reason }) => reason)).toEqual(Array(2).fill('Error: a bug'));
    expect([...bench.table.digestItems]).toEqual([]);
  });

  test('over it three times leaves no digest behind, even where one of its notices cannot be given up', async () => {
    const bench = await open(4);
    await assignAll(bench, 4);
    const { pages } = bench.ports;
    bench.slack.post = () => Promise.reject(new Error('a bug'));
    bench.ports.pages = {
      ...pages,
      save: async (record) => {
        const isGivenUp = record.outbox.some(({ progress }) => progress.state === 'failed');
        if (isGivenUp && record.pageId === pageId(3)) throw new ItemTooLarge('full');
        return pages.save(record);
      },
    };
    for (let minute = 0; minute < 20 && bench.table.digestItems.size > 0; minute++) await pass(bench, MINUTE);
    expect([...bench.table.digestItems]).toEqual([]);
    bench.ports.pages = pages;
    Reflect.deleteProperty(bench.slack, 'post');
    for (let minute = 0; minute < 20; minute++) await pass(bench, MINUTE);
    expect(told(bench)).toEqual([[1], [2], [3]]);
    expect(bench.record(pageId(4))?.outbox).toMatchObject([{ progress: { state: 'failed' } }]);
  });

  test('over a digest that cannot be read leaves it behind: its notices go without it', async () => {
    const bench = await open(4, { comment: false });
    await assignAll(bench, 4);
    const { digests } = bench.ports;
    bench.ports.digests = { ...digests, load: () => Promise.reject(new Error('not a digest')) };
    for (let minute = 0; minute < 20 && bench.table.digestItems.size > 0; minute++) await pass(bench, MINUTE);
    expect([...bench.table.digestItems]).toEqual([]);
    bench.ports.digests = digests;
    for (let minute = 0; minute < 60; minute++) await pass(bench, MINUTE);
    expect(bench.parked).toMatchObject([{ reason: 'Error: not a digest' }]);
    expect(toldOnce(bench)).toEqual([1, 2, 3, 4]);
    expectNothingOwed(bench);
  });
});

test('a digest that cannot be joined loses nobody, and is no flood: what it lost goes as if it were new', async () => {
  const bench = await open(7);
  const { digests } = bench.ports;
  bench.ports.digests = { ...digests, join: () => Promise.reject(new StoreUnavailable('throttled')) };
  await assignAll(bench, 7);
  expect(bench.log.withMessage('A digest could not be joined')).toHaveLength(1);
  bench.ports.digests = digests;
  for (let minute = 0; minute < 15; minute++) await pass(bench, MINUTE);
  expect(told(bench)).toEqual([[1], [2], [3], [4], [5, 6, 7]]);
  expectNothingOwed(bench);
});

test('a digest that trouble keeps for long keeps its members', async () => {
  const bench = await open(4);
  await assignAll(bench, 4);
  bench.slack.failNext(slackAnswer(429, 'rate_limited', 2 * HOUR));
  for (let minute = 0; minute < 119; minute++) await pass(bench, MINUTE);
  expect(told(bench)).toEqual([[1], [2]]);
  for (let minute = 0; minute < 5; minute++) await pass(bench, MINUTE);
  expect(told(bench)).toEqual([[1], [2], [3, 4]]);
  expectNothingOwed(bench);
});

test('who is muted in Slack while they wait for a digest is not told anew by e-mail', async () => {
  const bench = await open(1, { comment: false, slackSingles: 0, email: { from: 'bell@example.com' } });
  const { id } = assignee(1);
  bench.notion.emails.set(id, 'p1@example.com');
  await assignAll(bench, 1);
  expect(bench.mailer.sent).toHaveLength(1);
  const [workspace] = bench.workspaces;
  Object.assign(workspace ?? {}, { mute: [{ person: id, channels: ['slack'] }] });
  await pass(bench, MINUTE);
  expect(bench.slack.posted).toEqual([]);
  expect(bench.record(pageId(1))?.outbox).toEqual([]);
  await bench.deliver(bench.event(pageId(1)));
  await pass(bench, HOUR);
  expect(bench.mailer.sent).toHaveLength(1);
});
