import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { LocalClock } from '../../../local/clock.ts';
import { PAGEBELL_BOT, PEOPLE, TASKS } from '../../../local/notion/seed.ts';
import { startSimulatedNotion } from '../../../local/notion/server.ts';
import { listen, stop } from '../../../local/simulation/listen.ts';
import { startSimulatedSlack } from '../../../local/slack/server.ts';
import { Demonstration, type DemonstrationParts } from '../../../local/ui/demonstration/demonstration.ts';
import { assign } from '../../../local/ui/edits.ts';
import type { FaultName } from '../../../local/ui/state.ts';

const TOKEN = 'ntn_test';
const SECRET = 'secret_test';
const { ana, ben, chloe } = PEOPLE;

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** Simulated services with a receiver of webhooks that checks signatures, and nothing behind it. */
async function start(more: Partial<DemonstrationParts> = {}) {
  const clock = new LocalClock();
  const received: string[] = [];
  const receiver = createServer(async (request, response) => {
    const body = await text(request);
    const expected = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
    const isSigned = request.headers['x-notion-signature'] === expected;
    if (isSigned) received.push(JSON.parse(body).type);
    response.writeHead(isSigned ? 200 : 401).end();
  });
  const url = await listen(receiver);
  opened.push(() => stop(receiver));
  const notion = await startSimulatedNotion({ clock, token: TOKEN, webhook: { url, secret: SECRET } });
  opened.push(() => notion.close());
  const slack = await startSimulatedSlack({ clock });
  opened.push(() => slack.close());
  const killed = jest.fn(async () => {});
  const learned = jest.fn(async () => {});
  const demonstration = new Demonstration({
    clock,
    notion,
    slack,
    canPassTime: true,
    killConsumer: killed,
    learnPages: learned,
    ...more,
  });

  const give = async (person: string, pageId: string = TASKS.pricing) => {
    const assigned = assign(notion.workspace, { pageId, people: [person], author: ana }, clock.now());
    demonstration.noteAssigned(assigned);
    await notion.webhooks.settled();
  };
  const faultOf = (name: FaultName) => demonstration.state().faults.find((fault) => fault.name === name);
  const callNotion = (path: string, init: RequestInit = {}) =>
    fetch(`${notion.url}/v1/${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'notion-version': '2026-03-11',
        'content-type': 'application/json',
      },
    });
  const comment = () =>
    callNotion('comments', {
      method: 'POST',
      body: JSON.stringify({
        parent: { page_id: TASKS.pricing },
        rich_text: [{ text: { content: 'Hello' } }],
      }),
    });
  const postToSlack = (content = 'Hello') =>
    fetch(slack.url, { method: 'POST', body: JSON.stringify({ text: content }) });
  const mention = (person: string) =>
    notion.workspace.comment(PAGEBELL_BOT, TASKS.pricing, [{ mention: { user: { id: person } } }]);
  return {
    clock,
    demonstration,
    notion,
    slack,
    received,
    killed,
    learned,
    give,
    faultOf,
    callNotion,
    comment,
    postToSlack,
    mention,
  };
}

test('every webhook is delivered twice while it is on', async () => {
  const { demonstration, received, give, faultOf } = await start();
  await demonstration.set('deliver-twice', true);
  await give(ben);
  expect(received).toHaveLength(2);
  expect(faultOf('deliver-twice')?.report?.assignments).toMatchObject([
    { person: 'Ben Okafor', webhooks: 2 },
  ]);
  await demonstration.set('deliver-twice', false);
  await give(chloe);
  expect(received).toHaveLength(3);
});

test('the first webhook of two is dropped, whatever comments come between, once all pages are known', async () => {
  const { demonstration, notion, received, learned, give, mention, faultOf } = await start();
  await demonstration.set('drop-second', true);
  expect(learned).toHaveBeenCalledTimes(1);
  for (const person of [ben, chloe, ben, chloe]) {
    await give(person);
    mention(person);
    await notion.webhooks.settled();
  }
  expect(received.filter((type) => type === 'page.properties_updated')).toHaveLength(2);
  expect(received.filter((type) => type === 'comment.created')).toHaveLength(4);
  expect(notion.webhooks.log().map(({ fate }) => fate)).toEqual([
    'lost',
    undefined,
    undefined,
    undefined,
    'lost',
    undefined,
    undefined,
    undefined,
  ]);
  const { summary, assignments } = faultOf('drop-second')?.report ?? {};
  expect(summary).toMatch(/^2 webhooks lost\. 4 assignments: 2 webhooks, 4 comments, 0 /);
  expect(assignments?.map(({ webhooks }) => webhooks)).toEqual([0, 1, 0, 1]);
});

test('each use begins anew: with a webhook that is dropped, and with nobody assigned', async () => {
  const { clock, demonstration, received, give, faultOf } = await start();
  for (const page of [TASKS.pricing, TASKS.invoices]) {
    clock.advance(1);
    await demonstration.set('drop-second', true);
    await give(ben, page);
    await demonstration.set('drop-second', false);
  }
  expect(received).toEqual([]);
  expect(faultOf('drop-second')?.report).toMatchObject({
    summary: expect.stringMatching(/^1 webhook lost\. 1 assignment:/),
    assignments: [{ page: 'Send the October invoices' }],
  });
});

test('pages that cannot be learned leave the switch off', async () => {
  const learnPages = () => Promise.reject(new Error('too slow'));
  const { demonstration, faultOf } = await start({ learnPages });
  await expect(demonstration.set('drop-second', true)).rejects.toThrow('too slow');
  expect(faultOf('drop-second')?.on).toBe(false);
});

test('Notion answers 429 with a time to wait while it is on', async () => {
  const { demonstration, callNotion, give, faultOf } = await start();
  await demonstration.set('notion-429', true);
  await demonstration.set('notion-429', true); // again: no second fault
  await give(ben);
  const refused = await callNotion('users/me');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
  expect(faultOf('notion-429')?.report?.summary).toMatch(/^Notion refused 1 call\./);
  await demonstration.set('notion-429', false);
  expect((await callNotion('users/me')).status).toBe(200);
});

test('Slack answers 503 while it is on', async () => {
  const { demonstration, slack, postToSlack, give, faultOf } = await start();
  await demonstration.set('slack-down', true);
  await give(ben);
  expect((await postToSlack()).status).toBe(503);
  expect(faultOf('slack-down')?.report?.summary).toMatch(/^Slack refused 1 message\./);
  await demonstration.set('slack-down', false);
  expect((await postToSlack()).status).toBe(200);
  expect(slack.messages()).toHaveLength(1);
});

test('the consumer is killed once, when its comment is there and Slack has nothing yet', async () => {
  const { demonstration, notion, slack, killed, give, comment, postToSlack, faultOf } = await start();
  expect(await demonstration.set('kill-consumer', true)).toBe(true);
  await give(ben);
  await expect(postToSlack()).rejects.toThrow();
  expect(killed).not.toHaveBeenCalled();
  await expect(comment()).rejects.toThrow();
  expect(killed).toHaveBeenCalledTimes(1);
  expect(notion.workspace.comments(TASKS.pricing)).toHaveLength(1);
  expect(slack.messages()).toEqual([]);
  expect(faultOf('kill-consumer')).toMatchObject({
    on: false,
    report: { summary: expect.stringMatching(/^The consumer was killed\. 1 assignment/) },
  });

  expect((await comment()).status).toBe(200);
  expect((await postToSlack()).status).toBe(200);
  expect(killed).toHaveBeenCalledTimes(1);
});

test('what waits behind a killed consumer says so, until its messages are there again', async () => {
  const { clock, demonstration, give, comment, faultOf } = await start();
  await demonstration.set('kill-consumer', true);
  await expect(comment()).rejects.toThrow();
  await demonstration.set('deliver-twice', true);
  await give(ben);
  expect(faultOf('deliver-twice')?.report?.next).toMatch(/^This may wait behind .* two minutes at most/);
  clock.advance(2 * 60_000);
  expect(faultOf('deliver-twice')?.report).toMatchObject({ verdict: 'open', next: undefined });
});

test('two comments at once are one death', async () => {
  let died = () => {};
  const death = new Promise<void>((resolve) => {
    died = resolve;
  });
  const killConsumer = jest.fn(() => death);
  const { demonstration, comment } = await start({ killConsumer });
  await demonstration.set('kill-consumer', true);
  const first = comment();
  expect((await Promise.race([first, comment()])).status).toBe(200);
  died();
  await expect(first).rejects.toThrow();
  expect(killConsumer).toHaveBeenCalledTimes(1);
});

test('an armed kill that is switched off strikes nobody', async () => {
  const { demonstration, killed, comment, postToSlack } = await start();
  await demonstration.set('kill-consumer', true);
  await demonstration.set('kill-consumer', false);
  expect([(await comment()).status, (await postToSlack()).status]).toEqual([200, 200]);
  expect(killed).not.toHaveBeenCalled();
});

test('a forged webhook is turned away, once for each time', async () => {
  const { demonstration, received, notion, faultOf } = await start();
  expect(await demonstration.set('forge-signature', false)).toBe(false);
  expect(faultOf('forge-signature')?.report).toBeUndefined();
  for (let time = 0; time < 2; time++) {
    expect(await demonstration.set('forge-signature', true)).toBe(false);
  }
  await notion.webhooks.settled();
  expect(received).toEqual([]);
  expect(notion.webhooks.log()).toMatchObject(
    Array.from({ length: 2 }, () => ({ fate: 'forged', attempts: [{ status: 401 }] })),
  );
  expect(faultOf('forge-signature')?.report).toMatchObject({
    verdict: 'kept',
    summary: expect.stringMatching(/^2 forged webhooks, answered 401/),
  });
});

test('what people were told is counted: by whom it names, on which page, and since when', async () => {
  const { clock, demonstration, give, mention, postToSlack, faultOf } = await start();
  mention(ben); // before
  clock.advance(1);
  await demonstration.set('deliver-twice', true);
  await give(ben);
  const counted = () => faultOf('deliver-twice')?.report?.assignments.at(-1);
  mention(chloe);
  await postToSlack(`Ben Okafor: ${TASKS.invoices.replaceAll('-', '')}`);
  expect(counted()).toMatchObject({ comments: 0, slack: 0 });
  mention(ben);
  await postToSlack(`Ben Okafor: ${TASKS.pricing.replaceAll('-', '')}`);
  expect(counted()).toMatchObject({ page: 'Review the pricing page', comments: 1, slack: 1 });

  clock.advance(1);
  await give(chloe);
  clock.advance(1);
  await give(ben); // again: counted for itself
  expect(counted()).toMatchObject({ person: 'Ben Okafor', comments: 0, slack: 0 });
  mention(ben);
  expect(faultOf('deliver-twice')?.report?.assignments.map(({ comments }) => comments)).toEqual([1, 1]);
});

test('who was assigned before the switch, or takes a task themselves, is not counted', async () => {
  const { clock, demonstration, give, faultOf } = await start();
  await give(ben);
  clock.advance(1);
  await demonstration.set('deliver-twice', true);
  await give(ana); // the author
  expect(faultOf('deliver-twice')?.report).toMatchObject({ assignments: [] });
});

test('without a simulated Slack there is no switch for it', async () => {
  const { demonstration, faultOf } = await start({ slack: undefined });
  expect(faultOf('slack-down')).toBeUndefined();
  await expect(demonstration.set('slack-down', true)).rejects.toThrow('Slack is not simulated');
});
