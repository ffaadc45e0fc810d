import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalClock } from '../../local/clock.ts';
import { type SimulatedSlackOptions, startSimulatedSlack } from '../../local/slack/server.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 30);
const running: { close(): Promise<void> }[] = [];

async function start(options: Partial<SimulatedSlackOptions> = {}) {
  const clock = new LocalClock(() => NOW);
  const slack = await startSimulatedSlack({ clock, ...options });
  running.push(slack);
  return { ...slack, clock };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((slack) => slack.close()));
});

async function post(url: string, body: unknown) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    text: await response.text(),
    retryAfter: response.headers.get('retry-after'),
  };
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

test.each([
  ['text', { text: 'Ben was assigned' }],
  ['text and blocks', { text: 'Ben was assigned', blocks: [section('*Ben* was assigned')] }],
  ['blocks alone', { blocks: [section('*Ben* was assigned'), { type: 'divider' }] }],
])('%s is posted', async (_, message) => {
  const { url, messages } = await start();
  expect(await post(url, message)).toMatchObject({ status: 200, text: 'ok' });
  expect(messages()).toEqual([{ id: expect.any(String), at: NOW, ...message }]);
});

test.each([
  ['no JSON', '{"text":', 400, 'invalid_payload'],
  ['a list', [], 400, 'invalid_payload'],
  ['a number for the text', { text: 7 }, 400, 'invalid_payload'],
  ['nothing to show', {}, 400, 'no_text'],
  ['an empty text', { text: '', blocks: [] }, 400, 'no_text'],
  ['a block without a type', { text: 'x', blocks: [{}] }, 400, 'invalid_blocks'],
  ['an empty section', { text: 'x', blocks: [section('')] }, 400, 'invalid_blocks'],
  ['a section of 3001 characters', { text: 'x', blocks: [section('x'.repeat(3001))] }, 400, 'invalid_blocks'],
  ['51 blocks', { text: 'x', blocks: Array(51).fill(section('x')) }, 400, 'invalid_blocks'],
])('%s is refused', async (_, body, status, text) => {
  const { url, messages } = await start();
  expect(await post(url, body)).toMatchObject({ status, text });
  expect(messages()).toEqual([]);
});

test.each([
  ['another token', (url: string) => `${url}x`, 403, 'invalid_token'],
  ['another service', (url: string) => url.replace('B0', 'B1'), 404, 'no_service'],
  ['another path', (url: string) => new URL('/', url).href, 404, 'no_service'],
])('%s is refused', async (_, address, status, text) => {
  const { url, messages } = await start();
  expect(await post(address(url), { text: 'x' })).toMatchObject({ status, text });
  expect(messages()).toEqual([]);
});

describe('the Web API', () => {
  const ask = async (
    { apiUrl, botToken }: Awaited<ReturnType<typeof start>>,
    call: string,
    init: RequestInit = {},
  ) => {
    const headers = { authorization: `Bearer ${botToken}`, ...init.headers };
    const response = await fetch(`${apiUrl}/${call}`, { ...init, headers });
    return { scopes: response.headers.get('x-oauth-scopes'), body: await response.json() };
  };
  const postTo = (channel: string) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'Hello' }),
  });

  test('a question may come as a GET; each answer names the scopes', async () => {
    const slack = await start({ channels: ['C0TEAM'] });
    slack.scopes.delete('users:read');
    expect(await ask(slack, 'conversations.info?channel=C0TEAM')).toEqual({
      scopes: 'chat:write,users:read.email,channels:read',
      body: { ok: true, channel: { id: 'C0TEAM', name: 'c0team', is_member: true, is_archived: false } },
    });
  });

  test.each([
    ['conversations.info?channel=C0NONE', {}, 'channel_not_found'],
    ['chat.postMessage', postTo('C0NONE'), 'channel_not_found'],
    ['chat.postMessage', postTo('C0OTHER'), 'not_in_channel'],
    ['chat.postMessage', postTo('C0OLD'), 'is_archived'],
    ['auth.test', { headers: { authorization: 'Bearer xoxb-else' } }, 'invalid_auth'],
  ])('%s %j: %s', async (call, init, error) => {
    const slack = await start();
    slack.channels.set('C0OTHER', { name: 'other', isMember: false });
    slack.channels.set('C0OLD', { name: 'old', isMember: true, isArchived: true });
    expect((await ask(slack, call, init)).body).toEqual({ ok: false, error });
    expect(slack.messages()).toEqual([]);
  });

  test.each([
    ['chat.postMessage', postTo('C0TEAMTASKS'), 'chat:write'],
    ['conversations.info?channel=C0TEAMTASKS', {}, 'channels:read'],
    ['users.lookupByEmail?email=ana@northlight.example', {}, 'users:read.email'],
  ])('%s wants its scope', async (call, init, needed) => {
    const slack = await start();
    slack.scopes.delete(needed);
    const provided = [...slack.scopes].join(',');
    expect((await ask(slack, call, init)).body).toEqual({
      ok: false,
      error: 'missing_scope',
      needed,
      provided,
    });
  });
});

test('takes a burst, then a message a second', async () => {
  const { url, messages, clock } = await start({ burst: 2 });
  const statusOf = async () => (await post(url, { text: 'x' })).status;
  expect([await statusOf(), await statusOf()]).toEqual([200, 200]);
  expect(await post(url, { text: 'x' })).toEqual({ status: 429, text: 'rate_limited', retryAfter: '1' });
  clock.advance(999);
  expect(await statusOf()).toBe(429);
  clock.advance(1);
  expect([await statusOf(), await statusOf()]).toEqual([200, 429]);
  clock.advance(60_000);
  expect([await statusOf(), await statusOf(), await statusOf()]).toEqual([200, 200, 429]);
  expect(messages()).toHaveLength(5);
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a connection can be cut %s the effect', async (when, posted) => {
  const { url, messages, faults } = await start();
  faults.add({ operation: 'post', times: 1, effect: { kind: 'cut', when } });
  await expect(post(url, { text: 'x' })).rejects.toThrow('fetch failed');
  expect(messages()).toHaveLength(posted);
  expect(await post(url, { text: 'x' })).toMatchObject({ status: 200 });
});

test('a fault answers in plain text', async () => {
  const { url, faults } = await start();
  const effect = { kind: 'answer', when: 'before', status: 410, code: 'channel_is_archived' } as const;
  faults.add({ operation: 'post', effect });
  expect(await post(url, { text: 'x' })).toMatchObject({ status: 410, text: 'channel_is_archived' });
});

test('messages outlive a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'simulated-slack-'));
  try {
    const before = await start({ dataDir });
    await post(before.url, { text: 'Hello' });
    await before.close();
    running.pop();
    const after = await start({ dataDir });
    expect(after.messages()).toMatchObject([{ text: 'Hello', at: NOW }]);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
