import { SlackLanes } from '../../../lambdas/consumer/notices/slack-lanes.ts';
import type { Failure, Result } from '../../../lambdas/core/failure.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeSlack, slackAnswer } from '../../fakes/fake-slack.ts';

const SECOND = 1000;
const CHANNEL = 'C0123456789';
const MESSAGE = { text: 'Hello', blocks: [] };
const TIMED_OUT: Failure = { kind: 'no-answer', service: 'slack', message: 'timed out' };

function open({ mayWait = true, time = 40 * SECOND } = {}) {
  const clock = new FakeClock();
  const began = clock.now();
  const slack = new FakeSlack();
  const lanes = new SlackLanes({ lastCallAt: began + time, mayWait }, clock);
  const post = (destination = CHANNEL) => lanes.post(destination, () => slack.post(MESSAGE));
  return { clock, slack, post, lanes, waited: () => clock.now() - began };
}

/** `posted`, or why not. */
async function outcomes(...posts: Promise<Result<void>>[]): Promise<string[]> {
  const results = await Promise.all(posts);
  return results.map((result) => {
    if (result.ok) return 'posted';
    const { failure } = result;
    return failure.kind === 'answer'
      ? `${failure.status} ${failure.retryAfterMs ?? ''}`.trim()
      : failure.kind;
  });
}

test('messages to one channel go one after another, those to others beside them', async () => {
  const { lanes } = open();
  const steps: string[] = [];
  const slow = (name: string) => async (): Promise<Result<void>> => {
    steps.push(`${name} begins`);
    await new Promise(setImmediate);
    steps.push(`${name} ends`);
    return { ok: true, value: undefined };
  };
  await Promise.all([
    lanes.post(CHANNEL, slow('1st')),
    lanes.post(CHANNEL, slow('2nd')),
    lanes.post('C0OTHER', slow('other')),
  ]);
  expect(steps).toEqual(['1st begins', 'other begins', '1st ends', '2nd begins', 'other ends', '2nd ends']);
});

test('nobody waits where Slack asks for no wait', async () => {
  const { post, waited } = open();
  expect(await outcomes(post(), post(), post())).toEqual(['posted', 'posted', 'posted']);
  expect(waited()).toBe(0);
});

test('a short wait is sat out by the whole lane, and then it goes on', async () => {
  const { slack, post, waited } = open();
  slack.failNext(slackAnswer(429, 'rate_limited', SECOND));
  expect(await outcomes(post(), post(), post())).toEqual(['posted', 'posted', 'posted']);
  expect(waited()).toBe(SECOND);
  expect(slack.calls).toBe(4);
});

test.each<[string, Failure, { mayWait?: boolean; time?: number }, string[]]>([
  ['is long', slackAnswer(429, '', 6 * SECOND), {}, ['429 6000', '429 6000']],
  ['may not be sat out', slackAnswer(429, '', SECOND), { mayWait: false }, ['429 1000', '429 1000']],
  ['would outlast the invocation', slackAnswer(429, '', SECOND), { time: 999 }, ['429 1000', '429 1000']],
  ['has no end', slackAnswer(429), {}, ['429', '429 40000']],
])('where the wait %s the rest is put back unasked', async (_, failure, limits, expected) => {
  const { slack, post } = open(limits);
  slack.failNext(failure);
  expect(await outcomes(post(), post())).toEqual(expected);
  expect(slack.calls).toBe(1);
});

test('no lane sits out more than five seconds in all', async () => {
  const { slack, post, waited } = open();
  for (let wait = 0; wait < 3; wait++) slack.failNext(slackAnswer(429, '', 2 * SECOND));
  expect(await outcomes(post(), post())).toEqual(['429 2000', '429 2000']);
  expect(waited()).toBe(4 * SECOND);
});

test('after the wait that was not sat out Slack is asked again', async () => {
  const { clock, slack, post } = open({ mayWait: false });
  slack.failNext(slackAnswer(429, '', SECOND));
  expect(await outcomes(post(), post('C0OTHER'))).toEqual(['429 1000', 'posted']);
  clock.advance(SECOND);
  expect(await outcomes(post())).toEqual(['posted']);
});

test('where Slack does not answer nobody waits for another time-out', async () => {
  const { slack, post } = open();
  slack.failNext(TIMED_OUT);
  expect(await outcomes(post(), post())).toEqual(['no-answer', 'unreachable']);
  expect(slack.calls).toBe(1);
});

test('another failure is its message’s own, and so is an exception', async () => {
  const { slack, post, lanes } = open();
  slack.failNext(slackAnswer(500));
  expect(await outcomes(post(), post())).toEqual(['500', 'posted']);
  const thrown = lanes.post(CHANNEL, () => Promise.reject(new Error('a bug')));
  const behind = post();
  await expect(thrown).rejects.toThrow('a bug');
  expect(await outcomes(behind)).toEqual(['posted']);
});

test('nothing is posted so late that it could outlive the invocation', async () => {
  const { clock, slack, post } = open({ time: SECOND });
  clock.advance(SECOND + 1);
  expect(await outcomes(post())).toEqual(['not-tried']);
  expect(slack.calls).toBe(0);
});
