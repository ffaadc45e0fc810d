import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDb, startDynamoDb } from '../../../local/aws/dynamodb.ts';

/** The part that is used of the database below dynalite. */
interface Level {
  keys(): AsyncIterable<string>;
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
  close(): Promise<void>;
}

const TableName = 'items';

describe('the DynamoDB of the local run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pagebell-dynamodb-'));
  const directory = join(folder, 'tables');
  let dynamodb: DynamoDb;
  let client: DynamoDBClient;

  const start = async () => {
    dynamodb = await startDynamoDb(directory);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new DynamoDBClient({ endpoint: dynamodb.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  };
  const stop = async () => {
    client.destroy();
    await dynamodb.close();
  };
  /** Changes the files as a run does that is killed between two of its writes. */
  const whileStopped = async (change: (level: Level, keys: string[]) => Promise<void>) => {
    await stop();
    const { Level: Database } = createRequire(require.resolve('dynalite'))('level');
    const level: Level = new Database(directory, { valueEncoding: 'json' });
    const keys: string[] = [];
    for await (const key of level.keys()) keys.push(key);
    await change(level, keys);
    await level.close();
    await start();
  };

  const put = (pk: string, dueAt: number) =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: {
          pk: { S: pk },
          workspace: { S: 'w' },
          dueAt: { N: String(dueAt) },
          text: { S: `text of ${pk}` },
        },
      }),
    );
  const due = async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'due',
        KeyConditionExpression: 'workspace = :w',
        ExpressionAttributeValues: { ':w': { S: 'w' } },
      }),
    );
    return Items.map(({ pk, dueAt }) => [pk?.S, Number(dueAt?.N)]);
  };

  beforeAll(async () => {
    await start();
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'workspace', AttributeType: 'S' },
          { AttributeName: 'dueAt', AttributeType: 'N' },
        ],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
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
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName });
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  test('keeps tables and items, and shows again what a killed run took out of an index', async () => {
    await put('a', 1);
    await put('b', 2);
    await whileStopped(async (level, keys) => {
      const entries = keys.filter((key) => key.startsWith('index-'));
      expect(entries).toHaveLength(2);
      for (const entry of entries) await level.del(entry);
    });
    expect(await due()).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  test('takes out of an index what a killed run put there for an item that it did not write', async () => {
    const saved: [string, unknown][] = [];
    await put('new', 3);
    await whileStopped(async (level, keys) => {
      const entries = keys.filter((key) => key.startsWith('index-'));
      for (const entry of entries) saved.push([entry, await level.get(entry)]);
      const items = await Promise.all(
        keys.map(async (key) => ({ key, value: JSON.stringify(await level.get(key)) })),
      );
      const unwritten = items.find(
        ({ key, value }) => key.startsWith('item-') && value.includes('text of new'),
      );
      if (unwritten) await level.del(unwritten.key);
    });
    expect(await due()).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'a' } },
        UpdateExpression: 'SET dueAt = :later',
        ExpressionAttributeValues: { ':later': { N: '9' } },
      }),
    );
    await whileStopped(async (level) => {
      for (const [key, value] of saved) await level.put(key, value);
    });
    expect(await due()).toEqual([
      ['b', 2],
      ['a', 9],
    ]);
  });

  test('survives a client that dies while it sends', async () => {
    const { hostname, port } = new URL(dynamodb.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname);
      socket.once('close', () => resolve());
      socket.write('POST / HTTP/1.1\r\nhost: local\r\ncontent-length: 1000\r\n\r\n{', () =>
        socket.resetAndDestroy(),
      );
    });
    expect(await due()).toHaveLength(2);
  });
});
