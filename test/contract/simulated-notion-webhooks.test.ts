import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, verifyWebhookSignature } from '@notionhq/client';
import { LocalClock } from '../../local/clock.ts';
import {
  HANDBOOK_PAGE,
  NORTHLIGHT,
  PAGEBELL_BOT,
  PEOPLE,
  TASKS,
  TASKS_DATA_SOURCE,
  TASKS_DATABASE,
} from '../../local/notion/seed.ts';
import { type SimulatedNotionOptions, startSimulatedNotion } from '../../local/notion/server.ts';
import { aggregate } from '../../local/notion/webhook-payload.ts';
import { eventFixtures } from '../fixtures/webhooks/index.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 30, 41, 250);
const SECRET = 'secret_for_tests';
const closing: (() => Promise<unknown>)[] = [];

interface Received {
  body: string;
  signature: string | undefined;
  payload: { id: string; type: string; attempt_number: number } & Record<string, unknown>;
}

/** An endpoint for webhooks. `answers` are what its next answers will be; after them it answers 200. */
async function startEndpoint() {
  const received: Received[] = [];
  const answers: (number | 'cut' | 'none')[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const signature = request.headers['x-notion-signature'];
    received.push({ body, signature: [signature].flat()[0], payload: JSON.parse(body) });
    const answer = answers.shift() ?? 200;
    if (answer === 'none') return;
    if (answer === 'cut') response.destroy();
    else response.writeHead(answer).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo;
  closing.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return { server, url: `http://127.0.0.1:${port}/webhooks/notion`, received, answers };
}

async function start(options: Partial<SimulatedNotionOptions> = {}) {
  const clock = new LocalClock(() => NOW);
  const endpoint = await startEndpoint();
  const webhook = { url: endpoint.url, secret: SECRET };
  const simulated = await startSimulatedNotion({ clock, token: 'secret-token', webhook, ...options });
  closing.unshift(() => simulated.close());
  /** Lets time pass, and everything happen that was to happen in it. */
  const pass = async (ms: number) => {
    clock.advance(ms);
    await new Promise(setImmediate);
    await simulated.webhooks.settled();
  };
  return { ...simulated, ...endpoint, notionUrl: simulated.url, clock, pass };
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const assignBen = { Assignee: { people: [{ id: PEOPLE.ben }] } };

describe('every change is told of', () => {
  const inTasks = { parent: { id: TASKS_DATABASE, type: 'database', data_source_id: TASKS_DATA_SOURCE } };

  test('with minified JSON, signed over its bytes', async () => {
    const { workspace, webhooks, received } = await start();
    workspace.editPage(PEOPLE.ana, TASKS.pricing, { ...assignBen, Due: { date: { start: '2026-12-01' } } });
    await webhooks.settled();
    const [{ body, signature, payload }] = received as [Received];
    expect(body).toBe(JSON.stringify(payload));
    expect(await verifyWebhookSignature({ body, signature, verificationToken: SECRET })).toBe(true);
    expect(payload).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timestamp: new Date(NOW).toISOString(),
      workspace_id: NORTHLIGHT.identity.id,
      workspace_name: NORTHLIGHT.identity.name,
      subscription_id: expect.any(String),
      integration_id: expect.any(String),
      authors: [{ id: PEOPLE.ana, type: 'person' }],
      attempt_number: 1,
      api_version: '2026-03-11',
      entity: { id: TASKS.pricing, type: 'page' },
      type: 'page.properties_updated',
      data: { ...inTasks, updated_properties: ['%7BLUX', 'mN%3Ax'] },
    });
  });

  type Started = Awaited<ReturnType<typeof start>>;
  test.each<[string, (started: Started) => unknown, object]>([
    [
      'a page in the data source',
      ({ workspace }) =>
        workspace.createPage(PEOPLE.ana, { type: 'data_source', id: TASKS_DATA_SOURCE }, assignBen),
      { type: 'page.created', data: inTasks },
    ],
    [
      'a page beneath another',
      ({ workspace }) => workspace.createPage(PEOPLE.ana, { type: 'page', id: HANDBOOK_PAGE }),
      { type: 'page.created', data: { parent: { id: HANDBOOK_PAGE, type: 'page' } } },
    ],
    [
      'a new title',
      ({ workspace }) =>
        workspace.editPage(PEOPLE.ana, HANDBOOK_PAGE, { title: { title: [{ text: { content: 'Rules' } }] } }),
      { type: 'page.content_updated', data: { parent: { id: NORTHLIGHT.identity.id, type: 'space' } } },
    ],
    [
      'the trash',
      ({ workspace }) => workspace.setTrash(PEOPLE.ana, TASKS.offsite, true),
      { type: 'page.deleted' },
    ],
    [
      'a move',
      ({ workspace }) => workspace.movePage(PEOPLE.ana, TASKS.offsite, { type: 'workspace' }),
      { type: 'page.moved', data: { parent: { id: NORTHLIGHT.identity.id, type: 'space' } } },
    ],
    [
      'a comment through the API',
      ({ notionUrl }) =>
        new Client({ auth: 'secret-token', notionVersion: '2026-03-11', baseUrl: notionUrl }).comments.create(
          {
            parent: { page_id: TASKS.homepage },
            rich_text: [{ text: { content: 'Hello' } }],
          },
        ),
      {
        type: 'comment.created',
        authors: [{ id: PAGEBELL_BOT, type: 'bot' }],
        data: { page_id: TASKS.homepage, parent: { id: TASKS.homepage, type: 'page' } },
      },
    ],
  ])('%s', async (_, change, expected) => {
    const started = await start();
    await change(started);
    await started.webhooks.settled();
    const [{ payload }] = started.received as [Received];
    expect(payload).toMatchObject(expected);
    expect(shapeOf(payload)).toEqual(shapeOf(fixtureOf(payload.type)));
  });

  test('but nothing, where nothing changes', async () => {
    const { workspace, webhooks, received } = await start();
    const before = workspace.page(TASKS.offsite);
    workspace.editPage(PEOPLE.dev, TASKS.offsite, assignBen);
    workspace.setTrash(PEOPLE.dev, TASKS.offsite, false);
    await webhooks.settled();
    expect(workspace.page(TASKS.offsite)).toEqual(before);
    expect(received).toEqual([]);
  });
});

