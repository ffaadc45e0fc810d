import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import type { PageProperty } from '../../../lambdas/core/page-properties.ts';
import { ConsumerBench, pageId, person } from '../../fakes/consumer-bench.ts';
import { sesAnswer } from '../../fakes/fake-mailer.ts';
import { plainOf } from '../../fakes/fake-notion.ts';
import { FakeSlackBot, slackRefusal } from '../../fakes/fake-slack-bot.ts';

const PAGE = pageId(1);
const ana = person(1, 'Ana <ops>');
const HOUR = 60 * 60_000;
const STATUS_ID = 'XGe@';
const CHANNEL = 'C0ONCALL';
const ADDRESS = 'oncall@example.com';

const config: Partial<WorkspaceConfig> = {
  slack: false,
  email: { from: 'Pagebell <bell@example.com>', replyTo: 'team@example.com' },
  mute: [ana.id],
  escalations: [
    {
      status: 'Blocked',
      steps: [
        { after: '0h', tell: { channel: CHANNEL } },
        { after: '24h', tell: { email: ADDRESS, assignees: true } },
      ],
    },
  ],
};

let bench: ConsumerBench;
let bot: FakeSlackBot;

async function open(change: Partial<WorkspaceConfig> = {}): Promise<void> {
  bench = new ConsumerBench({ ...config, ...change });
  bot = new FakeSlackBot();
  bench.slackBot = bot;
  await edit('In progress');
  bench.clock.advance(HOUR);
}

async function edit(status: string): Promise<void> {
  bench.clock.advance(60_000);
  bench.assign(PAGE, [ana], {
    properties: [{ name: 'Status', id: STATUS_ID, type: 'status', option: status }],
  });
  await bench.deliver(bench.event(PAGE, { propertyIds: [STATUS_ID] }));
}

async function pass(ms: number): Promise<void> {
  bench.clock.advance(ms);
  await bench.tick();
}

/** The parked notice is asked for again. */
async function retry(): Promise<void> {
  const [notice] = bench.record(PAGE)?.outbox.filter(({ progress }) => progress.state === 'failed') ?? [];
  const notices = notice ? [notice.id] : [];
  await bench.deliver({ kind: 'retry', workspace: 'main', pageId: PAGE, notices });
}

/** Deploys another configuration on what is stored. */
function configure(change: Partial<WorkspaceConfig>): void {
  const [workspace] = new ConsumerBench({ ...config, ...change }).workspaces;
  if (workspace) bench.workspaces.splice(0, 1, workspace);
}

test('the channel and the address are told once each, in their time, whoever is muted', async () => {
  await open();
  await edit('Blocked');
  expect(bot.posted).toEqual([
    {
      to: CHANNEL,
      message: {
        text: expect.stringMatching(
          /^Write the launch post https:\S+ is in the status “Blocked”\. Assigned to: Ana &lt;ops&gt;\.$/,
        ),
        blocks: [
          {
            type: 'section',
            text: { type: 'mrkdwn', text: expect.stringMatching(/^\*<https:/), verbatim: true },
          },
        ],
      },
    },
  ]);
  expect(bench.mailer.sent).toEqual([]);
  await pass(24 * HOUR);
  expect(bench.mailer.sent).toEqual([
    expect.objectContaining({
      from: 'Pagebell <bell@example.com>',
      replyTo: 'team@example.com',
      to: ADDRESS,
      subject: 'Blocked: Write the launch post',
      text: expect.stringMatching(
        /^This page is in the status “Blocked”: Write the launch post\n\nAssigned to: Ana <ops>\n\nhttps:\S+\n$/,
      ),
    }),
  ]);
  await pass(90 * HOUR);
  expect([bot.posted, bench.mailer.sent].map(({ length }) => length)).toEqual([1, 1]);
  expect(bench.notion.posted.map(({ text }) => plainOf(text))).toEqual([]);
});

test('many pages at once come singly at first, then in the digest of the channel', async () => {
  bench = new ConsumerBench({
    ...config,
    slack: true,
    slackChannel: CHANNEL,
    slackSingles: 2,
    comment: false,
  });
  bot = new FakeSlackBot();
  bench.slackBot = bot;
  const pages = [1, 2, 3, 4].map(pageId);
  const editAll = async (option: string) => {
    for (const page of pages) {
      bench.assign(page, [], {
        title: `Task ${page.slice(-1)}`,
        properties: [{ name: 'Status', id: STATUS_ID, type: 'status', option }],
      });
    }
    await bench.deliver(...pages.map((page) => bench.event(page, { propertyIds: [STATUS_ID] })));
    bench.clock.advance(60_000);
  };
  await editAll('In progress');
  await editAll('Blocked');
  const tasks = () => bot.posted.map(({ to, message }) => [to, message.text.match(/Task \d/g)]);
  const singly = [
    [CHANNEL, ['Task 1']],
    [CHANNEL, ['Task 2']],
  ];
  expect(tasks()).toEqual(singly);
  await pass(60_000);
  expect(tasks()).toEqual([...singly, [CHANNEL, ['Task 3', 'Task 4']]]);
  expect(bot.posted[2]?.message.text).toMatch(
    /Task 3 https:\S+ is in the status “Blocked”\. Assigned to: nobody/,
  );
  expect(bot.posted[2]?.message.blocks.every(({ type }) => type === 'section')).toBe(true);
  await pass(HOUR);
  expect(bot.posted).toHaveLength(3);
});

