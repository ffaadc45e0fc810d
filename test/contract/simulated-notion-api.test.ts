import { Client, isFullComment, isFullPage, LogLevel } from '@notionhq/client';
import { LocalClock } from '../../local/clock.ts';
import type { Member } from '../../local/notion/model.ts';
import {
  DESIGN_GROUP,
  HANDBOOK_PAGE,
  PAGEBELL_BOT,
  PEOPLE,
  TASK_PROPERTY,
  TASKS,
  TASKS_DATA_SOURCE,
  TASKS_DATABASE,
} from '../../local/notion/seed.ts';
import { type SimulatedNotionOptions, startSimulatedNotion } from '../../local/notion/server.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 30, 41, 250);
const NOBODY = 'ffffffff-0000-4000-8000-00000000000f';
const running: { close(): Promise<void> }[] = [];

async function start(options: Partial<SimulatedNotionOptions> = {}) {
  const clock = new LocalClock(() => NOW);
  const simulated = await startSimulatedNotion({ clock, token: 'secret-token', ...options });
  running.push(simulated);
  const clientFor = (notionVersion: string, auth = 'secret-token') =>
    new Client({ auth, notionVersion, baseUrl: simulated.url, retry: false, logLevel: LogLevel.ERROR });
  return { ...simulated, clock, clientFor, notion: clientFor('2026-03-11') };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulated) => simulated.close()));
});

/** A raw request, for what the SDK would not send. */
async function get(url: string, headers: Record<string, string>) {
  const response = await fetch(`${url}/v1/users/me`, { headers });
  return {
    status: response.status,
    requestId: response.headers.get('x-notion-request-id'),
    body: await response.json(),
  };
}

describe('who may call', () => {
  const authorization = 'Bearer secret-token';
  test.each([
    ['no token', { 'notion-version': '2026-03-11' }, 401, 'unauthorized'],
    ['another token', { authorization: 'Bearer other', 'notion-version': '2026-03-11' }, 401, 'unauthorized'],
    ['no version', { authorization }, 400, 'missing_version'],
    ['an unknown version', { authorization, 'notion-version': '2026-03-01' }, 400, 'validation_error'],
  ])('%s is refused in the shape of Notion’s errors', async (_, headers, status, code) => {
    const { url } = await start();
    const answer = await get(url, headers);
    expect(answer).toMatchObject({ status, body: { object: 'error', status, code } });
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body).toHaveProperty('request_id', answer.requestId);
  });

  test('the unknown version’s error names the known ones', async () => {
    const { clientFor } = await start();
    await expect(clientFor('2026-03-01').users.me({})).rejects.toThrow(
      /2025-09-03.*or.*2026-03-11.*2026-03-01/,
    );
  });
});

describe('users', () => {
  test('the connection’s own is a bot; groups are no users', async () => {
    const { notion } = await start();
    expect(await notion.users.me({})).toMatchObject({ id: PAGEBELL_BOT, type: 'bot' });
    const { results } = await notion.users.list({});
    expect(results.map(({ id }) => id).sort()).toEqual([...Object.values(PEOPLE), PAGEBELL_BOT].sort());
    await expect(notion.users.retrieve({ user_id: DESIGN_GROUP })).rejects.toMatchObject({
      code: 'object_not_found',
    });
  });

  test.each([
    ['with-email', { name: 'Ben Okafor', person: { email: 'ben@northlight.example' } }],
    ['without-email', { name: 'Ben Okafor', person: {} }],
  ] as const)('%s shows what it says', async (readUsers, shown) => {
    const { notion } = await start({ capabilities: { readUsers } });
    const user = await notion.users.retrieve({ user_id: PEOPLE.ben });
    expect(user).toEqual({ object: 'user', id: PEOPLE.ben, avatar_url: null, type: 'person', ...shown });
  });

  test('without the capability people are ids only, and cannot be asked for', async () => {
    const { notion } = await start({ capabilities: { readUsers: 'none' } });
    await expect(notion.users.retrieve({ user_id: PEOPLE.ben })).rejects.toMatchObject({ status: 403 });
    expect(await assignees(notion, TASKS.backups)).toEqual([
      { object: 'user', id: PEOPLE.dev },
      { object: 'user', id: PEOPLE.ben },
    ]);
  });
});

