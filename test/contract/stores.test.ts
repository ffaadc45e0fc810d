import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dataSourceStore } from '../../lambdas/adapters/table/data-sources.ts';
import { digestStore } from '../../lambdas/adapters/table/digests.ts';
import { dueItems, dueTimes } from '../../lambdas/adapters/table/due-items.ts';
import { handshakeStore } from '../../lambdas/adapters/table/handshakes.ts';
import { overdueStore } from '../../lambdas/adapters/table/overdue.ts';
import { pageStore } from '../../lambdas/adapters/table/pages.ts';
import { openTable, type Table } from '../../lambdas/adapters/table/table.ts';
import { userStore } from '../../lambdas/adapters/table/users.ts';
import { workspaceStore } from '../../lambdas/adapters/table/workspaces.ts';
import { keys } from '../../lambdas/core/keys.ts';
import { emptyRecord, type PageRecord } from '../../lambdas/core/page-record.ts';
import type { DataSourceStore } from '../../lambdas/core/ports/data-sources.ts';
import type { DigestStore } from '../../lambdas/core/ports/digests.ts';
import type { DueItems, DueTimes } from '../../lambdas/core/ports/due-items.ts';
import type { HandshakeStore } from '../../lambdas/core/ports/handshakes.ts';
import type { OverdueStore } from '../../lambdas/core/ports/overdue.ts';
import type { PageStore } from '../../lambdas/core/ports/pages.ts';
import { ItemTooLarge, NewerRecord, StoreUnavailable } from '../../lambdas/core/ports/store-errors.ts';
import type { UserStore } from '../../lambdas/core/ports/users.ts';
import type { WorkspaceStore } from '../../lambdas/core/ports/workspaces.ts';
import { type LocalAws, startAws } from '../../local/aws/start-aws.ts';
import { LocalClock } from '../../local/clock.ts';
import { MemoryTable } from '../fakes/memory-table.ts';

/** The stores, and what a test does to the table behind their backs. */
interface Stores {
  pages: PageStore;
  workspaces: WorkspaceStore;
  dataSources: DataSourceStore;
  digests: DigestStore;
  overdue: OverdueStore;
  users: UserStore;
  handshakes: HandshakeStore;
  items: DueItems;
  dueTimes: DueTimes;
  /** Makes the item that waits for a handshake, as the operator's command does. */
  wait(workspace: string, setupKeyHash: string, expiresAt: number): Promise<void>;
  /** The token that came, if one did. */
  keptToken(workspace: string): Promise<string | undefined>;
}

const WORKSPACE = 'main';
const NOW = Date.parse('2026-11-02T09:00:00Z');
const NOTHING_LEFT = {
  calls: {},
  sweepCalls: {},
  lastCallAt: 0,
  singles: { minute: 0, byDestination: {} },
  hours: {},
  deaths: {},
};

const RECORD: PageRecord = {
  ...emptyRecord(WORKSPACE, 'p1'),
  state: {
    title: 'Ångström & <b>',
    url: 'https://n.example/1',
    assignees: [{ id: 'u1', kind: 'person', name: 'Ana' }],
  },
  readStartedAt: NOW,
  outbox: [
    {
      kind: 'notice',
      id: 'p1-1-assigned-slack',
      rule: 'assigned',
      channel: 'slack',
      people: [{ id: 'u1', kind: 'person', name: 'Ana' }],
      progress: { state: 'pending', at: NOW + 1000 },
      attempts: 1,
      since: NOW,
    },
    {
      kind: 'read',
      id: 'read',
      sightings: [{ type: 'page.created', eventId: 'e1', authors: ['u2'], receivedAt: NOW }],
      progress: { state: 'failed', failedAt: NOW, reason: 'why', hint: 'do this' },
      attempts: 0,
      since: NOW,
    },
  ],
};