test('neither channel nor address is stored, logged or queued; the journal tells the step', async () => {
  await open();
  await edit('Blocked');
  bench.mailer.failNext(sesAnswer(400, 'MessageRejected'));
  await pass(24 * HOUR);
  const kept = [bench.record(PAGE), bench.table.journalLines, bench.log.lines, bench.sent, bench.parked];
  expect(JSON.stringify(kept)).not.toMatch(/oncall|C0ONCALL/);
  expect(bench.table.journalLines.flatMap(({ told = [] }) => told)).toEqual([
    { channel: 'slack-channel', rule: 'escalation', people: [], step: 1 },
  ]);
});

test('leaving the status cancels what has not gone out', async () => {
  await open();
  bot.failNext('post', slackRefusal('internal_error'));
  await edit('Blocked');
  expect(
    bench
      .record(PAGE)
      ?.outbox.map(({ kind }) => kind)
      .sort(),
  ).toEqual(['notice', 'wake']);
  await edit('In progress');
  await pass(25 * HOUR);
  expect([bot.posted, bench.mailer.sent]).toEqual([[], []]);
  expect(bench.record(PAGE)?.outbox).toEqual([]);
});

test('a passing failure is made up for, once', async () => {
  await open();
  bot.failNext('post', slackRefusal('internal_error'));
  await edit('Blocked');
  await pass(HOUR);
  await pass(HOUR);
  expect(bot.posted).toHaveLength(1);
});

test.each([
  { status: 'Blocked', count: 2 },
  { status: 'In progress', count: 1 },
])('who died over it, and the page is $status now: it was posted $count times', async ({ status, count }) => {
  await open();
  await edit('Blocked');
  const [told] = bot.posted;
  const [[key, record] = []] = bench.table.records;
  if (!told || key === undefined || !record?.state) throw new Error('the channel is to be told first');
  const progress = { state: 'sending', at: bench.clock.now() } as const;
  const { since = 0 } = record.memory?.escalation ?? {};
  const subject = { kind: 'status', status: 'Blocked', step: 0, since } as const;
  const left = { kind: 'notice', id: 'left', rule: 'escalation', channel: 'slack-channel' } as const;
  const { memory, ...known } = record;
  bench.table.records.set(key, {
    ...known,
    ...(memory && status === 'Blocked' && { memory }),
    state: { ...record.state, status },
    outbox: [{ ...left, people: [], subject, progress, attempts: 0, since: 0 }],
  });
  await pass(60_000);
  expect(bot.posted).toEqual(Array.from({ length: count }, () => told));
  expect(bench.record(PAGE)?.outbox.filter(({ kind }) => kind === 'notice')).toEqual([]);
});

test.each([
  { code: 'channel_not_found', hint: /tell\.channel/ },
  { code: 'not_in_channel', hint: /Invite the bot/ },
  { code: 'is_archived', hint: /tell\.channel/ },
])('$code parks it, and a retry tells it once that is mended', async ({ code, hint }) => {
  await open();
  bot.failNext('post', slackRefusal(code));
  await edit('Blocked');
  expect(bench.parked).toEqual([expect.objectContaining({ hint: expect.stringMatching(hint) })]);
  await retry();
  expect(bot.posted.map(({ to }) => to)).toEqual([CHANNEL]);
  expect(bench.record(PAGE)?.outbox.map(({ kind }) => kind)).toEqual(['wake']);
});

test('a retry tells nobody of a page that has left the status', async () => {
  await open();
  bot.failNext('post', slackRefusal('not_in_channel'));
  await edit('Blocked');
  await edit('In progress');
  await retry();
  expect(bot.posted).toEqual([]);
  expect(bench.record(PAGE)?.outbox).toEqual([]);
});

test('without a bot it is parked, and says what to store', async () => {
  await open();
  bench.slackBot = undefined;
  await edit('Blocked');
  expect(bench.parked).toEqual([
    expect.objectContaining({ hint: expect.stringContaining("'slack-bot-token'") }),
  ]);
});