function fixtureOf(type: string) {
  const fixture = eventFixtures.find(
    ({ apiVersion, payload }) => apiVersion === '2026-03-11' && payload.type === type,
  );
  if (!fixture) throw new Error(`there is no fixture for ${type}`);
  return fixture.payload;
}

/** The keys of an event and of its data, without those of a page's whereabouts. */
function shapeOf(payload: object) {
  const data = 'data' in payload ? Object.keys(payload.data ?? {}) : [];
  return { envelope: Object.keys(payload).sort(), data: data.sort() };
}

describe('what is not acknowledged', () => {
  test('is tried again with the same id, ever later, eight times within about a day', async () => {
    const { workspace, webhooks, received, answers, clock, pass } = await start();
    answers.push(500, 'cut', 404, 503, 500, 500, 500, 500);
    workspace.editPage(PEOPLE.ana, TASKS.pricing, assignBen);
    await webhooks.settled();
    const waits: number[] = [];
    for (let attempt = 2; attempt <= 8; attempt += 1) {
      const wait = (webhooks.log()[0]?.nextAt ?? 0) - clock.now();
      waits.push(wait);
      await pass(wait - 1);
      expect(received).toHaveLength(attempt - 1);
      await pass(1);
      expect(received).toHaveLength(attempt);
    }
    await pass(7 * 86_400_000);

    expect(received.map(({ payload }) => payload.attempt_number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(received.map(({ payload }) => payload.id)).size).toBe(1);
    for (const { body, signature } of received) {
      expect(await verifyWebhookSignature({ body, signature, verificationToken: SECRET })).toBe(true);
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits.reduce((sum, wait) => sum + wait) / 3_600_000).toBeCloseTo(24, 0);
  });

  test('is tried no more once it is acknowledged; the log tells both', async () => {
    const { workspace, webhooks, received, answers, pass } = await start();
    answers.push(503);
    workspace.editPage(PEOPLE.ana, TASKS.pricing, assignBen);
    await webhooks.settled();
    await pass(86_400_000);
    await pass(86_400_000);
    expect(received).toHaveLength(2);
    expect(webhooks.log()).toMatchObject([
      { payload: { type: 'page.properties_updated' }, attempts: [{ at: NOW, status: 503 }, { status: 200 }] },
    ]);
    expect(webhooks.log()[0]?.nextAt).toBeUndefined();
  });
});

describe('deliveries can be', () => {
  test('held, reordered, duplicated and dropped', async () => {
    const { workspace, webhooks, received } = await start();
    webhooks.hold();
    for (const id of [TASKS.pricing, TASKS.invoices, TASKS.newsletter])
      workspace.editPage(PEOPLE.ana, id, assignBen);
    const [first, second] = webhooks.take();
    await webhooks.settled();
    expect(received).toEqual([]);

    if (!first || !second) throw new Error('three were held');
    for (const payload of [second, first, first]) {
      webhooks.deliver(payload);
      await webhooks.settled();
    }
    expect(received.map(({ payload }) => payload.id)).toEqual([second.id, first.id, first.id]);
    webhooks.resume();
    workspace.editPage(PEOPLE.ana, TASKS.onboarding, assignBen);
    await webhooks.settled();
    expect(received).toHaveLength(4);
  });

  test('aggregated', async () => {
    const { workspace, webhooks, clock } = await start();
    webhooks.hold();
    workspace.editPage(PEOPLE.ana, TASKS.pricing, assignBen);
    clock.advance(30_000);
    workspace.editPage(PEOPLE.dev, TASKS.pricing, {
      Assignee: { people: [] },
      Status: { status: { name: 'Done' } },
    });
    const [first, ...others] = webhooks
      .take()
      .filter((payload) => payload.type === 'page.properties_updated');
    if (!first) throw new Error('two were held');
    expect(aggregate([first, ...others])).toMatchObject({
      timestamp: new Date(NOW + 30_000).toISOString(),
      authors: [{ id: PEOPLE.ana }, { id: PEOPLE.dev }],
      entity: { id: TASKS.pricing },
      data: { updated_properties: ['%7BLUX', 'XGe%40'] },
    });
  });
});

test('the log keeps the latest 500 that are done with', async () => {
  const { workspace, webhooks } = await start();
  for (let edit = 0; edit <= 500; edit += 1) {
    workspace.setTrash(PEOPLE.ana, TASKS.offsite, edit % 2 === 0);
    // One after the other: all at once, a slow machine has not answered them within their time-out.
    await webhooks.settled();
  }
  const [oldest] = webhooks.log();
  workspace.editPage(PEOPLE.ana, TASKS.pricing, assignBen);
  await webhooks.settled();
  expect(webhooks.log()).toHaveLength(501);
  expect(webhooks.log()).not.toContainEqual(oldest);
});

test('the handshake is signed with the token that it carries', async () => {
  const { webhooks, received, url } = await start();
  const { token, status } = await webhooks.sendHandshake(url);
  expect(status).toBe(200);
  const [{ body, signature }] = received as [Received];
  expect(body).toBe(JSON.stringify({ verification_token: token }));
  expect(await verifyWebhookSignature({ body, signature, verificationToken: token })).toBe(true);
});

describe('a restart', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'simulated-notion-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('keeps pages, comments and events that were not acknowledged', async () => {
    const before = await start({ dataDir });
    before.answers.push(503);
    before.workspace.editPage(PEOPLE.ana, TASKS.pricing, assignBen);
    await before.webhooks.settled();
    before.webhooks.hold();
    before.workspace.comment(PEOPLE.ana, TASKS.pricing, [{ text: { content: 'Hello' } }]);
    await before.close();
    closing.shift();

    const after = await start({ dataDir });
    expect(after.workspace.page(TASKS.pricing)).toEqual(before.workspace.page(TASKS.pricing));
    expect(after.workspace.comments(TASKS.pricing)).toHaveLength(1);
    await after.pass(16_000);
    const event = { id: before.received[0]?.payload.id, attempt_number: 2 };
    expect(after.received.map(({ payload }) => payload)).toMatchObject([event]);
  });

  test('repeats an attempt that was under way', async () => {
    const before = await start({ dataDir });
    before.answers.push('none');
    const arrived = new Promise((resolve) => before.server.once('request', resolve));
    before.workspace.editPage(PEOPLE.ana, TASKS.pricing, assignBen);
    await arrived;
    await before.close();
    closing.shift();

    const after = await start({ dataDir });
    await new Promise((resolve) => after.server.once('request', resolve));
    await after.webhooks.settled();
    expect(after.received.map(({ payload }) => payload)).toEqual(
      before.received.map(({ payload }) => payload),
    );
    expect(after.webhooks.log()).toMatchObject([{ attempts: [{ status: 200 }] }]);
  });
});
