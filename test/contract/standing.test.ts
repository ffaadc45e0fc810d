import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { pageStore } from '../../lambdas/adapters/table/pages.ts';
import { standingReader } from '../../lambdas/adapters/table/standing.ts';
import { openTable, type Table } from '../../lambdas/adapters/table/table.ts';
import { keys } from '../../lambdas/core/keys.ts';
import { INDEXES } from '../../lambdas/core/names.ts';
import { emptyRecord, type Progress } from '../../lambdas/core/page-record.ts';
import { StoreUnavailable } from '../../lambdas/core/ports/store-errors.ts';
import { RECORD_VERSION } from '../../lambdas/core/record-version.ts';
import { type LocalAws, startAws } from '../../local/aws/start-aws.ts';
import { LocalClock } from '../../local/clock.ts';
import { NOW, notice, person, uuid } from '../unit/core/builders.ts';

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
  const index = (IndexName: string, range: string, ProjectionType: 'ALL' | 'KEYS_ONLY') => ({
    IndexName,
    KeySchema: [
      { AttributeName: 'workspace', KeyType: 'HASH' as const },
      { AttributeName: range, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType },
  });
  await table.client.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'workspace', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
        { AttributeName: 'parkedAt', AttributeType: 'N' },
      ],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        index(INDEXES.due, 'dueAt', 'KEYS_ONLY'),
        index(INDEXES.parked, 'parkedAt', 'ALL'),
      ],
    }),
  );
});

afterAll(async () => {
  table.client.destroy();
  await aws.close();
});

const failed = (failedAt: number): Progress => ({ state: 'failed', failedAt, reason: '400', hint: 'look' });

async function savePage(workspace: string, number: number, ...progress: Progress[]): Promise<string> {
  const pageId = uuid(number);
  const outbox = progress.map((each, index) => notice([person(1)], { id: `n-${index}`, progress: each }));
  await pageStore(table).save({ ...emptyRecord(workspace, pageId), outbox });
  return pageId;
}

test('a workspace of which nothing is known has nothing', async () => {
  expect(await standingReader(table).read('none')).toEqual({
    calls: {},
    deferred: 0,
    parked: [],
    unreadable: 0,
    hasMoreParked: false,
  });
});

test('calls and halt are the workspace’s item', async () => {
  const item = {
    pk: keys.workspace('busy'),
    workspace: 'busy',
    calls: { '1': 2 },
    closedUntil: NOW,
    dueAt: 1,
  };
  await table.client.send(new PutCommand({ TableName: table.name, Item: item }));
  expect(await standingReader(table).read('busy')).toEqual({
    calls: { '1': 2 },
    closedUntil: NOW,
    deferred: 0, // the workspace itself is always due some time
    parked: [],
    unreadable: 0,
    hasMoreParked: false,
  });
});

test('pages that owe something are counted, parked ones handed out, the oldest first', async () => {
  await savePage('main', 1);
  await savePage('main', 2, { state: 'pending', at: NOW + 1000 });
  await savePage('main', 3, { state: 'sending', at: NOW });
  const newer = await savePage('main', 4, failed(NOW), { state: 'pending', at: NOW });
  const older = await savePage('main', 5, failed(NOW - 1));
  await savePage('other', 6, failed(NOW), { state: 'pending', at: NOW });
  const { deferred, parked } = await standingReader(table).read('main');
  expect(deferred).toBe(3);
  expect(parked.map(({ pageId, outbox }) => [pageId, outbox[0]?.progress])).toEqual([
    [older, failed(NOW - 1)],
    [newer, failed(NOW)],
  ]);
});

test('a record that cannot be read is counted, and hides no other', async () => {
  const known = await savePage('later', 1, failed(NOW));
  const spoil = (number: number, more: object) =>
    table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { pk: keys.page('later', uuid(number)), workspace: 'later', parkedAt: NOW, ...more },
      }),
    );
  // As far as this release understands it, it is a record: only its version says that it is misread.
  await spoil(2, { pageId: uuid(2), version: 1, outbox: [], recordVersion: RECORD_VERSION + 1 });
  await spoil(3, { pageId: uuid(3), version: 1, outbox: 'damaged', recordVersion: RECORD_VERSION });
  const { parked, unreadable } = await standingReader(table).read('later');
  expect(parked.map(({ pageId }) => pageId)).toEqual([known]);
  expect(unreadable).toBe(2);
});

test.each([
  { pages: 100, hasMoreParked: false },
  { pages: 101, hasMoreParked: true },
])(
  'of $pages parked pages a hundred are handed out; more: $hasMoreParked',
  async ({ pages, hasMoreParked }) => {
    const workspace = `of-${pages}`;
    await Promise.all(
      Array.from({ length: pages }, (_, index) => savePage(workspace, index + 1, failed(NOW))),
    );
    const standing = await standingReader(table).read(workspace);
    expect(standing.parked).toHaveLength(100);
    expect(standing).toMatchObject({ unreadable: 0, hasMoreParked });
  },
);

test('a table that is not there is told as such', async () => {
  await expect(standingReader({ ...table, name: 'gone' }).read('main')).rejects.toThrow(StoreUnavailable);
});