describe('a page that is in the trash while its step is not told everywhere', () => {
  const both = [{ status: 'Blocked', steps: [{ after: '0h', tell: { channel: CHANNEL, email: ADDRESS } }] }];

  async function trashAndRestore(): Promise<void> {
    const page = bench.notion.pages.get(PAGE);
    if (!page) throw new Error('there is a page by now');
    for (const [type, inTrash] of [
      ['page.deleted', true],
      ['page.undeleted', false],
    ] as const) {
      bench.clock.advance(60_000);
      bench.notion.pages.set(PAGE, { ...page, inTrash });
      await bench.deliver(bench.event(PAGE, { type, propertyIds: undefined }));
    }
    await pass(HOUR);
  }

  test('is not told again in the channel that was told', async () => {
    await open({ escalations: both });
    bench.mailer.failNext(sesAnswer(503, 'ServiceUnavailable'));
    await edit('Blocked');
    await trashAndRestore();
    expect(bot.posted.map(({ to }) => to)).toEqual([CHANNEL]);
  });

  test('is told of when it is back if the channel was not', async () => {
    await open({ escalations: both });
    bot.failNext('post', slackRefusal('internal_error'));
    bench.mailer.failNext(sesAnswer(503, 'ServiceUnavailable'));
    await edit('Blocked');
    await trashAndRestore();
    expect([bot.posted, bench.mailer.sent].map(({ length }) => length)).toEqual([1, 1]);
  });
});

test('a step that is not configured any more is dropped with a reason', async () => {
  await open();
  bot.failNext('post', slackRefusal('internal_error'));
  await edit('Blocked');
  configure({ escalations: [] });
  await pass(HOUR);
  expect(bot.posted).toEqual([]);
  expect(bench.record(PAGE)?.outbox.filter(({ kind }) => kind === 'notice')).toEqual([]);
  expect(bench.log.withMessage('Notice')).toContainEqual(
    expect.objectContaining({ reason: 'the configuration has no such step any more' }),
  );
});

test('a channel that the configuration names by now is the one that is told', async () => {
  await open();
  bot.failNext('post', slackRefusal('internal_error'));
  await edit('Blocked');
  configure({ escalations: [{ status: 'Blocked', steps: [{ after: '0h', tell: { channel: 'C0NEW' } }] }] });
  await pass(HOUR);
  expect(bot.posted.map(({ to }) => to)).toEqual(['C0NEW']);
});

test('quiet hours put both off until they end', async () => {
  await open({ quietHours: { from: '00:00', to: '23:59', timeZone: 'UTC' } });
  await edit('Blocked');
  expect(bot.posted).toEqual([]);
  await pass(24 * HOUR);
  expect(bench.mailer.sent).toEqual([]);
});

test('while only observing, it is logged and not sent', async () => {
  await open({ mode: 'observe' });
  await edit('Blocked');
  expect(bot.posted).toEqual([]);
  expect(bench.log.withMessage('Observed, not sent')).toContainEqual(
    expect.objectContaining({ channel: 'slack-channel', people: [] }),
  );
});

test.each<[string, PageProperty[]]>([
  ['no people property', []],
  [
    'several, none of which is named',
    [
      { name: 'Owner', id: 'own', type: 'people', people: [ana] },
      { name: 'Reviewer', id: 'rev', type: 'people', people: [] },
    ],
  ],
])('they need nobody whose the page is: it has %s', async (_, people) => {
  await open();
  for (const status of ['In progress', 'Blocked']) {
    bench.clock.advance(60_000);
    bench.makeOwnerless(PAGE);
    const page = bench.notion.pages.get(PAGE);
    page?.properties.push({ name: 'Status', id: STATUS_ID, type: 'status', option: status }, ...people);
    await bench.deliver(bench.event(PAGE, { propertyIds: [STATUS_ID] }));
  }
  expect(bot.posted.map(({ to }) => to)).toEqual([CHANNEL]);
  await pass(24 * HOUR);
  expect(bench.mailer.sent.map(({ to }) => to)).toEqual([ADDRESS]);
  expect(bench.notion.posted).toEqual([]);
});

test('where a step is told is stored nowhere, not even to know that the configuration changed', async () => {
  await open();
  await edit('Blocked');
  for (let hour = 0; hour < 3; hour++) {
    bench.clock.advance(HOUR);
    await bench.tick();
  }
  const { dataSourceItems, records, workspaceItems } = bench.table;
  expect([...dataSourceItems.values()]).toEqual([
    expect.objectContaining({ sweep: expect.objectContaining({ backfilled: expect.any(String) }) }),
  ]);
  const stored = JSON.stringify([dataSourceItems, records, workspaceItems].map((items) => [...items]));
  expect(stored).not.toContain(ADDRESS);
  expect(stored).not.toContain(CHANNEL);
});
