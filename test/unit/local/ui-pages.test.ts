import { LocalClock } from '../../../local/clock.ts';
import { HANDBOOK_PAGE, PAGEBELL_BOT, PEOPLE, TASK_PROPERTY, TASKS } from '../../../local/notion/seed.ts';
import { type Change, toWebhookPayload } from '../../../local/notion/webhook-payload.ts';
import { SimulatedWorkspace } from '../../../local/notion/workspace.ts';
import { EditError } from '../../../local/ui/edits.ts';
import { pages } from '../../../local/ui/pages.ts';
import type { LocalPagesSource } from '../../../local/ui/source.ts';
import type { FaultName, LocalState } from '../../../local/ui/state.ts';
import { line } from './ui-support.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const FIGURES = { queued: 1, inFlight: 2, deadLetters: 3, due: 4 };
const SLACK_URL = 'https://hooks.slack.com/services/T0/B0/very-secret';

function start(more: Partial<LocalPagesSource> = {}) {
  const clock = new LocalClock(() => NOW);
  const workspace = new SimulatedWorkspace({ clock });
  const changes: Change[] = [];
  workspace.onChange = (change) => changes.push(change);
  const source: LocalPagesSource = {
    clock,
    notion: {
      workspace,
      // Told of every change, and answered nothing yet.
      webhooks: {
        log: () =>
          changes.map((change) => ({ payload: toWebhookPayload(change, NOW, workspace), attempts: [] })),
      },
    },
    slack: { messages: () => [] },
    demonstration: undefined,
    notionUrl: 'http://127.0.0.1:4000',
    slackUrl: SLACK_URL,
    isAwsForeign: false,
    log: { after: () => [] },
    health: async () => FIGURES,
    ...more,
  };
  const get = (path: string) => pages.fetch(new Request(`http://127.0.0.1:3000${path}`), source);
  const post = (path: string, body: unknown) =>
    pages.fetch(
      new Request(`http://127.0.0.1:3000${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
      source,
    );
  // The page's script reads it as this as well.
  const state = async () => (await (await get('/local/state')).json()) as LocalState;
  const task = async (id: string) => (await state()).board?.tasks.find((one) => one.id === id);
  return { clock, workspace, changes, get, post, state, task };
}

const assignBen = { pageId: TASKS.pricing, people: [PEOPLE.ben], author: PEOPLE.ana };

describe('the page', () => {
  test('allows scripts, styles and requests of its own only', async () => {
    const response = await start().get('/');
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self'",
      "require-trusted-types-for 'script'",
      "script-src 'self'",
      "style-src 'self'",
    ]);
  });

  test('has no script or style that the policy would stop, and every file that it names', async () => {
    const { get } = start();
    const html = await (await get('/')).text();
    expect(html).not.toMatch(/<style| style=| on\w+=|<script(?![^>]* src=)/);
    const named = [...html.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"/g)].flatMap(
      ([, path]) => path ?? [],
    );
    expect(named.length).toBeGreaterThan(4);
    for (const path of named) expect([path, (await get(path)).status]).toEqual([path, 200]);
  });

  test.each(['/local/ui/nothing.js', '/local/ui/../pages.ts', '/local/ui/%2e%2e/pages.ts', '/local/nothing'])(
    'nothing is at %s',
    async (path) => {
      expect((await start().get(path)).status).toBe(404);
    },
  );
});

describe('the state', () => {
  test('shows tasks with their facts, and nothing in the trash or outside a database', async () => {
    const { state, task, workspace } = start();
    expect(await task(TASKS.backups)).toEqual({
      id: TASKS.backups,
      title: 'Test the restore of a backup',
      status: 'In progress',
      due: '2026-11-23',
      assignees: [PEOPLE.dev, PEOPLE.ben],
      comments: [],
    });
    workspace.setTrash(PEOPLE.ana, TASKS.backups, true);
    const ids = (await state()).board?.tasks.map(({ id }) => id);
    expect(ids).toContain(TASKS.offsite);
    expect(ids).not.toContain(TASKS.backups);
    expect(ids).not.toContain(HANDBOOK_PAGE);
  });

  test('shows comments with mentions, and links only to the web', async () => {
    const { task, workspace } = start();
    workspace.comment(PAGEBELL_BOT, TASKS.pricing, [
      { mention: { user: { id: PEOPLE.ben } } },
      { text: { content: ' look', link: { url: 'https://pagebell.example/n1' } } },
      { text: { content: ' here', link: { url: 'javascript:alert(1)' } } },
    ]);
    const [comment] = (await task(TASKS.pricing))?.comments ?? [];
    expect(comment).toMatchObject({ at: NOW, author: 'Pagebell' });
    expect(comment?.text).toEqual([
      { text: '@Ben Okafor', style: 'mention' },
      { text: ' look', href: 'https://pagebell.example/n1' },
      { text: ' here' },
    ]);
  });

  test('shows figures, and the log with the newest line first', async () => {
    const lines = [line(1, 'First', { attempt: 1, notices: ['a', 'b'] }), line(2, 'Second')];
    const { figures, log } = await start({ log: { after: () => lines } }).state();
    expect(figures).toEqual(FIGURES);
    expect(log.map(({ message }) => message)).toEqual(['Second', 'First']);
    expect(log[1]?.fields).toEqual([
      ['attempt', '1'],
      ['notices', '["a","b"]'],
    ]);
  });

  test('tells where real services are, and no secret', async () => {
    const { state } = start({ notion: undefined, slack: undefined, notionUrl: 'https://api.notion.com' });
    const { services, board, slack } = await state();
    expect({ board, slack }).toEqual({ board: undefined, slack: undefined });
    expect(services).toEqual([
      { name: 'Notion', where: 'api.notion.com' },
      { name: 'Slack', where: 'hooks.slack.com' },
      { name: 'AWS', where: 'on this machine' },
    ]);
  });

  test.each([
    ['all', {}, ['simulated', 'simulated', 'on this machine']],
    ['Slack off', { slack: undefined, slackUrl: undefined }, ['simulated', 'off', 'on this machine']],
    ['AWS elsewhere', { isAwsForeign: true }, ['simulated', 'simulated', 'another stand-in']],
  ])('tells what is simulated: %s', async (_, more, where) => {
    const { services } = await start(more).state();
    expect(services.map((service) => service.where)).toEqual(where);
  });
});

describe('an edit', () => {
  test('assigns people as the author', async () => {
    const { post, task, changes } = start();
    expect((await post('/local/assign', assignBen)).status).toBe(204);
    expect((await task(TASKS.pricing))?.assignees).toEqual([PEOPLE.ben]);
    expect(changes).toEqual([
      expect.objectContaining({
        type: 'page.properties_updated',
        author: PEOPLE.ana,
        propertyIds: [TASK_PROPERTY.assignee],
      }),
    ]);
  });

  test('is shown as the event that Notion makes of it', async () => {
    const { post, state } = start();
    await post('/local/assign', assignBen);
    expect((await state()).ways).toEqual([
      expect.objectContaining({
        at: NOW,
        what: 'Assignee edited by Ana Ferreira',
        page: 'Review the pricing page',
      }),
    ]);
  });

  test('makes a task with its title as it is', async () => {
    const { post, task, changes } = start();
    const title = '<script>alert(1)</script>';
    const response = await post('/local/tasks', { title, author: PEOPLE.ben });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: string };
    expect(await task(id)).toEqual({ id, title, assignees: [], comments: [] });
    expect(changes).toEqual([expect.objectContaining({ type: 'page.created', author: PEOPLE.ben })]);
  });

  test.each([
    ['/local/assign', { ...assignBen, pageId: 'p1' }, 'there is no page p1'],
    ['/local/assign', { ...assignBen, pageId: HANDBOOK_PAGE }, 'no people property'],
    ['/local/assign', { ...assignBen, people: ['nobody'] }, 'nobody'],
    ['/local/assign', { ...assignBen, author: PAGEBELL_BOT }, 'must be the id of a person'],
    ['/local/assign', { ...assignBen, author: 'x' }, 'must be the id of a person'],
    ['/local/assign', { pageId: TASKS.pricing, author: PEOPLE.ana }, 'people'],
    ['/local/assign', '{"pageId"', 'not JSON'],
    ['/local/tasks', { title: '  ', author: PEOPLE.ana }, 'give the task a title'],
    ['/local/tasks', { title: 'Task', author: PAGEBELL_BOT }, 'must be the id of a person'],
    ['/local/clock', { advanceMs: -1 }, 'advanceMs'],
    ['/local/clock', { advanceMs: 0.5 }, 'advanceMs'],
  ])('that cannot be done is refused: %s %j', async (path, body, reason) => {
    const { post, changes, clock } = start();
    const response = await post(path, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining(reason) });
    expect(changes).toEqual([]);
    expect(clock.now()).toBe(NOW);
  });

  test.each(['/local/assign', '/local/tasks'])('is not possible without a simulation: %s', async (path) => {
    const response = await start({ notion: undefined }).post(path, assignBen);
    expect(response.status).toBe(409);
  });
});

describe('the fault switches', () => {
  function startSwitches() {
    const demonstration = {
      state: () => ({ advancedMs: 900_000, canPassTime: true, faults: [] }),
      set: jest.fn(async (_: FaultName, on: boolean) => on),
      noteAssigned: jest.fn(),
    };
    return { demonstration, ...start({ demonstration }) };
  }

  test('are shown, and switched', async () => {
    const { demonstration, post, state } = startSwitches();
    expect((await state()).demonstration).toEqual({ advancedMs: 900_000, canPassTime: true, faults: [] });
    const response = await post('/local/faults', { name: 'slack-down', on: true });
    expect([response.status, await response.json()]).toEqual([200, { name: 'slack-down', on: true }]);
    expect(demonstration.set).toHaveBeenCalledWith('slack-down', true);
  });

  test.each([{ name: 'nothing', on: true }, { name: 'slack-down' }, { name: 'slack-down', on: 'yes' }, 'on'])(
    'take nothing else: %j',
    async (body) => {
      const { demonstration, post } = startSwitches();
      expect((await post('/local/faults', body)).status).toBe(400);
      expect(demonstration.set).not.toHaveBeenCalled();
    },
  );

  test('that cannot be switched say why', async () => {
    const { demonstration, post } = startSwitches();
    demonstration.set.mockRejectedValue(new EditError('Slack is not simulated in this run'));
    const response = await post('/local/faults', { name: 'slack-down', on: true });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'Slack is not simulated in this run' });
  });

  test('are not there without a simulation', async () => {
    const response = await start().post('/local/faults', { name: 'slack-down', on: true });
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({
      error: expect.stringContaining('only where Notion is simulated'),
    });
  });

  test('hear who is new to a task, and did not take it', async () => {
    const { demonstration, post } = startSwitches();
    const people = [PEOPLE.dev, PEOPLE.ana, PEOPLE.chloe];
    await post('/local/assign', { pageId: TASKS.backups, people, author: PEOPLE.ana });
    expect(demonstration.noteAssigned).toHaveBeenCalledWith({
      pageId: TASKS.backups,
      people: [PEOPLE.chloe],
      at: NOW,
    });
  });
});

test('the clock can be advanced', async () => {
  const { post, clock } = start();
  const response = await post('/local/clock', { advanceMs: 60_000 });
  expect(await response.json()).toEqual({ now: NOW + 60_000 });
  expect(clock.now()).toBe(NOW + 60_000);
});
