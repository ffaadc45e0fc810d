import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { ConsumerBench, DATA_SOURCE, pageId, person } from '../../fakes/consumer-bench.ts';
import { plainOf } from '../../fakes/fake-notion.ts';
import { FakeSlackBot } from '../../fakes/fake-slack-bot.ts';

const PAGE = pageId(1);
const [ana, ben, chloe] = [person(1, 'Ana'), person(2, 'Ben'), person(3, '')];
const HOUR = 60 * 60_000;

const CONFIG: Partial<WorkspaceConfig> = {
  slackDirectMessage: true,
  slackChannel: 'C0TEAM000',
  email: { from: 'Pagebell <bell@example.com>' },
  people: [ana, ben, chloe].map(({ id }, index) => ({
    notion: id,
    slack: `U0000000${index}`,
    email: `${index}@example.org`,
    ...(index !== 1 && { language: 'de' }),
  })),
  languages: {
    de: {
      assigned: {
        comment: '{people}, „{title}“ gehört dir. ({pagebell})',
        slack: '{people}, „{title}“ gehört dir.',
        subject: 'Deine: {title}',
      },
      reminder: { comment: '{people}: {when} ({pagebell})', slack: '{people}: {when}' },
      mute: 'Stumm?',
      words: { dueTomorrow: 'morgen fällig', somebody: 'Jemand', untitled: 'Ohne Titel' },
    },
  },
};

async function told(people: (typeof ana)[], config: Partial<WorkspaceConfig> = {}): Promise<ConsumerBench> {
  const bench = new ConsumerBench({ ...CONFIG, ...config });
  bench.slackBot = new FakeSlackBot();
  await bench.known(PAGE, []);
  bench.assign(PAGE, people, { title: '' });
  await bench.deliver(bench.event(PAGE));
  return bench;
}

/** What each recipient was told in Slack. */
function slack(bench: ConsumerBench): Record<string, string> {
  return Object.fromEntries((bench.slackBot?.posted ?? []).map(({ to, message }) => [to, message.text]));
}

const comments = (bench: ConsumerBench) => bench.notion.posted.map(({ text }) => plainOf(text));

test('those who speak the same language are told in it together', async () => {
  const bench = await told([ana, chloe]);
  expect(comments(bench)).toEqual([`@${ana.id}, @${chloe.id}, „Ohne Titel“ gehört dir. (Pagebell)`]);
  expect(slack(bench)).toMatchObject({ C0TEAM000: 'Ana, Jemand, „Ohne Titel“ gehört dir.' });
});

test('of several languages none is spoken to all, and each to one alone', async () => {
  const bench = await told([ana, ben]);
  expect(comments(bench)).toEqual([`@${ana.id}, @${ben.id}, this page is now yours. (Pagebell)`]);
  expect(slack(bench)).toEqual({
    C0TEAM000: expect.stringMatching(/^Ana, Ben, this page is now yours: Untitled /),
    U00000000: 'Ana, „Ohne Titel“ gehört dir.',
    U00000001: expect.stringMatching(/^Ben, this page is now yours: Untitled /),
  });
  const mails = new Map(bench.mailer.sent.map(({ to, ...mail }) => [to, mail]));
  expect(mails.get('0@example.org')).toMatchObject({
    subject: 'Deine: Ohne Titel',
    // Which the language does not say is said as ever.
    text: expect.stringMatching(/^Ana, this page is now yours: Ohne Titel\n.*\nStumm\?\n$/s),
  });
  expect(mails.get('1@example.org')).toMatchObject({
    subject: 'Now yours: Untitled',
    text: expect.stringMatching(/^Ben, this page is now yours: Untitled\n.*\nTo be told no longer/s),
  });
});

