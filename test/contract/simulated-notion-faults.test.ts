import { Client, LogLevel } from '@notionhq/client';
import { LocalClock } from '../../local/clock.ts';
import { HANDBOOK_PAGE, TASKS } from '../../local/notion/seed.ts';
import { type SimulatedNotionOptions, startSimulatedNotion } from '../../local/notion/server.ts';
import type { Effect } from '../../local/simulation/faults.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 30, 41, 250);
const running: { close(): Promise<void> }[] = [];

async function start(options: Partial<SimulatedNotionOptions> = {}) {
  const clock = new LocalClock(() => NOW);
  const simulated = await startSimulatedNotion({ clock, token: 'secret-token', ...options });
  running.push(simulated);
  const notion = new Client({
    auth: 'secret-token',
    notionVersion: '2026-03-11',
    baseUrl: simulated.url,
    retry: false,
    logLevel: LogLevel.ERROR,
  });
  const comment = (page_id: string = TASKS.homepage) =>
    notion.comments.create({ parent: { page_id }, rich_text: [{ text: { content: 'Hello' } }] });
  return { ...simulated, clock, notion, comment };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulated) => simulated.close()));
});

describe('the rate limit', () => {
  test('refuses what is too much, until the window of sixty seconds ends', async () => {
    const { notion, clock } = await start({ limits: { callsPerMinute: 2 } });
    const call = () => notion.users.me({});
    await call();
    clock.advance(40_500);
    await call();
    const refused = await call().catch((error: unknown) => error);
    expect(refused).toMatchObject({
      status: 429,
      code: 'rate_limited',
      additional_data: { rate_limit_reason: 'public_api_request_rate_limit', retry_after: '20' },
    });
    expect(refused).toHaveProperty('headers', expect.any(Headers));
    expect((refused as { headers: Headers }).headers.get('retry-after')).toBe('20');

    clock.advance(19_499);
    await expect(call()).rejects.toMatchObject({ status: 429 });
    clock.advance(1);
    await call();
    await call();
    await expect(call()).rejects.toMatchObject({ status: 429 });
  });

  test('a refused call has no effect', async () => {
    const { comment, workspace } = await start({ limits: { callsPerMinute: 1 } });
    await comment();
    await expect(comment()).rejects.toMatchObject({ status: 429 });
    expect(workspace.comments()).toHaveLength(1);
  });
});

describe('faults', () => {
  const overloaded = {
    kind: 'answer',
    status: 529,
    code: 'service_overload',
    headers: { 'retry-after': '7' },
  } as const;
  test.each<[string, Effect, number, object]>([
    [
      'an answer before the effect',
      { ...overloaded, when: 'before' },
      0,
      { status: 529, code: 'service_overload' },
    ],
    [
      'an answer after the effect',
      {
        kind: 'answer',
        when: 'after',
        status: 503,
        code: 'service_unavailable',
        additionalData: { committed_resource_id: HANDBOOK_PAGE },
      },
      1,
      { status: 503, additional_data: { committed_resource_id: HANDBOOK_PAGE } },
    ],
    ['a cut before the effect', { kind: 'cut', when: 'before' }, 0, { message: 'fetch failed' }],
    ['a cut after the effect', { kind: 'cut', when: 'after' }, 1, { message: 'fetch failed' }],
    ['broken JSON', { kind: 'broken-json' }, 1, { name: 'SyntaxError' }],
  ])('%s', async (_, effect, comments, error) => {
    const { faults, comment, workspace } = await start();
    faults.add({ operation: 'comments.create', times: 1, effect });
    await expect(comment()).rejects.toMatchObject(error);
    expect(workspace.comments()).toHaveLength(comments);

    await comment();
    expect(workspace.comments()).toHaveLength(comments + 1);
  });

  test('an answer is delayed on the clock', async () => {
    const { faults, comment, workspace, clock } = await start();
    faults.add({ operation: 'comments.create', effect: { kind: 'delay', ms: 3_600_000 } });
    const asleep = new Promise((resolve) => {
      jest.spyOn(clock, 'sleep').mockImplementationOnce((ms, signal) => {
        resolve(ms);
        return LocalClock.prototype.sleep.call(clock, ms, signal);
      });
    });
    const pending = comment();
    expect(await asleep).toBe(3_600_000);
    clock.advance(3_599_999);
    expect(workspace.comments()).toHaveLength(0);
    clock.advance(1);
    await pending;
    expect(workspace.comments()).toHaveLength(1);
  });

  test('strike only the operation and the page that they name, until they are cleared', async () => {
    const { faults, notion, comment } = await start();
    const effect: Effect = { kind: 'answer', when: 'before', status: 409, code: 'conflict_error' };
    faults.add({ operation: 'comments.create', about: TASKS.homepage.replaceAll('-', ''), effect });
    await expect(comment()).rejects.toMatchObject({ code: 'conflict_error' });
    await expect(comment()).rejects.toMatchObject({ code: 'conflict_error' });
    await comment(TASKS.backups);
    await notion.pages.retrieve({ page_id: TASKS.homepage });
    faults.clear();
    await comment();
  });
});

test('calls are logged with what came of them', async () => {
  const { faults, notion, comment, calls } = await start();
  await notion.users.me({});
  await notion.pages.retrieve({ page_id: 'no-id' }).catch(() => {});
  faults.add({ operation: 'any', effect: { kind: 'cut', when: 'before' } });
  await comment().catch(() => {});
  const real = { answeredAt: expect.any(Number), tookMs: expect.any(Number) };
  expect(calls()).toEqual([
    { at: NOW, operation: 'users.me', address: '/v1/users/me', status: 200, ...real },
    { at: NOW, operation: 'pages.retrieve', address: '/v1/pages/no-id', status: 400, ...real },
    { at: NOW, operation: 'comments.create', address: '/v1/comments', status: 'cut', ...real },
  ]);
});

test('of the calls the latest 1,000 are kept', async () => {
  const { notion, calls } = await start({ limits: { callsPerMinute: 2000 } });
  await notion.users.list({});
  await Promise.all(Array.from({ length: 1000 }, () => notion.users.me({})));
  expect(calls()).toHaveLength(1000);
  expect(calls()[0]?.operation).toBe('users.me');
});

test('a port that is taken is named', async () => {
  const { url } = await start();
  const port = Number(new URL(url).port);
  await expect(start({ port })).rejects.toThrow(`port ${port} is taken`);
});
