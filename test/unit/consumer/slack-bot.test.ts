import type { PersonConfig, WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person } from '../../fakes/consumer-bench.ts';
import { notionAnswer } from '../../fakes/fake-notion.ts';
import { slackAnswer } from '../../fakes/fake-slack.ts';
import { FakeSlackBot, slackRefusal } from '../../fakes/fake-slack-bot.ts';

const PAGE = pageId(1);
const CHANNEL = 'C0123456789';
const [ana, ben, cho] = [person(1, 'Ana'), person(2, 'Ben'), person(3, 'Cho')];
const group = { ...person(4, 'Design'), kind: 'group' as const };
const DAY = 24 * 60 * 60_000;
const HOUR = DAY / 24;

/** A known page without assignees, and a bot that knows Ana and Ben by their addresses; Notion shows Cho's, too. */
async function bench(config: Partial<WorkspaceConfig>): Promise<ConsumerBench & { slackBot: FakeSlackBot }> {
  const slackBot = new FakeSlackBot();
  const made = Object.assign(new ConsumerBench(config), { slackBot });
  for (const [user, name, slackId] of [
    [ana, 'ana', 'UANA00'],
    [ben, 'ben', 'UBEN00'],
  ] as const) {
    made.notion.emails.set(user.id, `${name}@example.com`);
    slackBot.users.set(`${name}@example.com`, slackId);
  }
  made.notion.emails.set(cho.id, 'cho@example.com');
  await made.known(PAGE, []);
  return made;
}

async function assign(made: ConsumerBench, ...people: (typeof ana)[]): Promise<void> {
  made.clock.advance(1000);
  made.assign(PAGE, people);
  await made.deliver(made.event(PAGE));
}

/** As where only a bot token is stored, or nothing. */
function withoutWebhook({ ports }: ConsumerBench): void {
  const { connect } = ports;
  ports.connect = async (workspace) => ({ ...(await connect(workspace)), slack: undefined });
}

/** Where each message went, and whom it is for as Slack shows it. */
function told({ slackBot }: { slackBot: FakeSlackBot }): string[] {
  return slackBot.posted.map(({ to, message: { blocks } }) => {
    const [section] = blocks;
    const text = section?.type === 'section' ? section.text.text : '';
    return `${to}: ${text.replace(/, this page.*/, '')}`;
  });
}

const lookUps = ({ notion }: ConsumerBench) => notion.calls.filter(({ operation }) => operation === 'email');

describe('the channel', () => {
  test('is posted into by the bot rather than the webhook, and people are mentioned', async () => {
    const made = await bench({ slackChannel: CHANNEL });
    await assign(made, ana, ben);
    expect(told(made)).toEqual([`${CHANNEL}: <@UANA00>, <@UBEN00>`]);
    expect(made.slackBot.posted[0]?.message.text).toMatch(/^Ana, Ben, this page is now yours/);
    expect(made.slack.posted).toEqual([]);
  });

  test.each<[string, Partial<WorkspaceConfig>, string]>([
    ['they are not to be mentioned', { slackMention: false }, 'Ana'],
    ['the configuration names them', { people: [{ notion: ana.id, slack: 'UOTHER' }] }, '<@UOTHER>'],
    ['it names another address', { people: [{ notion: ana.id, email: 'ben@example.com' }] }, '<@UBEN00>'],
    ['it names an address that nobody has', { people: [{ notion: ana.id, email: 'x@example.com' }] }, 'Ana'],
  ])('where %s', async (_, config, expected) => {
    const made = await bench({ slackChannel: CHANNEL, ...config });
    await assign(made, ana);
    expect(told(made)).toEqual([`${CHANNEL}: ${expected}`]);
    expect(lookUps(made)).toEqual([]);
  });

  test('whom Slack does not know, and groups, are named', async () => {
    const made = await bench({ slackChannel: CHANNEL });
    await assign(made, ana, cho, group);
    expect(told(made)).toEqual([`${CHANNEL}: <@UANA00>, Cho, Design`]);
  });

  test.each([
    ['Notion shows no address', (made: ConsumerBench) => void made.notion.emails.clear()],
    ['Notion refuses', (made: ConsumerBench) => made.notion.failNext('email', notionAnswer(403))],
    ['Notion fails', (made: ConsumerBench) => made.notion.failNext('email', notionAnswer(503))],
  ])('a name is enough where %s', async (_, spoil) => {
    const made = await bench({ slackChannel: CHANNEL });
    spoil(made);
    await assign(made, ana);
    expect(told(made)).toEqual([`${CHANNEL}: Ana`]);
    expect(made.record(PAGE)?.outbox).toEqual([]);
  });

  test('a name is enough where Notion wants a rest, which it gets', async () => {
    const made = await bench({ slackChannel: CHANNEL });
    made.notion.failNext('email', notionAnswer(429, 'slow down', { retryAfterMs: 7000 }));
    await assign(made, ana);
    expect(told(made)).toEqual([`${CHANNEL}: Ana`]);
    const closedUntil = made.clock.now() + 7000;
    expect(made.table.workspaceItems.get('main')).toMatchObject({ closedUntil });
  });

  test.each([slackRefusal('missing_scope'), slackAnswer(429, 'ratelimited', 30_000)])(
    'a name is enough where Slack refuses the look-up',
    async (failure) => {
      const made = await bench({ slackChannel: CHANNEL });
      made.slackBot.failNext('userIdOf', failure);
      await assign(made, ana);
      expect(told(made)).toEqual([`${CHANNEL}: Ana`]);
    },
  );

  test('is the data source’s own where it has one', async () => {
    const dataSources = [{ id: DATA_SOURCE, slackChannel: 'C0OTHER', slackMention: false }];
    const made = await bench({ slackChannel: CHANNEL, dataSources });
    await assign(made, ana);
    expect(told(made)).toEqual(['C0OTHER: Ana']);
  });

  test('without one the webhook goes on, now with mentions', async () => {
    const made = await bench({});
    await assign(made, ana);
    expect(told(made)).toEqual([]);
    expect(JSON.stringify(made.slack.posted[0]?.blocks)).toContain('<@UANA00>');
  });

  test.each([
    ['channel', {}, 'slackChannel'],
    ['token', { slackChannel: CHANNEL }, 'slack-bot-token'],
  ] as const)(
    'without a %s nor a webhook the operator is told what to do',
    async (missing, config, named) => {
      const made = await bench(config);
      withoutWebhook(made);
      if (missing === 'token') Object.assign(made, { slackBot: undefined });
      await assign(made, ana);
      expect(made.parked.map(({ hint }) => hint)).toEqual([expect.stringContaining(named)]);
    },
  );
});