async function assignees(notion: Client, page_id: string) {
  const page = await notion.pages.retrieve({ page_id });
  const property = isFullPage(page) ? page.properties['Assignee'] : undefined;
  if (property?.type !== 'people') throw new Error('the page shows no assignees');
  return property.people;
}

describe('pages', () => {
  test.each([
    ['2022-06-28', { parent: { type: 'database_id', database_id: TASKS_DATABASE }, archived: false }],
    [
      '2025-09-03',
      {
        parent: { type: 'data_source_id', data_source_id: TASKS_DATA_SOURCE, database_id: TASKS_DATABASE },
        archived: false,
      },
    ],
    [
      '2026-03-11',
      { parent: { type: 'data_source_id', data_source_id: TASKS_DATA_SOURCE, database_id: TASKS_DATABASE } },
    ],
  ])('version %s', async (version, expected) => {
    const { clientFor } = await start();
    const page = await clientFor(version).pages.retrieve({ page_id: TASKS.homepage });
    expect(page).toMatchObject({ in_trash: false, ...expected });
    expect('archived' in page).toBe('archived' in expected);
  });

  test('ids are taken without dashes; a page outside of data sources has a title only', async () => {
    const { notion } = await start();
    expect(await notion.pages.retrieve({ page_id: HANDBOOK_PAGE.replaceAll('-', '') })).toMatchObject({
      id: HANDBOOK_PAGE,
      parent: { type: 'workspace', workspace: true },
      properties: { title: { type: 'title', title: [{ plain_text: 'Team handbook' }] } },
    });
  });

  test('people and groups stand in a people property', async () => {
    const { notion } = await start();
    expect(await assignees(notion, TASKS.homepage)).toMatchObject([
      { object: 'user', id: PEOPLE.chloe, name: 'Chloé Laurent', type: 'person' },
      { object: 'group', id: DESIGN_GROUP, name: 'Design' },
    ]);
  });

  test('shows 25 people, and all of them page by page', async () => {
    const { notion, workspace } = await start();
    const crowd = Array.from({ length: 58 }, (_, index) => person(index));
    for (const member of crowd) workspace.addMember(member);
    workspace.editPage(PEOPLE.ana, TASKS.pricing, { Assignee: { people: crowd.map(({ id }) => ({ id })) } });

    expect((await assignees(notion, TASKS.pricing)).map(({ id }) => id)).toEqual(
      crowd.slice(0, 25).map(({ id }) => id),
    );
    const found: string[] = [];
    let start_cursor: string | undefined;
    do {
      const list = await notion.pages.properties.retrieve({
        page_id: TASKS.pricing,
        property_id: encodeURIComponent(TASK_PROPERTY.assignee),
        page_size: 25,
        ...(start_cursor && { start_cursor }),
      });
      if (list.object !== 'list') throw new Error('a people property is a list');
      for (const item of list.results) if (item.type === 'people') found.push(item.people.id);
      start_cursor = list.next_cursor ?? undefined;
      expect(list.has_more).toBe(start_cursor !== undefined);
    } while (start_cursor);
    expect(found).toEqual(crowd.map(({ id }) => id));
  });

  test('the properties to show may be chosen', async () => {
    const { notion } = await start();
    const page = await notion.pages.retrieve({
      page_id: TASKS.backups,
      filter_properties: ['title', encodeURIComponent(TASK_PROPERTY.assignee)],
    });
    expect(isFullPage(page) && Object.keys(page.properties)).toEqual(['Task', 'Assignee']);
  });

  test('times are whole minutes', async () => {
    const { notion, clock } = await start();
    const created = await notion.pages.create({
      parent: { data_source_id: TASKS_DATA_SOURCE },
      properties: { Task: { title: [{ text: { content: 'Water the plants' } }] } },
    });
    clock.advance(125_000);
    const properties = { Status: { status: { name: 'Done' } } };
    await notion.pages.update({ page_id: created.id, properties });
    expect(await notion.pages.retrieve({ page_id: created.id })).toMatchObject({
      created_time: '2026-11-23T09:30:00.000Z',
      last_edited_time: '2026-11-23T09:32:00.000Z',
      last_edited_by: { id: PAGEBELL_BOT },
      properties: {
        Task: { title: [{ plain_text: 'Water the plants' }] },
        Status: { status: { name: 'Done' } },
      },
    });
  });

  test('property ids are URL-encoded', async () => {
    const { notion } = await start();
    expect(await notion.pages.retrieve({ page_id: TASKS.homepage })).toMatchObject({
      properties: { Task: { id: 'title' }, Assignee: { id: '%7BLUX' }, Status: { id: 'XGe%40' } },
    });
  });

  test('`archived` is the trash of older versions only', async () => {
    const { clientFor, workspace } = await start();
    const archive = (version: string) =>
      clientFor(version).pages.update({ page_id: TASKS.offsite, archived: true });
    await expect(archive('2026-03-11')).rejects.toThrow('body.archived should be not present');
    expect(workspace.page(TASKS.offsite)?.inTrash).toBe(false);
    expect(await archive('2025-09-03')).toMatchObject({ archived: true, in_trash: true });
  });

  test('goes to the trash and comes back', async () => {
    const { notion } = await start();
    await notion.pages.update({ page_id: TASKS.offsite, in_trash: true });
    expect(await notion.pages.retrieve({ page_id: TASKS.offsite })).toMatchObject({ in_trash: true });
    await notion.pages.update({ page_id: TASKS.offsite, in_trash: false });
    expect(await notion.pages.retrieve({ page_id: TASKS.offsite })).toMatchObject({ in_trash: false });
  });

  test('an unknown one is not found, in Notion’s words', async () => {
    const { notion } = await start();
    await expect(notion.pages.retrieve({ page_id: NOBODY })).rejects.toMatchObject({
      status: 404,
      code: 'object_not_found',
      message: `Could not find page with ID: ${NOBODY}. Make sure the relevant pages and databases are shared with your integration.`,
    });
  });

  test.each([
    ['an unknown property', { Nope: { title: [] } }, 'Nope is not a property that exists.'],
    ['a value of another type', { Due: { status: { name: 'Done' } } }, 'Due is expected to be date.'],
    ['an unknown status', { Status: { status: { name: 'Paused' } } }, '"Paused" does not exist'],
    ['an unknown person', { Assignee: { people: [{ id: NOBODY }] } }, NOBODY],
    [
      '101 people',
      { Assignee: { people: Array.from({ length: 101 }, () => ({ id: PEOPLE.ana })) } },
      '≤ `100`',
    ],
    ['no date', { Due: { date: { start: 'tomorrow' } } }, 'body.properties.Due.date.start'],
  ])('%s is refused', async (_, properties, message) => {
    const { notion, workspace } = await start();
    const before = workspace.page(TASKS.pricing);
    await expect(notion.pages.update({ page_id: TASKS.pricing, properties })).rejects.toMatchObject({
      code: 'validation_error',
      message: expect.stringContaining(message),
    });
    expect(workspace.page(TASKS.pricing)).toEqual(before);
  });
});

