import { notionApi } from '../../lambdas/adapters/notion.ts';
import type { RichText } from '../../lambdas/core/comment-text.ts';
import type { DataSourceSchema } from '../../lambdas/core/data-source-schema.ts';
import type { Result } from '../../lambdas/core/failure.ts';
import type { WritableValue } from '../../lambdas/core/mirror/value.ts';
import { assigneePropertyOf } from '../../lambdas/core/notion-page.ts';
import type { Notion } from '../../lambdas/core/ports/notion.ts';
import { LocalClock } from '../../local/clock.ts';
import { DESIGN_GROUP, PAGEBELL_BOT, PEOPLE, TASKS_DATA_SOURCE } from '../../local/notion/seed.ts';
import { type SimulatedNotion, startSimulatedNotion } from '../../local/notion/server.ts';
import { BOT_ID, FakeNotion } from '../fakes/fake-notion.ts';

const NOBODY = 'ffffffff-0000-4000-8000-00000000dead';
const PROPERTY_ID = '{LUX';
const TITLE = 'Ship “it” & rest';

/** A Notion with a page to try things on. */
interface Subject {
  notion: Notion;
  botId: string;
  /** Makes a page with these assignees; without a date or a status if none is given. */
  make(people: string[], more?: { due?: string; end?: string; status?: string }): string;
}

function notionContract(open: () => Subject): void {
  const markedComment = (mark: string): RichText[] => [
    { type: 'mention', mention: { type: 'user', user: { id: PEOPLE.ana } } },
    { type: 'text', text: { content: ' Pagebell', link: { url: `https://p.example/notices/${mark}` } } },
  ];

  test('a page comes with its title, data source and people', async () => {
    const { notion, make } = open();
    const page = expectValue(await notion.page(make([PEOPLE.ana, DESIGN_GROUP])));
    expect(page).toMatchObject({ title: TITLE, inTrash: false, dataSourceId: TASKS_DATA_SOURCE });
    expect(page.url).toMatch(/^https:/);
    expect(page.createdAt).toBeGreaterThan(0);
    expect(assigneePropertyOf(page, 'Assignee')).toEqual({
      name: 'Assignee',
      id: PROPERTY_ID,
      type: 'people',
      people: [
        { id: PEOPLE.ana, kind: 'person', name: 'Ana Ferreira' },
        { id: DESIGN_GROUP, kind: 'group', name: 'Design' },
      ],
    });
  });

  test('a page that is not there is 404', async () => {
    expect(await open().notion.page(NOBODY)).toMatchObject({
      ok: false,
      failure: { kind: 'answer', status: 404 },
    });
  });

  test('a page shows 25 people, its property all of them', async () => {
    const { notion, make } = open();
    const pageId = make(CROWD);
    const page = expectValue(await notion.page(pageId));
    expect(assigneePropertyOf(page, 'Assignee')?.people).toHaveLength(25);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const { users, next } = expectValue(await notion.people(pageId, PROPERTY_ID, cursor));
      found.push(...users.map(({ id }) => id));
      cursor = next;
    } while (cursor);
    expect(found).toEqual(CROWD);
  });

  test('a user has a name; one who is not there is 404', async () => {
    const { notion } = open();
    expect(expectValue(await notion.user(PEOPLE.chloe))).toEqual({
      id: PEOPLE.chloe,
      kind: 'person',
      name: 'Chloé Laurent',
    });
    expect(await notion.user(NOBODY)).toMatchObject({ ok: false, failure: { status: 404 } });
  });

  test('a data source has its properties, with the options and groups of a status', async () => {
    const { notion } = open();
    const schema = expectValue(await notion.schema(TASKS_DATA_SOURCE));
    expect(schema).toEqual(expect.arrayContaining(SCHEMA));
    expect(await notion.schema(NOBODY)).toMatchObject({ ok: false, failure: { status: 404 } });
  });

  test('properties are set, read back as they were set, and make it an edited page', async () => {
    const { notion, make } = open();
    const pageId = make([PEOPLE.ana]);
    expectValue(await notion.update(pageId, WRITTEN));
    const { properties, editedAt } = expectValue(await notion.page(pageId));
    for (const [name, value] of Object.entries(WRITTEN))
      expect(properties).toContainEqual(expect.objectContaining({ name, ...value }));
    expect(editedAt).toBeGreaterThan(0);
    expect(await notion.update(NOBODY, WRITTEN)).toMatchObject({ ok: false, failure: { status: 404 } });
  });

  test('pages that are due before a day come oldest first, without those of some statuses', async () => {
    const { notion, make } = open();
    const inProgress = make([], { due: '2001-01-02', status: 'In progress' });
    make([], { due: '2001-01-03', status: 'Done' });
    const without = make([PEOPLE.ana], { due: '2001-01-01' });
    const range = make([], { due: '2001-01-04', end: '2040-01-01', status: 'Not started' });
    for (const due of ['2001-01-05', undefined]) make([], { ...(due && { due }), status: 'In progress' });
    const filter = { property: 'Due', before: '2001-01-05' };
    const query = async (options: string[]) => {
      const status = { property: 'Status', type: 'status' as const, options };
      const left = { ...filter, ...(options.length > 0 && { without: status }) };
      return expectValue(await notion.queryDue(TASKS_DATA_SOURCE, left)).rows;
    };
    expect((await query(['Done'])).map(({ id }) => id)).toEqual([without, inProgress, range]);
    expect((await query(['Done', 'In progress'])).map(({ id }) => id)).toEqual([without, range]);
    const all = await query([]);
    expect(all).toHaveLength(4);
    expect(all[0]).toMatchObject({ page: { title: TITLE, dataSourceId: TASKS_DATA_SOURCE } });
  });

  test('more than a hundred of them take a second page', async () => {
    const { notion, make } = open();
    for (let index = 0; index < 101; index++) make([], { due: '1999-01-01' });
    const filter = { property: 'Due', before: '2000-01-01' };
    const first = expectValue(await notion.queryDue(TASKS_DATA_SOURCE, filter));
    expect(first.rows).toHaveLength(100);
    const second = expectValue(await notion.queryDue(TASKS_DATA_SOURCE, filter, first.next));
    expect(second.rows).toHaveLength(1);
    expect(second.next).toBeUndefined();
  });

  test('comments come back in order, with their author and links', async () => {
    const { notion, botId, make } = open();
    const pageId = make([]);
    for (const mark of ['one', 'two']) expectValue(await notion.comment(pageId, markedComment(mark)));
    const { comments, next } = expectValue(await notion.comments(pageId));
    expect(next).toBeUndefined();
    expect(comments).toEqual(
      ['one', 'two'].map((mark) => ({ createdBy: botId, links: [expect.stringMatching(`/${mark}$`)] })),
    );
    expect(expectValue(await notion.me()).id).toBe(botId);
  });

  test('more than a hundred comments take a second page', async () => {
    const { notion, make } = open();
    const pageId = make([]);
    for (let index = 0; index < 101; index++)
      expectValue(await notion.comment(pageId, markedComment(`m${index}`)));
    const first = expectValue(await notion.comments(pageId));
    expect(first.comments).toHaveLength(100);
    const second = expectValue(await notion.comments(pageId, first.next));
    expect(second.comments.map(({ links }) => links[0])).toEqual(['https://p.example/notices/m100']);
  });
}