describe('a direct message', () => {
  const DIRECT = { slackDirectMessage: true, slackChannel: CHANNEL } as const;

  test('tells each person alone, beside the channel', async () => {
    const made = await bench(DIRECT);
    await assign(made, ana, ben);
    expect(told(made).sort()).toEqual([`${CHANNEL}: <@UANA00>, <@UBEN00>`, 'UANA00: Ana', 'UBEN00: Ben']);
  });

  test('is enough: then no channel is missed', async () => {
    const made = await bench({ slackDirectMessage: true, slack: false });
    await assign(made, ana);
    expect(told(made)).toEqual(['UANA00: Ana']);
    expect(made.parked).toEqual([]);
  });

  test('is what a bot without a channel and without a webhook is for', async () => {
    const made = await bench({ slackDirectMessage: true });
    withoutWebhook(made);
    await assign(made, ana);
    expect(told(made)).toEqual(['UANA00: Ana']);
    expect(made.parked).toEqual([]);
  });

  test('may be for one data source only', async () => {
    const dataSources = [{ id: DATA_SOURCE, slackDirectMessage: true }];
    const made = await bench({ slack: false, dataSources });
    await assign(made, ana);
    expect(told(made)).toEqual(['UANA00: Ana']);
  });

  test('to whom Slack does not know is dropped with its reason in the log, not parked', async () => {
    const made = await bench({ slackDirectMessage: true, slack: false });
    await assign(made, cho, group);
    expect(told(made)).toEqual([]);
    expect(made.parked).toEqual([]);
    expect(made.record(PAGE)?.outbox).toEqual([]);
    const reasons = made.log
      .withMessage('Notice')
      .filter(({ channel }) => channel === 'slack-dm')
      .map(({ outcome, reason }) => `${outcome}: ${reason}`);
    expect(reasons.sort()).toEqual([
      'dropped: groups get no direct messages',
      `dropped: nobody in Slack is known to be ${cho.id}`,
    ]);
  });

  test('of one person that fails holds up nobody else’s, now or later', async () => {
    const made = await bench({ slackDirectMessage: true, slack: false });
    made.slackBot.failNext('post', slackRefusal('internal_error'));
    await assign(made, ana);
    await assign(made, ana, ben);
    expect(told(made)).toEqual(['UBEN00: Ben']);
    made.clock.advance(HOUR);
    await made.tick();
    expect(told(made)).toEqual(['UBEN00: Ben', 'UANA00: Ana']);
  });

  test('that waits is not sent to who has left the page', async () => {
    const made = await bench({ slackDirectMessage: true, slack: false });
    made.slackBot.failNext('post', slackRefusal('internal_error'));
    made.slackBot.failNext('post', slackRefusal('internal_error'));
    await assign(made, ana, ben);
    await assign(made, ben);
    made.clock.advance(HOUR);
    await made.tick();
    expect(told(made)).toEqual(['UBEN00: Ben']);
  });

  test.each([
    ['Slack refuses the look-up for good', 'userIdOf', slackRefusal('missing_scope'), /users:read\.email/],
    ['Slack refuses the message for good', 'post', slackRefusal('messages_tab_disabled'), /App Home/],
  ] as const)('is parked with a hint where %s', async (_, operation, failure, hint) => {
    const made = await bench({ slackDirectMessage: true, slack: false });
    made.slackBot.failNext(operation, failure);
    await assign(made, ana);
    expect(made.parked).toMatchObject([{ hint: expect.stringMatching(hint) }]);
  });

  test.each([
    ['Notion fails', (made: ConsumerBench) => made.notion.failNext('email', notionAnswer(503))],
    ['Slack fails', ({ slackBot }: ConsumerBench) => slackBot?.failNext('userIdOf', slackAnswer(500))],
  ])('waits where %s while somebody is looked up', async (_, spoil) => {
    const made = await bench({ slackDirectMessage: true, slack: false });
    spoil(made);
    await assign(made, ana);
    expect(told(made)).toEqual([]);
    made.clock.advance(HOUR);
    await made.tick();
    expect(told(made)).toEqual(['UANA00: Ana']);
  });

  test('that nobody can send, for want of a token, tells the operator', async () => {
    const made = new ConsumerBench({ slackDirectMessage: true, slack: false });
    await made.known(PAGE, []);
    await assign(made, ana);
    expect(made.parked).toMatchObject([{ hint: expect.stringContaining('slack-bot-token') }]);
  });

  test('is not for who is muted there', async () => {
    const made = await bench({ ...DIRECT, mute: [{ person: ana.id, channels: ['slack-dm'] }] });
    await assign(made, ana);
    expect(told(made)).toEqual([`${CHANNEL}: <@UANA00>`]);
  });
});