function person(number: number): Member {
  const id = `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { object: 'user', id, name: `Guest ${number}`, avatar_url: null, type: 'person', person: {} };
}

describe('comments', () => {
  const hello = [{ text: { content: 'Hello' } }];

  test('are listed oldest first, page by page, with who wrote them', async () => {
    const { notion, workspace, clock } = await start();
    await notion.comments.create({ parent: { page_id: TASKS.homepage }, rich_text: hello });
    clock.advance(1000);
    workspace.comment(PEOPLE.ana, TASKS.homepage, [{ text: { content: 'Thanks' } }]);
    workspace.comment(PEOPLE.ana, TASKS.backups, [{ text: { content: 'Elsewhere' } }]);
    clock.advance(1000);
    await notion.comments.create({ parent: { page_id: TASKS.homepage }, rich_text: hello });

    const first = await notion.comments.list({ block_id: TASKS.homepage, page_size: 2 });
    expect(first.has_more).toBe(true);
    const second = await notion.comments.list({
      block_id: TASKS.homepage,
      page_size: 2,
      ...(first.next_cursor && { start_cursor: first.next_cursor }),
    });
    expect([...first.results, ...second.results]).toMatchObject([
      {
        created_by: { object: 'user', id: PAGEBELL_BOT },
        display_name: { type: 'integration', resolved_name: 'Pagebell' },
      },
      { created_by: { object: 'user', id: PEOPLE.ana }, rich_text: [{ plain_text: 'Thanks' }] },
      { created_by: { object: 'user', id: PAGEBELL_BOT } },
    ]);
    expect(second).toMatchObject({ has_more: false, next_cursor: null });
  });

  test('mention people and link words', async () => {
    const { notion } = await start();
    const comment = await notion.comments.create({
      parent: { page_id: TASKS.homepage },
      rich_text: [
        { type: 'mention', mention: { type: 'user', user: { id: PEOPLE.elif } } },
        { type: 'text', text: { content: 'look', link: { url: 'https://example.com/n/1' } } },
      ],
    });
    expect(isFullComment(comment) && comment.rich_text).toMatchObject([
      { type: 'mention', mention: { user: { id: PEOPLE.elif } }, plain_text: '@Elif Yılmaz' },
      { type: 'text', href: 'https://example.com/n/1' },
    ]);
  });

  test('answer a discussion', async () => {
    const { notion } = await start();
    const first = await notion.comments.create({ parent: { page_id: TASKS.homepage }, rich_text: hello });
    const discussion_id = isFullComment(first) ? first.discussion_id : '';
    expect(await notion.comments.create({ discussion_id, rich_text: hello })).toMatchObject({
      discussion_id,
      parent: { page_id: TASKS.homepage },
    });
  });

  const onPage = { parent: { page_id: TASKS.homepage } };
  test.each([
    ['no place', { rich_text: hello }, 'exactly one of'],
    ['two places', { ...onPage, discussion_id: NOBODY, rich_text: hello }, 'exactly one of'],
    [
      '2001 characters',
      { ...onPage, rich_text: [{ text: { content: 'x'.repeat(2001) } }] },
      'instead was `2001`',
    ],
    [
      'a link of 2001',
      { ...onPage, rich_text: [{ text: { content: 'x', link: { url: `https://${'x'.repeat(1993)}` } } }] },
      'body.rich_text[0].text.link.url.length',
    ],
    [
      '101 elements',
      { ...onPage, rich_text: Array(101).fill(hello[0]) },
      'body.rich_text.length should be ≤ `100`',
    ],
    ['an unknown user', { ...onPage, rich_text: [{ mention: { user: { id: NOBODY } } }] }, NOBODY],
    ['a group', { ...onPage, rich_text: [{ mention: { user: { id: DESIGN_GROUP } } }] }, DESIGN_GROUP],
  ])('%s is refused', async (_, body, message) => {
    const { notion, workspace } = await start();
    await expect(notion.request({ path: 'comments', method: 'post', body })).rejects.toMatchObject({
      status: 400,
      code: 'validation_error',
      message: expect.stringContaining(message),
    });
    expect(workspace.comments()).toEqual([]);
  });

  test('need the capability to insert, and the one to read', async () => {
    const { notion, capabilities } = await start({ capabilities: { insertComments: false } });
    const create = () => notion.comments.create({ parent: { page_id: TASKS.homepage }, rich_text: hello });
    const refused = { status: 403, code: 'restricted_resource' };
    await expect(create()).rejects.toMatchObject(refused);

    Object.assign(capabilities, { insertComments: true, readComments: false });
    expect(await create()).toEqual({ object: 'comment', id: expect.any(String) });
    await expect(notion.comments.list({ block_id: TASKS.homepage })).rejects.toMatchObject(refused);
  });
});