function storeContract(open: () => Stores): void {
  let stores: Stores;
  /** Each test works on a workspace of its own. */
  let workspace: string;
  let tests = 0;
  beforeEach(() => {
    stores = open();
    tests += 1;
    workspace = `${WORKSPACE}-${tests}`;
  });

  describe('page records', () => {
    test('come back as they were saved, one version up', async () => {
      const record = { ...RECORD, workspace };
      expect(await stores.pages.load(workspace, 'p1')).toBeUndefined();
      expect(await stores.pages.save(record)).toEqual({ ...record, version: 1 });
      expect(await stores.pages.load(workspace, 'p1')).toEqual({ ...record, version: 1 });
    });

    test('of two saves of one version the second is refused', async () => {
      const first = await stores.pages.save({ ...RECORD, workspace });
      expect(await stores.pages.save({ ...RECORD, workspace })).toBeUndefined();
      if (!first) throw new Error('the first save was refused');
      expect(await stores.pages.save({ ...first, outbox: [] })).toMatchObject({ version: 2 });
      expect(await stores.pages.save({ ...first, outbox: [] })).toBeUndefined();
    });

    test('are due at the earliest time of their outbox, and not when it is empty', async () => {
      const saved = await stores.pages.save({ ...RECORD, workspace });
      const key = keys.page(workspace, 'p1');
      expect(await dueNow(stores, workspace, NOW + 999)).toEqual([]);
      expect(await dueNow(stores, workspace, NOW + 1000)).toEqual([{ key, dueAt: NOW + 1000 }]);
      if (!saved) throw new Error('the save was refused');
      await stores.pages.save({ ...saved, outbox: [] });
      expect(await dueNow(stores, workspace, NOW + 1000)).toEqual([]);
    });

    test('of many pages come together, those that there are', async () => {
      for (const pageId of ['p1', 'p2']) await stores.pages.save({ ...RECORD, workspace, pageId });
      const found = await stores.pages.loadAll(workspace, ['p2', 'p3', 'p1']);
      expect(found.map(({ pageId }) => pageId).sort()).toEqual(['p1', 'p2']);
    });

    test('of another workspace are not due in this one', async () => {
      await stores.pages.save({ ...RECORD, workspace: `${workspace}-other` });
      expect(await dueNow(stores, workspace, NOW + 1000)).toEqual([]);
    });
  });

  describe('a workspace’s item', () => {
    const until = NOW + 61_000;
    const take = (now = NOW, holdUntil = until, inWork: string[] = ['m1']) =>
      stores.workspaces.take(workspace, now, holdUntil, inWork);

    test('is held by one at a time', async () => {
      expect(await take()).toEqual({
        kind: 'taken',
        workspace: NOTHING_LEFT,
      });
      expect(await take(NOW + 1000, until + 1000)).toEqual({ kind: 'held', until });
    });

    test('hands on what was left', async () => {
      await take();
      const left = {
        calls: { '1': 2 },
        sweepCalls: { '1': 1 },
        lastCallAt: NOW + 350,
        singles: { minute: NOW, byDestination: { C0123456789: 3, webhook: 1 } },
        hours: { [NOW]: { done: 2, latency0: 1 }, [NOW + 3_600_000]: {} },
        deaths: { m9: 1 },
      };
      await stores.workspaces.free(workspace, until, left);
      expect(await take(NOW + 1000)).toEqual({ kind: 'taken', workspace: left });
    });

    test('tells whoever comes after its time that the holder died, and over what', async () => {
      await take();
      await stores.workspaces.rewrite(workspace, until, ['m2'], { m2: 1 });
      expect(await take(until, until + 61_000)).toEqual({
        kind: 'taken',
        workspace: {
          ...NOTHING_LEFT,
          deaths: { m2: 1 },
          died: { heldUntil: until, inWork: ['m2'] },
        },
      });
    });

    test('is neither freed nor rewritten by one who lost it', async () => {
      await take();
      await take(until, until + 61_000, ['m2']);
      await stores.workspaces.free(workspace, until, {
        ...NOTHING_LEFT,
        calls: { '1': 9 },
      });
      await stores.workspaces.rewrite(workspace, until, ['m3'], {});
      expect(await take(NOW)).toEqual({ kind: 'held', until: until + 61_000 });
    });

    test('stays closed until its time, for the timer too', async () => {
      await take();
      await stores.workspaces.free(workspace, until, {
        ...NOTHING_LEFT,
        closedUntil: NOW + 30_000,
      });
      expect(await take(NOW + 29_999)).toEqual({ kind: 'closed', until: NOW + 30_000 });
      expect(await stores.items.look(workspace, NOW + 29_999)).toMatchObject({ isClosed: true });
      expect(await stores.items.look(workspace, NOW + 30_000)).toMatchObject({ isClosed: false });
      expect(await take(NOW + 30_000)).toMatchObject({ kind: 'taken' });
    });
  });

  test('a workspace is due for its search, once it was searched', async () => {
    const { items, workspaces } = stores;
    expect(await items.look(workspace, NOW)).toEqual({ isClosed: false, isNew: true });
    expect(await workspaces.searchDueAt(workspace)).toBe(0);
    await take(stores, workspace);
    await workspaces.setSearchDueAt(workspace, NOW + 5);
    await workspaces.free(workspace, NOW + 1000, NOTHING_LEFT);
    expect(await items.look(workspace, NOW)).toEqual({ isClosed: false, isNew: false });
    expect(await workspaces.searchDueAt(workspace)).toBe(NOW + 5);
    expect(await dueNow(stores, workspace, NOW + 5)).toEqual([
      { key: keys.workspace(workspace), dueAt: NOW + 5 },
    ]);
  });

  describe('a digest', () => {
    const ID = `C0123456789#${NOW}`;
    const DUE = NOW + 60_000;
    const pending = { state: 'pending', dueAt: DUE, attempts: 0, since: DUE } as const;
    const sending = { ...pending, state: 'sending', dueAt: DUE + 5, telling: ['n1'] } as const;
    const join = (...members: string[]) => stores.digests.join(workspace, ID, members, DUE);
    const load = async () => {
      const record = await stores.digests.load(workspace, ID);
      return record && { ...record, members: [...record.members].sort() };
    };

    test('is made by who joins first, and gathers each member once', async () => {
      expect(await load()).toBeUndefined();
      expect(await join('n2', 'n1')).toBe(true);
      expect(await join('n2', 'n3')).toBe(true);
      expect(await load()).toEqual({ members: ['n1', 'n2', 'n3'], progress: pending });
      expect(await dueNow(stores, workspace, DUE - 1)).toEqual([]);
      expect(await dueNow(stores, workspace, DUE)).toEqual([{ key: keys.digest(workspace, ID), dueAt: DUE }]);
    });

    test('that had trouble is joined without losing it', async () => {
      await join('n1');
      const troubled = { ...pending, dueAt: DUE + 9, attempts: 2, since: NOW };
      await stores.digests.move(workspace, ID, DUE, troubled);
      expect(await join('n2')).toBe(true);
      expect(await load()).toEqual({ members: ['n1', 'n2'], progress: troubled });
    });

    test.each(['sending', 'told'] as const)('that is %s takes nobody in', async (state) => {
      await join('n1');
      await stores.digests.move(workspace, ID, DUE, { ...sending, state });
      expect(await join('n2')).toBe(false);
      expect(await load()).toEqual({ members: ['n1'], progress: { ...sending, state } });
    });

    test('is moved on, and loses members, by one only', async () => {
      await join('n1', 'n2');
      expect(await stores.digests.move(workspace, ID, DUE, sending, ['n2'])).toBe(true);
      expect(await stores.digests.move(workspace, ID, DUE, pending, ['n1'])).toBe(false);
      expect(await load()).toEqual({ members: ['n1'], progress: sending });
      expect(await stores.digests.move(workspace, ID, sending.dueAt, pending, ['n1'])).toBe(true);
      expect(await load()).toEqual({ members: [], progress: pending });
    });

    test('goes when it is told, and not if somebody has moved it', async () => {
      await join('n1');
      await stores.digests.remove(workspace, ID, DUE - 1);
      expect(await load()).toBeDefined();
      await stores.digests.remove(workspace, ID, DUE);
      expect(await load()).toBeUndefined();
      expect(await stores.digests.move(workspace, ID, DUE, pending)).toBe(false);
      expect(await load()).toBeUndefined();
    });
  });

  describe('a list of what is overdue', () => {
    const ID = 'C0123456789#09:00#Europe/Berlin';
    const assignees = [{ id: 'u1', kind: 'person', name: 'Ana' }] as const;
    const found = [
      { day: '2026-11-01', title: 'T', url: 'u', assignees: [...assignees], dataSourceId: 'd1' },
    ];
    const gathering = { left: ['d1'], cursor: 'c', found, more: 2, movedAt: NOW };
    const load = () => stores.overdue.load(workspace, ID);

    test('is begun once, and due at its time', async () => {
      expect(await load()).toBeUndefined();
      await stores.overdue.add(workspace, ID, NOW + 5);
      await stores.overdue.add(workspace, ID, NOW + 9);
      expect(await load()).toEqual({ dueAt: NOW + 5, attempts: 0, since: NOW + 5 });
      expect(await dueNow(stores, workspace, NOW + 5)).toEqual([
        { key: keys.overdue(workspace, ID), dueAt: NOW + 5 },
      ]);
    });

    test('is moved on by one only, with what was found or without', async () => {
      await stores.overdue.add(workspace, ID, NOW);
      const searched = { dueAt: NOW + 1, attempts: 1, since: NOW, gathering };
      expect(await stores.overdue.move(workspace, ID, NOW, searched)).toBe(true);
      expect(await stores.overdue.move(workspace, ID, NOW, { ...searched, attempts: 9 })).toBe(false);
      expect(await load()).toEqual(searched);
      const told = { dueAt: NOW + 2, attempts: 0, since: NOW, gathering: undefined, parkedAs: NOW };
      expect(await stores.overdue.move(workspace, ID, NOW + 1, told)).toBe(true);
      expect(await load()).toEqual({ dueAt: NOW + 2, attempts: 0, since: NOW, parkedAs: NOW });
    });

    test('that nobody wants any more is gone, and cannot be moved', async () => {
      await stores.overdue.add(workspace, ID, NOW);
      await stores.overdue.remove(workspace, ID);
      expect(await load()).toBeUndefined();
      expect(await stores.overdue.move(workspace, ID, NOW, { dueAt: 1, attempts: 0, since: 0 })).toBe(false);
    });
  });

  describe('a data source', () => {
    const sweep = { sweptTo: NOW - 60_000, dueAt: NOW + 10, attempts: 0 };
    const record = { baseline: 1, watchedIds: ['a'], watchedAt: 1, sweep };
    const watch = { watchedIds: ['b'], watchedAt: 2, watchName: 'n', watchedSince: 2 };

    test('keeps its first baseline and sweep', async () => {
      const { dataSources } = stores;
      expect(await dataSources.load(workspace, 'd1')).toBeUndefined();
      await dataSources.add(workspace, 'd1', record);
      await dataSources.add(workspace, 'd1', { ...record, baseline: 2, sweep: { ...sweep, dueAt: 7 } });
      await dataSources.saveWatch(workspace, 'd1', watch);
      expect(await dataSources.load(workspace, 'd1')).toEqual({ ...record, ...watch });
    });

    test('keeps the last schema, and loses nothing by it', async () => {
      const { dataSources } = stores;
      const schema = { properties: [{ name: 'Assignee', id: '{LUX', type: 'people' }], readAt: 1 };
      await dataSources.add(workspace, 'd1', { ...record, schema });
      expect(await dataSources.load(workspace, 'd1')).toEqual({ ...record, schema });
      const options = [{ name: 'Shipped', group: 'Complete' }, { name: 'Parked' }];
      const renewed = { properties: [{ name: 'Status', id: 'XGe@', type: 'status', options }], readAt: 2 };
      await dataSources.saveSchema(workspace, 'd1', renewed);
      await dataSources.saveWatch(workspace, 'd1', watch);
      expect(await dataSources.moveSweep(workspace, 'd1', sweep.dueAt, sweep)).toBe(true);
      expect(await dataSources.load(workspace, 'd1')).toEqual({
        ...record,
        ...watch,
        schema: renewed,
      });
    });

    test('that is not stored has nothing to renew', async () => {
      await stores.dataSources.saveWatch(workspace, 'd1', watch);
      await stores.dataSources.saveSchema(workspace, 'd1', { properties: [], readAt: 2 });
      expect(await stores.dataSources.load(workspace, 'd1')).toBeUndefined();
    });

    test('is due for its sweep, which one alone moves on', async () => {
      const { dataSources } = stores;
      await dataSources.add(workspace, 'd1', record);
      const key = keys.dataSource(workspace, 'd1');
      expect(await dueNow(stores, workspace, NOW + 10)).toEqual([{ key, dueAt: NOW + 10 }]);

      const moved = { sweptTo: NOW, cursor: 'c', dueAt: NOW + 20, attempts: 1 };
      expect(await dataSources.moveSweep(workspace, 'd1', NOW + 10, moved)).toBe(true);
      expect(await dataSources.moveSweep(workspace, 'd1', NOW + 10, sweep)).toBe(false);
      expect(await dataSources.load(workspace, 'd1')).toEqual({ ...record, sweep: moved });
      expect(await dataSources.moveSweep(workspace, 'd1', NOW + 20, sweep)).toBe(true);
      expect(await dataSources.load(workspace, 'd1')).toEqual(record);
    });

    test('keeps how far a backfill is, and forgets it with the progress that has none', async () => {
      const { dataSources } = stores;
      await dataSources.add(workspace, 'd1', record);
      const backfill = { startedAt: NOW, until: NOW - 1, rows: 3, oldestAt: 5, endedAt: NOW + 1 };
      for (const sweptWith of [
        { ...sweep, backfill },
        { ...sweep, cursor: 'c' },
      ]) {
        expect(await dataSources.moveSweep(workspace, 'd1', sweep.dueAt, sweptWith)).toBe(true);
        expect(await dataSources.load(workspace, 'd1')).toEqual({ ...record, sweep: sweptWith });
      }
    });

    test('that is removed is due no more', async () => {
      const { dataSources } = stores;
      await dataSources.add(workspace, 'd1', record);
      await dataSources.remove(workspace, 'd1');
      expect(await dueNow(stores, workspace, NOW + 10)).toEqual([]);
    });
  });

  test.each<[string, (id: string) => string, () => Promise<unknown>]>([
    ['a page', (id) => keys.page(id, 'p1'), () => stores.pages.save({ ...RECORD, workspace })],
    [
      'a data source',
      (id) => keys.dataSource(id, 'd1'),
      () =>
        stores.dataSources.add(workspace, 'd1', {
          baseline: 1,
          watchedIds: [],
          watchedAt: 1,
          sweep: { sweptTo: 1, dueAt: NOW + 1000, attempts: 0 },
        }),
    ],
    ['a digest', (id) => keys.digest(id, 'x'), () => stores.digests.join(workspace, 'x', ['m'], NOW + 1000)],
    ['a list', (id) => keys.overdue(id, 'x'), () => stores.overdue.add(workspace, 'x', NOW + 1000)],
  ])('%s is put off by who knows when it is due', async (_, keyIn, store) => {
    await store();
    const key = keyIn(workspace);
    await stores.dueTimes.putOff(key, NOW + 999, NOW + 3000);
    expect(await dueNow(stores, workspace, NOW + 1000)).toEqual([{ key, dueAt: NOW + 1000 }]);
    await stores.dueTimes.putOff(key, NOW + 1000, NOW + 3000);
    expect(await dueNow(stores, workspace, NOW + 2999)).toEqual([]);
    expect(await dueNow(stores, workspace, NOW + 3000)).toEqual([{ key, dueAt: NOW + 3000 }]);
  });

  test('what is put off is as it was, and is due as its next version says', async () => {
    const saved = await stores.pages.save({ ...RECORD, workspace });
    await stores.dueTimes.putOff(keys.page(workspace, 'p1'), NOW + 1000, NOW + 3000);
    expect(await stores.pages.load(workspace, 'p1')).toEqual(saved);
    if (saved) await stores.pages.save(saved);
    expect(await dueNow(stores, workspace, NOW + 1000)).toHaveLength(1);
  });

  test('what is not there is not put off', async () => {
    await stores.dueTimes.putOff(keys.digest(workspace, 'x'), NOW, NOW + 1);
    expect(await stores.digests.load(workspace, 'x')).toBeUndefined();
  });

  test('a user comes back as they were saved', async () => {
    expect(await stores.users.load(workspace, 'u1')).toBeUndefined();
    await stores.users.save(workspace, { id: 'u1', kind: 'person', name: 'Ana' }, NOW);
    expect(await stores.users.load(workspace, 'u1')).toEqual({ id: 'u1', kind: 'person', name: 'Ana' });
  });

  test.each([
    ['somebody in Slack', { slackId: 'U1', expiresAt: NOW + 1 }],
    ['nobody there', { expiresAt: NOW }],
    ['somebody by their configured address', { slackId: 'U1', asConfigured: 'c0ffee00', expiresAt: NOW + 1 }],
  ])('that a user is %s comes back as it was saved', async (_, identity) => {
    expect(await stores.users.loadSlack(workspace, 'u1')).toBeUndefined();
    await stores.users.saveSlack(workspace, 'u1', identity);
    expect(await stores.users.loadSlack(workspace, 'u1')).toEqual(identity);
    expect(await stores.users.load(workspace, 'u1')).toBeUndefined();
  });

  describe('a handshake', () => {
    test.each([
      ['with the live key is kept', 'hash', NOW / 1000 + 1, true],
      ['with another key is forgotten', 'other', NOW / 1000 + 1, false],
      ['after the hour is forgotten', 'hash', NOW / 1000, false],
    ])('%s', async (_, hash, expiresAt, isKept) => {
      await stores.wait(workspace, 'hash', expiresAt);
      expect(await stores.handshakes.keep(workspace, hash, 'secret_1', NOW)).toBe(isKept);
      expect(await stores.keptToken(workspace)).toBe(isKept ? 'secret_1' : undefined);
    });

    test('that nobody waits for makes no item', async () => {
      expect(await stores.handshakes.keep(workspace, 'hash', 'secret_1', NOW)).toBe(false);
      expect(await stores.keptToken(workspace)).toBeUndefined();
    });
  });
}