describe('who is who', () => {
  test('is looked up once for channel and direct message, and kept for a week', async () => {
    const made = await bench({ slackDirectMessage: true, slackChannel: CHANNEL });
    await assign(made, ana);
    made.clock.advance(7 * DAY - HOUR);
    await assign(made);
    await assign(made, ana);
    expect(made.slackBot.asked).toHaveLength(1);
    made.clock.advance(2 * HOUR);
    await assign(made);
    await assign(made, ana);
    expect(made.slackBot.asked).toHaveLength(2);
    expect(told(made)).toHaveLength(6);
  });

  test('that nobody is there is kept for a day', async () => {
    const made = await bench({ slackChannel: CHANNEL });
    await assign(made, cho);
    made.slackBot.users.set('cho@example.com', 'UCHO00');
    made.clock.advance(DAY - HOUR);
    await assign(made);
    await assign(made, cho);
    made.clock.advance(2 * HOUR);
    await assign(made);
    await assign(made, cho);
    expect(told(made)).toEqual([`${CHANNEL}: Cho`, `${CHANNEL}: Cho`, `${CHANNEL}: <@UCHO00>`]);
  });

  const choByAddress = { notion: cho.id, email: 'cho-at-slack@example.com' };
  const asCho = [`${CHANNEL}: <@UCHO00>`, 'UCHO00: Cho'];
  test.each<[string, PersonConfig[], PersonConfig[], string[]]>([
    ['of somebody else was mended', [{ notion: cho.id, email: 'ben@example.com' }], [choByAddress], asCho],
    ['of nobody was mended', [{ notion: cho.id, email: 'nobody@example.com' }], [choByAddress], asCho],
    ['was named where Notion shows none', [], [choByAddress], asCho],
    ['was taken away', [choByAddress], [], [`${CHANNEL}: Cho`]],
  ])('is looked up anew once an address in `people` %s', async (_, before, after, expected) => {
    const config = { slackChannel: CHANNEL, slackDirectMessage: true };
    const made = await bench({ ...config, people: before });
    made.notion.emails.delete(cho.id);
    made.slackBot.users.set('cho-at-slack@example.com', 'UCHO00');
    await assign(made, cho);
    await assign(made);
    made.slackBot.posted.length = 0;
    made.workspaces.splice(0, 1, ...new ConsumerBench({ ...config, people: after }).workspaces);
    await assign(made, cho);
    expect(told(made).toSorted()).toEqual(expected);
  });

  test('holds no e-mail address in the table or the log', async () => {
    const made = await bench({
      slackChannel: CHANNEL,
      people: [{ notion: ben.id, email: 'ben@example.com' }],
    });
    await assign(made, ana, ben, cho);
    const { records, slackItems, userItems, journalLines } = made.table;
    const kept = JSON.stringify([[...records], [...slackItems], [...userItems], journalLines, made.log]);
    expect(kept).toContain('UANA00');
    expect(kept).not.toContain('@example.com');
  });
});