const dueBefore = (property: string) => ({ property, date: { before: '2026-11-02' } });

describe('data sources', () => {
  test('a database tells its data source, which tells its properties', async () => {
    const { notion } = await start();
    expect(await notion.databases.retrieve({ database_id: TASKS_DATABASE })).toMatchObject({
      data_sources: [{ id: TASKS_DATA_SOURCE, name: 'Team tasks' }],
    });
    expect(await notion.dataSources.retrieve({ data_source_id: TASKS_DATA_SOURCE })).toMatchObject({
      parent: { database_id: TASKS_DATABASE },
      properties: { Assignee: { id: '%7BLUX', type: 'people' }, Task: { id: 'title', type: 'title' } },
    });
  });

  test('are unknown to the version before them', async () => {
    const { clientFor } = await start();
    const old = clientFor('2022-06-28');
    await expect(old.dataSources.query({ data_source_id: TASKS_DATA_SOURCE })).rejects.toMatchObject({
      code: 'invalid_request_url',
    });
  });

  test('are queried from a time on, oldest first, page by page', async () => {
    const { notion, workspace, clock } = await start();
    const since = new Date(NOW).toISOString();
    clock.advance(60_000);
    workspace.editPage(PEOPLE.ana, TASKS.pricing, { Status: { status: { name: 'Done' } } });
    clock.advance(60_000);
    workspace.editPage(PEOPLE.ana, TASKS.homepage, { Status: { status: { name: 'Done' } } });
    workspace.setTrash(PEOPLE.ana, TASKS.offsite, true);

    const query = (start_cursor?: string) =>
      notion.dataSources.query({
        data_source_id: TASKS_DATA_SOURCE,
        filter: { timestamp: 'last_edited_time', last_edited_time: { on_or_after: since } },
        sorts: [{ timestamp: 'last_edited_time', direction: 'ascending' }],
        page_size: 1,
        ...(start_cursor && { start_cursor }),
      });
    const first = await query();
    expect(first).toMatchObject({ results: [{ id: TASKS.pricing }], has_more: true });
    expect(await query(first.next_cursor ?? '')).toMatchObject({
      results: [{ id: TASKS.homepage }],
      has_more: false,
      next_cursor: null,
    });
  });

  test('one query reaches only so many rows, and says so', async () => {
    const { notion } = await start({ limits: { queryRows: 5 } });
    const query = (start_cursor?: string) =>
      notion.dataSources.query({
        data_source_id: TASKS_DATA_SOURCE,
        page_size: 3,
        ...(start_cursor && { start_cursor }),
      });
    const first = await query();
    expect(first).toMatchObject({ has_more: true, request_status: { type: 'complete' } });
    const second = await query(first.next_cursor ?? '');
    expect(second.results).toHaveLength(2);
    expect(second).toMatchObject({
      has_more: false,
      next_cursor: null,
      request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' },
    });
  });

  test.each([
    ['a page of 101', { page_size: 101 }, 'body.page_size should be ≤ `100`'],
    ['an unknown cursor', { start_cursor: NOBODY }, 'start_cursor provided is invalid'],
    [
      'a filter that is not simulated',
      { filter: { property: 'Status', status: { equals: 'Done' } } },
      'body.filter',
    ],
    ['a filter by a property that is not there', { filter: { and: [dueBefore('Deadline')] } }, 'Deadline'],
    ['a filter of another kind', { filter: { and: [dueBefore('Status')] } }, 'does not match'],
  ])('%s is refused', async (_, body, message) => {
    const { notion } = await start();
    const path = `data_sources/${TASKS_DATA_SOURCE}/query`;
    await expect(notion.request({ path, method: 'post', body })).rejects.toMatchObject({
      code: 'validation_error',
      message: expect.stringContaining(message),
    });
  });

  test('search finds pages and data sources by title', async () => {
    const { notion } = await start();
    const idsFor = async (body: Parameters<Client['search']>[0]) =>
      (await notion.search(body)).results.map(({ id }) => id);
    expect(await idsFor({ query: 'TEAM' })).toEqual([TASKS_DATA_SOURCE, HANDBOOK_PAGE]);
    expect(await idsFor({ filter: { property: 'object', value: 'data_source' } })).toEqual([
      TASKS_DATA_SOURCE,
    ]);
  });
});

test('an address that the API does not have is an invalid URL', async () => {
  const { notion } = await start();
  await expect(notion.request({ path: 'webhooks', method: 'post', body: {} })).rejects.toMatchObject({
    status: 400,
    code: 'invalid_request_url',
  });
});

test('what is no JSON is refused', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/v1/comments`, {
    method: 'POST',
    headers: { authorization: 'Bearer secret-token', 'notion-version': '2026-03-11' },
    body: '{"parent":',
  });
  expect(await response.json()).toMatchObject({ status: 400, code: 'invalid_json' });
});