function take({ workspaces }: Stores, workspace: string) {
  return workspaces.take(workspace, NOW, NOW + 1000, []);
}

async function dueNow({ items }: Stores, workspace: string, now: number) {
  const found = [];
  for await (const page of items.due(workspace, now)) found.push(...page);
  return found;
}

describe('in memory', () => {
  storeContract(() => {
    const table = new MemoryTable();
    return {
      ...table,
      wait: async (workspace, setupKeyHash, expiresAt) => {
        table.waiting.set(workspace, { setupKeyHash, expiresAt });
      },
      keptToken: async (workspace) => table.waiting.get(workspace)?.token,
    };
  });
});

describe('in DynamoDB', () => {
  let aws: LocalAws;
  let table: Table;

  beforeAll(async () => {
    aws = await startAws({ dataDir: undefined, clock: new LocalClock() });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: aws.endpoints.dynamodb,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    table = openTable('pagebell');
    await table.client.send(
      new CreateTableCommand({
        TableName: table.name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'workspace', AttributeType: 'S' },
          { AttributeName: 'dueAt', AttributeType: 'N' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'due',
            KeySchema: [
              { AttributeName: 'workspace', KeyType: 'HASH' },
              { AttributeName: 'dueAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
    );
  });

  afterAll(async () => {
    table.client.destroy();
    await aws.close();
  });

  storeContract(() => ({
    pages: pageStore(table),
    workspaces: workspaceStore(table),
    dataSources: dataSourceStore(table),
    digests: digestStore(table),
    overdue: overdueStore(table),
    users: userStore(table),
    handshakes: handshakeStore(table),
    items: dueItems(table),
    dueTimes: dueTimes(table),
    wait: async (workspace, setupKeyHash, expiresAt) => {
      const Item = { pk: keys.handshake(workspace), setupKeyHash, expiresAt };
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    },
    keptToken: async (workspace) => {
      const Key = { pk: keys.handshake(workspace) };
      const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key }));
      return Item?.['verificationToken'];
    },
  }));

  test('a record of a later release is refused, not misread', async () => {
    const pages = pageStore(table);
    await pages.save({ ...RECORD, pageId: 'later' });
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: keys.page(WORKSPACE, 'later') },
        UpdateExpression: 'SET recordVersion = :v',
        ExpressionAttributeValues: { ':v': 99 },
      }),
    );
    await expect(pages.load(WORKSPACE, 'later')).rejects.toThrow(NewerRecord);
  });

  test('a record says no more than what it takes to read it', async () => {
    const pages = pageStore(table);
    const { mirrors: _, ...plain } = RECORD;
    const mirrors = { m: { values: {}, changedAt: {} } };
    const stored = [
      { ...plain, pageId: 'plain' },
      { ...plain, pageId: 'mirrored', mirrors },
    ];
    const versions = stored.map(async (record) => {
      await pages.save(record);
      const Key = { pk: keys.page(WORKSPACE, record.pageId) };
      const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key }));
      return Item?.['recordVersion'];
    });
    expect(await Promise.all(versions)).toEqual([1, 4]);
  });

  test('a record over 400 KB is refused as such', async () => {
    const title = 'x'.repeat(401 * 1024);
    const record = { ...RECORD, pageId: 'large', state: { title, url: '', assignees: [] } };
    await expect(pageStore(table).save(record)).rejects.toThrow(ItemTooLarge);
  });

  test('any other refusal says that the table is not available', async () => {
    const elsewhere = pageStore({ ...table, name: 'no-such-table' });
    await expect(elsewhere.load(WORKSPACE, 'p1')).rejects.toThrow(StoreUnavailable);
  });
});
