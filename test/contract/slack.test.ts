import { slackWebhook } from '../../lambdas/adapters/slack.ts';
import type { Slack } from '../../lambdas/core/ports/slack.ts';
import type { SlackMessage } from '../../lambdas/core/slack-message.ts';
import { LocalClock } from '../../local/clock.ts';
import { type SimulatedSlack, startSimulatedSlack } from '../../local/slack/server.ts';
import { FakeSlack, slackAnswer } from '../fakes/fake-slack.ts';

const MESSAGE: SlackMessage = {
  text: 'Ana, this page is now yours',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Ana*', verbatim: true } }],
};

/** A channel, and how its next answer is made to fail. */
interface Subject {
  slack: Slack;
  texts(): string[];
  failNext(status: number, retryAfterSeconds?: number): void;
}

function slackContract(open: () => Subject): void {
  test('a message is in the channel once it is posted', async () => {
    const { slack, texts } = open();
    expect(await slack.post(MESSAGE)).toMatchObject({ ok: true });
    expect(texts()).toEqual([MESSAGE.text]);
  });

  test.each([
    [500, undefined],
    [429, 30],
    [404, undefined],
  ])('a refusal with %d brings its status and Retry-After', async (status, seconds) => {
    const { slack, failNext, texts } = open();
    failNext(status, seconds);
    const answer = await slack.post(MESSAGE);
    const retryAfterMs = seconds === undefined ? undefined : seconds * 1000;
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'answer', service: 'slack', status } });
    expect(!answer.ok && answer.failure.kind === 'answer' && answer.failure.retryAfterMs).toBe(retryAfterMs);
    expect(texts()).toEqual([]);
  });
}

describe('in memory', () => {
  slackContract(() => {
    const slack = new FakeSlack();
    return {
      slack,
      texts: () => slack.posted.map(({ text }) => text),
      failNext: (status, seconds) => slack.failNext(slackAnswer(status, 'no', seconds && seconds * 1000)),
    };
  });
});

describe('over HTTP', () => {
  let simulated: SimulatedSlack;
  beforeEach(async () => {
    simulated = await startSimulatedSlack({ clock: new LocalClock() });
  });
  afterEach(() => simulated.close());

  slackContract(() => ({
    slack: slackWebhook(simulated.url),
    texts: () => simulated.messages().map(({ text }) => text ?? ''),
    failNext: (status, seconds) =>
      simulated.faults.add({
        operation: 'post',
        times: 1,
        effect: {
          kind: 'answer',
          when: 'before',
          status,
          code: 'no',
          ...(seconds !== undefined && { headers: { 'retry-after': String(seconds) } }),
        },
      }),
  }));

  test('a webhook that is gone says so in its own words', async () => {
    const url = new URL('/services/T/B/gone', simulated.url).href;
    expect(await slackWebhook(url).post(MESSAGE)).toMatchObject({
      failure: { status: 404, message: 'no_service' },
    });
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a connection cut %s the message is posted is no answer', async (when, posted) => {
    simulated.faults.add({ operation: 'post', times: 1, effect: { kind: 'cut', when } });
    expect(await slackWebhook(simulated.url).post(MESSAGE)).toMatchObject({ failure: { kind: 'no-answer' } });
    expect(simulated.messages()).toHaveLength(posted);
  });

  test('nobody there is no connection', async () => {
    const gone = await startSimulatedSlack({ clock: new LocalClock() });
    await gone.close();
    expect(await slackWebhook(gone.url).post(MESSAGE)).toMatchObject({ failure: { kind: 'unreachable' } });
  });
});
