import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { journalReader, journalWriter } from '../../lambdas/adapters/table/journal.ts';
import { openTable, type Table } from '../../lambdas/adapters/table/table.ts';
import { workspaceStore } from '../../lambdas/adapters/table/workspaces.ts';
import type { CountsByHour } from '../../lambdas/core/hour-counts.ts';
import { classOf, HOUR, type JournalLine, LATENCY_BOUNDS } from '../../lambdas/core/journal.ts';
import { keys } from '../../lambdas/core/keys.ts';
import { INDEXES } from '../../lambdas/core/names.ts';
import { StoreUnavailable } from '../../lambdas/core/ports/store-errors.ts';
import { type LocalAws, startAws } from '../../local/aws/start-aws.ts';
import { LocalClock } from '../../local/clock.ts';
import { RecordingLog } from '../fakes/recording-log.ts';

const NOW = Date.parse('2026-11-02T09:30:00Z');
const PAGE = '7a500000-0000-4000-8000-000000000001';

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
  const index = (IndexName: string, partitionKey: string) => ({
    IndexName,
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' as const },
      { AttributeName: 'endedAt', KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'ALL' as const },
  });
  await table.client.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'workspace', AttributeType: 'S' },
        { AttributeName: 'page', AttributeType: 'S' },
        { AttributeName: 'endedAt', AttributeType: 'N' },
      ],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [index(INDEXES.recent, 'workspace'), index(INDEXES.history, 'page')],
    }),
  );
});
afterAll(async () => {
  table.client.destroy();
  await aws.close();
});

function line(workspace: string, number: number, more: Partial<JournalLine> = {}): JournalLine {
  return {
    id: `m${number}-1`,
    workspace,
    endedAt: NOW + number,
    job: 'event',
    outcome: 'skipped',
    reason: 'no watched property was edited',
    attempt: 1,
    durationMs: 3,
    pageId: PAGE,
    ...more,
  };
}

function ofLaterRelease(one: JournalLine): JournalLine {
  return Object.assign({ ...one }, { outcome: 'forwarded' });
}

test('the newest lines come first, and earlier ones on request; each as it was written', async () => {
  const told = [{ channel: 'comment', rule: 'assigned', people: ['Ana', 'Ben'] }];
  const full = line('a', 30, {
    title: 'x',
    url: 'u',
    assignees: ['Ana'],
    told,
    latencyMs: 12,
    isWorked: true,
  });
  const lines = [...Array.from({ length: 30 }, (_, number) => line('a', number)), full];
  await journalWriter(table).write(lines); // more than one batch holds
  const reader = journalReader(table);
  const latest = await reader.latest('a', 20);
  expect(latest.map(({ endedAt }) => endedAt - NOW)).toEqual(Array.from({ length: 20 }, (_, i) => 30 - i));
  expect(latest[0]).toEqual(full);
  expect((await reader.latest('a', 20, latest.at(-1)?.endedAt)).map(({ id }) => id)).toEqual(
    Array.from({ length: 11 }, (_, i) => `m${10 - i}-1`),
  );
  expect(await reader.latest('another', 20)).toEqual([]);
});

test('of one page there are the lines for which it was worked on', async () => {
  const other = { pageId: PAGE.replace(/1$/, '2'), isWorked: true };
  await journalWriter(table).write([
    line('b', 1, { isWorked: true }),
    line('b', 2, { isWorked: false }),
    line('b', 3, other),
    line('b', 4, { isWorked: true, outcome: 'done' }),
  ]);
  const ids = (await journalReader(table).ofPage('b', PAGE, 20)).map(({ id }) => id);
  expect(ids).toEqual(['m4-1', 'm1-1']);
});