const WRITTEN: Record<string, WritableValue> = {
  Status: { type: 'status', option: 'Done' },
  Due: { type: 'date', date: { start: '2026-12-01', end: '2026-12-03' } },
  Notes: { type: 'rich_text', text: `${'long '.repeat(500)}end` },
};

const SCHEMA: DataSourceSchema = [
  { name: 'Assignee', id: PROPERTY_ID, type: 'people' },
  {
    name: 'Status',
    id: 'XGe@',
    type: 'status',
    options: [
      { name: 'Not started', group: 'To-do' },
      { name: 'In progress', group: 'In progress' },
      { name: 'Done', group: 'Complete' },
    ],
  },
];

const CROWD = Array.from(
  { length: 60 },
  (_, index) => `c0de0000-0000-4000-8000-${String(index).padStart(12, '0')}`,
);

function expectValue<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`unexpected: ${JSON.stringify(result.failure)}`);
  return result.value;
}

describe('in memory', () => {
  notionContract(() => {
    const notion = new FakeNotion();
    const names = new Map<string, string>([
      [PEOPLE.ana, 'Ana Ferreira'],
      [PEOPLE.chloe, 'Chloé Laurent'],
      [DESIGN_GROUP, 'Design'],
    ]);
    const userOf = (id: string) => {
      const kind = id === DESIGN_GROUP ? ('group' as const) : ('person' as const);
      return { id, kind, name: names.get(id) ?? 'One of a crowd' };
    };
    for (const id of names.keys()) notion.usersById.set(id, userOf(id));
    notion.schemas.set(TASKS_DATA_SOURCE, SCHEMA);
    notion.now = Date.now;
    return {
      notion,
      botId: BOT_ID,
      make: (people, { due, end, status } = {}) => {
        const id = `page ${notion.pages.size}`;
        notion.pages.set(id, {
          title: TITLE,
          url: 'https://www.notion.so/page',
          inTrash: false,
          createdAt: Date.now(),
          dataSourceId: TASKS_DATA_SOURCE,
          properties: [
            { name: 'Assignee', id: PROPERTY_ID, type: 'people', people: people.map(userOf) },
            { name: 'Status', id: 'XGe@', type: 'status', option: status ?? null },
            {
              name: 'Due',
              id: 'mN:x',
              type: 'date',
              date: due === undefined ? null : { start: due, ...(end && { end }) },
            },
            { name: 'Notes', id: 'q]Yt', type: 'rich_text', text: '' },
          ],
        });
        return id;
      },
    };
  });
});