test('a data source has words of its own for whoever has no language', async () => {
  const messages = { assigned: { comment: '{people}: task ({pagebell})' } };
  const dataSources = [{ id: DATA_SOURCE, messages }];
  expect(comments(await told([ben], { dataSources }))).toEqual([`@${ben.id}: task (Pagebell)`]);
  expect(comments(await told([ana], { dataSources }))).toEqual([
    `@${ana.id}, „Ohne Titel“ gehört dir. (Pagebell)`,
  ]);
});

test('what a reminder says of its day is in the language, too', async () => {
  const bench = new ConsumerBench({ ...CONFIG, reminders: { timeZone: 'UTC' }, slackDirectMessage: false });
  bench.slackBot = new FakeSlackBot();
  const day = new Date(bench.clock.now() + 72 * HOUR).toISOString().slice(0, 10);
  bench.assign(PAGE, [ana], { properties: [{ name: 'Due', id: 'due', type: 'date', date: { start: day } }] });
  await bench.deliver(bench.event(PAGE, { type: 'page.moved', propertyIds: undefined }));
  bench.clock.advance(Date.parse(`${day}T09:00:00Z`) - 24 * HOUR - bench.clock.now());
  await bench.tick();
  expect(comments(bench)).toEqual([`@${ana.id}: morgen fällig (Pagebell)`]);
  expect(slack(bench)).toEqual({ C0TEAM000: 'Ana: morgen fällig' });
});

test('a line of a digest is in the language, its heading in the workspace’s own if the language has none', async () => {
  const bench = await told([chloe], { slackSingles: 0, slackDirectMessage: false });
  bench.clock.advance(HOUR / 60);
  await bench.tick();
  expect(slack(bench)).toEqual({
    C0TEAM000: '1 in one minute:\nJemand, „Ohne Titel“ gehört dir.',
  });
});

describe('what a digest says above and below its lines', () => {
  const german = { digest: '{count} neu', mute: 'Stumm?' };
  const messages = { digest: '{count} tasks', mute: 'Mute?' };
  const second = pageId(2);
  const elsewhere = 'd0000000-0000-4000-8000-000000000002';
  test.each<[string, (typeof ana)[], string, Partial<WorkspaceConfig>, string, string]>([
    [
      'is in the language of all',
      [ana, chloe],
      DATA_SOURCE,
      { languages: { de: german } },
      '2 neu',
      'Stumm?',
    ],
    [
      'is the workspace’s where some have none',
      [ana, ben],
      DATA_SOURCE,
      { languages: { de: german } },
      '2 in one minute:',
      'To be',
    ],
    [
      'is a data source’s, of its pages',
      [ben, ben],
      DATA_SOURCE,
      { dataSources: [{ id: DATA_SOURCE, messages }] },
      '2 tasks',
      'Mute?',
    ],
    [
      'is the workspace’s where pages are of several data sources',
      [ben, ben],
      elsewhere,
      { dataSources: [{ id: DATA_SOURCE, messages }, { id: elsewhere }] },
      '2 in one minute:',
      'To be',
    ],
  ])('%s', async (_, people, dataSourceId, config, above, below) => {
    const bench = new ConsumerBench({
      ...CONFIG,
      slackSingles: 0,
      slackDirectMessage: false,
      comment: false,
      ...config,
    });
    const slackBot = new FakeSlackBot();
    bench.slackBot = slackBot;
    await bench.known(PAGE, []);
    bench.assign(second, [], { dataSourceId });
    const event = { dataSourceId };
    await bench.deliver(bench.event(second, { ...event, type: 'page.moved', propertyIds: undefined }));
    bench.clock.advance(HOUR / 60);
    bench.assign(PAGE, people.slice(0, 1));
    bench.assign(second, people.slice(1), { dataSourceId });
    await bench.deliver(bench.event(PAGE), bench.event(second, event));
    bench.clock.advance(HOUR / 60);
    await bench.tick();
    expect(slackBot.posted).toHaveLength(1);
    const message = slackBot.posted[0]?.message;
    expect(message?.text.startsWith(above)).toBe(true);
    expect(JSON.stringify(message?.blocks.at(-1))).toContain(below);
  });
});
