import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { slackBot } from '../../lambdas/adapters/slack-bot.ts';
import type { SlackBot } from '../../lambdas/core/ports/slack.ts';
import type { SlackMessage } from '../../lambdas/core/slack-message.ts';
import { LocalClock } from '../../local/clock.ts';
import type { Effect } from '../../local/simulation/faults.ts';
import { type SimulatedSlack, startSimulatedSlack } from '../../local/slack/server.ts';
import { TEAM_CHANNEL } from '../../local/slack/web-api.ts';
import { FakeSlackBot, slackRefusal } from '../fakes/fake-slack-bot.ts';

const MESSAGE: SlackMessage = {
  text: 'Ana, this page is now yours: R&amp;D',
  blocks: [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '<@U0000000ANA>, *this page* is now yours', verbatim: true },
    },
  ],
};
const ANA = { email: 'ana@northlight.example', id: 'U0000000ANA' };

/** A Slack with a bot, and how its next answer is made to fail. */
interface Subject {
  bot: SlackBot;
  posted(): { to: string | undefined; text: string | undefined }[];
  refuseNext(operation: keyof SlackBot, code: string): void;
}

function botContract(open: () => Subject): void {
  test('a message is in the channel once it is posted', async () => {
    const { bot, posted } = open();
    expect(await bot.post(TEAM_CHANNEL, MESSAGE)).toMatchObject({ ok: true });
    expect(posted()).toEqual([{ to: TEAM_CHANNEL, text: MESSAGE.text }]);
  });

  test("to a user's id it is a direct message", async () => {
    const { bot, posted } = open();
    expect(await bot.post(ANA.id, MESSAGE)).toMatchObject({ ok: true });
    expect(posted()).toEqual([{ to: ANA.id, text: MESSAGE.text }]);
  });

  test('whoever has an e-mail address is found, and nobody where nobody has it', async () => {
    const { bot } = open();
    expect(await bot.userIdOf(ANA.email)).toEqual({ ok: true, value: ANA.id });
    expect(await bot.userIdOf('nobody@northlight.example')).toEqual({ ok: true, value: undefined });
  });

  test.each(['not_in_channel', 'internal_error'])('a refusal with %s brings its code', async (code) => {
    const { bot, posted, refuseNext } = open();
    refuseNext('post', code);
    expect(await bot.post(TEAM_CHANNEL, MESSAGE)).toMatchObject({
      ok: false,
      failure: { kind: 'answer', service: 'slack', code },
    });
    expect(posted()).toEqual([]);
  });

  test('a look-up that is refused finds not nobody', async () => {
    const { bot, refuseNext } = open();
    refuseNext('userIdOf', 'missing_scope');
    expect(await bot.userIdOf(ANA.email)).toMatchObject({ ok: false, failure: { code: 'missing_scope' } });
  });
}

describe('in memory', () => {
  botContract(() => {
    const bot = new FakeSlackBot();
    bot.users.set(ANA.email, ANA.id);
    return {
      bot,
      posted: () => bot.posted.map(({ to, message }) => ({ to, text: message.text })),
      refuseNext: (operation, code) => bot.failNext(operation, slackRefusal(code)),
    };
  });
});

describe('over HTTP', () => {
  let simulated: SimulatedSlack;
  let bot: SlackBot;
  beforeEach(async () => {
    simulated = await startSimulatedSlack({ clock: new LocalClock(), burst: 2 });
    bot = slackBot(simulated.botToken, simulated.apiUrl);
  });
  afterEach(() => simulated.close());

  const strike = (operation: keyof SlackBot, effect: Effect) =>
    simulated.faults.add({
      operation: operation === 'post' ? 'chat.postMessage' : 'users.lookupByEmail',
      times: 1,
      effect,
    });

  botContract(() => ({
    bot,
    posted: () => simulated.messages().map(({ to, text }) => ({ to, text })),
    refuseNext: (operation, code) => strike(operation, { kind: 'answer', when: 'before', status: 200, code }),
  }));

  test('blocks arrive as they were sent', async () => {
    await bot.post(TEAM_CHANNEL, MESSAGE);
    expect(simulated.messages()).toMatchObject([{ blocks: MESSAGE.blocks }]);
  });

  test.each([
    [
      'another token',
      () => slackBot('xoxb-other', simulated.apiUrl).post(TEAM_CHANNEL, MESSAGE),
      'invalid_auth',
    ],
    ['another channel', () => bot.post('C0000000404', MESSAGE), 'channel_not_found'],
    [
      'a block that Slack does not take',
      () =>
        bot.post(TEAM_CHANNEL, {
          text: 'x',
          blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '', verbatim: true } }],
        }),
      'invalid_blocks',
    ],
  ])('%s is refused in Slack’s own words', async (_, call, code) => {
    expect(await call()).toMatchObject({ ok: false, failure: { kind: 'answer', status: 200, code } });
  });

  test('one message too many comes back with its Retry-After at once, and once', async () => {
    for (let time = 0; time < 2; time++) await bot.post(TEAM_CHANNEL, MESSAGE);
    expect(await bot.post(TEAM_CHANNEL, MESSAGE)).toMatchObject({
      failure: { kind: 'answer', status: 429, retryAfterMs: 1000 },
    });
    expect(simulated.messages()).toHaveLength(2);
  });

  test.each([
    ['500', { kind: 'answer', when: 'before', status: 500, code: 'oops' }, { kind: 'answer', status: 500 }],
    [
      '429 until a date',
      {
        kind: 'answer',
        when: 'before',
        status: 429,
        code: 'ratelimited',
        headers: { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' },
      },
      { kind: 'answer', status: 429, retryAfterMs: 0 },
    ],
    [
      '429 without a time',
      { kind: 'answer', when: 'before', status: 429, code: 'ratelimited' },
      { kind: 'answer', status: 429, retryAfterMs: undefined },
    ],
    ['a connection cut before', { kind: 'cut', when: 'before' }, { kind: 'no-answer' }],
    ['a connection cut after', { kind: 'cut', when: 'after' }, { kind: 'no-answer' }],
    ['an answer that cannot be read', { kind: 'broken-json' }, { kind: 'no-answer' }],
  ] satisfies [string, Effect, object][])(
    '%s is told as it is, and not repeated',
    async (_, effect, failure) => {
      strike('post', effect);
      expect(await bot.post(TEAM_CHANNEL, MESSAGE)).toMatchObject({ ok: false, failure });
      expect(simulated.messages().length).toBeLessThanOrEqual(1);
    },
  );

  test('nobody there is no connection', async () => {
    const gone = await startSimulatedSlack({ clock: new LocalClock() });
    await gone.close();
    expect(await slackBot('x', gone.apiUrl).post(TEAM_CHANNEL, MESSAGE)).toMatchObject({
      failure: { kind: 'unreachable' },
    });
  });

  test('an id that would be markup is no id', async () => {
    const server = createServer((_, response) =>
      response.setHeader('content-type', 'application/json').end('{"ok":true,"user":{"id":"U1> <!channel"}}'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
    const answer = await slackBot('x', `http://127.0.0.1:${port}/api`).userIdOf(ANA.email);
    expect(answer).toMatchObject({ ok: false });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