describe('figures of hours', () => {
  const hour = Date.parse('2026-11-02T09:00:00Z');
  const outcomes = { done: 0, skipped: 0, deferred: 0, parked: 0, halted: 0, failed: 0 };
  const latencies = Array.from({ length: LATENCY_BOUNDS.length + 1 }, () => 0);
  const read = (workspace: string) => journalReader(table).hours(workspace, NOW - 20 * HOUR, NOW + 3 * HOUR);

  /** The workspace's item, as an invocation leaves it. */
  async function leave(workspace: string, hours: CountsByHour): Promise<void> {
    const store = workspaceStore(table);
    await store.take(workspace, NOW, NOW + 1000, []);
    const nothing = { calls: {}, sweepCalls: {}, lastCallAt: 0, singles: { minute: 0, byDestination: {} } };
    await store.free(workspace, NOW + 1000, { ...nothing, hours, deaths: {} });
  }

  /** As releases before counted. */
  async function countAsBefore(workspace: string, counted: Record<string, number>): Promise<void> {
    for (const [figure, by] of Object.entries(counted)) {
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { pk: keys.hour(workspace, hour) },
          UpdateExpression: 'ADD #figure :by',
          ExpressionAttributeNames: { '#figure': figure },
          ExpressionAttributeValues: { ':by': by },
        }),
      );
    }
  }

  test('are read where they are put away and where the workspace’s item holds them; empty hours are left out', async () => {
    await journalWriter(table).writeHour('c', hour, { done: 2, skipped: 2, latency1: 1, latency8: 1 });
    await leave('c', { [hour + HOUR]: {}, [hour + 2 * HOUR]: { halted: 1 } });
    expect(await read('c')).toEqual([
      { hour, outcomes: { ...outcomes, done: 2, skipped: 2 }, latencies: [0, 1, 0, 0, 0, 0, 0, 0, 1] },
      { hour: hour + 2 * HOUR, outcomes: { ...outcomes, halted: 1 }, latencies },
    ]);
  });

  test('that are put away, while the item still holds them, count once', async () => {
    await leave('h', { [hour]: { done: 3 } });
    await journalWriter(table).writeHour('h', hour, { done: 3 });
    await journalWriter(table).writeHour('h', hour, { done: 3 }); // somebody could not say that he had done so
    expect(await read('h')).toEqual([{ hour, outcomes: { ...outcomes, done: 3 }, latencies }]);
  });

  test('which an earlier release counted are added to those of this one', async () => {
    await countAsBefore('i', { done: 5, latency0: 4 });
    const before = { hour, outcomes: { ...outcomes, done: 5 }, latencies: [4, ...latencies.slice(1)] };
    expect(await read('i')).toEqual([before]);
    const now = { ...before, outcomes: { ...outcomes, done: 7 } };
    await leave('i', { [hour]: { done: 2 } });
    expect(await read('i')).toEqual([now]);
    await journalWriter(table).writeHour('i', hour, { done: 2 });
    await leave('i', { [hour + HOUR]: {} });
    expect(await read('i')).toEqual([now]);
  });
});

test('lines that a later release wrote are left out, and told to the log; those behind them are not lost', async () => {
  const later = Array.from({ length: 7 }, (_, index) => line('g', 10 + index, { isWorked: true }));
  const known = Array.from({ length: 6 }, (_, index) => line('g', index, { isWorked: true }));
  await journalWriter(table).write([...later.map(ofLaterRelease), ...known]);
  const log = new RecordingLog();
  const reader = journalReader(table, log);
  const ids = ['m5-1', 'm4-1', 'm3-1'];
  expect((await reader.latest('g', 3)).map(({ id }) => id)).toEqual(ids);
  expect((await reader.ofPage('g', PAGE, 3)).map(({ id }) => id)).toEqual(ids);
  expect(log.withMessage('Left out lines of the journal that cannot be read')).toEqual([
    { lines: 7 },
    { lines: 7 },
  ]);
});

test('a line that comes twice is there once', async () => {
  const writer = journalWriter(table);
  await writer.write([line('d', 1)]);
  await writer.write([line('d', 1)]);
  expect(await journalReader(table).latest('d', 20)).toHaveLength(1);
});

test('a table that is not there is said to be unavailable', async () => {
  const elsewhere = journalWriter({ ...table, name: 'no-such-table' });
  await expect(elsewhere.write([line('e', 1)])).rejects.toThrow(StoreUnavailable);
});

test.each([
  [0, 0],
  [500, 0],
  [501, 1],
  [300_000, 7],
  [300_001, 8],
])('%i ms are of class %i', (latencyMs, expected) => {
  expect(classOf(latencyMs)).toBe(expected);
});