describe('over HTTP', () => {
  const clock = new LocalClock();
  let simulated: SimulatedNotion;
  let notion: Notion;

  beforeAll(async () => {
    const limits = { callsPerMinute: 10_000 };
    simulated = await startSimulatedNotion({ clock, token: 'secret_token', limits });
    notion = notionApi('secret_token', simulated.url);
    for (const id of CROWD) {
      const name = 'One of a crowd';
      simulated.workspace.addMember({
        object: 'user',
        id,
        name,
        avatar_url: null,
        type: 'person',
        person: {},
      });
    }
  });
  afterEach(() => simulated.faults.clear());
  afterAll(() => simulated.close());

  const make: Subject['make'] = (people, { due, end, status } = {}) =>
    simulated.workspace.createPage(
      PEOPLE.femi,
      { type: 'data_source', id: TASKS_DATA_SOURCE },
      {
        Task: { title: [{ type: 'text', text: { content: TITLE } }] },
        Assignee: { people: people.map((id) => ({ id })) },
        ...(due !== undefined && { Due: { date: { start: due, end: end ?? null } } }),
        ...(status !== undefined && { Status: { status: { name: status } } }),
      },
    ).id;

  notionContract(() => ({ notion, botId: PAGEBELL_BOT, make }));

  test('the base address may end in /v1', async () => {
    const { ok } = await notionApi('secret_token', `${simulated.url}/v1/`).me();
    expect(ok).toBe(true);
  });

  test('a wrong token is 401', async () => {
    expect(await notionApi('wrong', simulated.url).me()).toMatchObject({
      failure: { kind: 'answer', status: 401 },
    });
  });

  test('an answer of 429 brings how long to wait', async () => {
    simulated.faults.add({
      operation: 'pages.retrieve',
      times: 1,
      effect: {
        kind: 'answer',
        when: 'before',
        status: 429,
        code: 'rate_limited',
        headers: { 'retry-after': '17' },
      },
    });
    expect(await notion.page(make([]))).toMatchObject({ failure: { status: 429, retryAfterMs: 17_000 } });
  });

  test('an error brings what was saved all the same', async () => {
    simulated.faults.add({
      operation: 'comments.create',
      times: 1,
      effect: {
        kind: 'answer',
        when: 'after',
        status: 503,
        code: 'service_unavailable',
        additionalData: { committed_resource_id: 'c1' },
      },
    });
    const answer = await notion.comment(make([]), [{ type: 'text', text: { content: 'x' } }]);
    expect(answer).toMatchObject({ failure: { status: 503, committedId: 'c1' } });
  });

  test.each([
    ['a connection that is cut', { kind: 'cut', when: 'before' }],
    ['an answer that is no JSON', { kind: 'broken-json' }],
  ] as const)('%s is no answer', async (_, effect) => {
    simulated.faults.add({ operation: 'pages.retrieve', times: 1, effect });
    expect(await notion.page(make([]))).toMatchObject({ ok: false, failure: { kind: 'no-answer' } });
  });

  test('a comment is posted once Notion says 2xx, whatever follows', async () => {
    simulated.faults.add({ operation: 'comments.create', times: 1, effect: { kind: 'broken-json' } });
    expect(await notion.comment(make([]), [{ type: 'text', text: { content: 'x' } }])).toMatchObject({
      ok: true,
    });
  });

  test('nobody there is no connection', async () => {
    const gone = await startSimulatedNotion({ clock, token: 't' });
    await gone.close();
    expect(await notionApi('t', gone.url).me()).toMatchObject({ failure: { kind: 'unreachable' } });
  });

  test('a call that is never answered is aborted', async () => {
    let signal: AbortSignal | null | undefined;
    const silent = (_: unknown, init?: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        signal = init?.signal;
        signal?.addEventListener('abort', () => reject(signal?.reason));
      });
    const timeout = jest
      .spyOn(AbortSignal, 'timeout')
      .mockImplementation(() => AbortSignal.abort(new Error('timed out')));
    const asked = notionApi('t', simulated.url, (url, init) =>
      init?.signal?.aborted ? Promise.reject(init.signal.reason) : silent(url, init),
    ).me();
    expect(await asked).toMatchObject({ failure: { kind: 'no-answer' } });
    expect(timeout).toHaveBeenCalledWith(15_000);
    timeout.mockRestore();
  });
});
