import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ListTablesCommand,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/**
 * Makes the indexes of every table agree with its items. dynalite writes index entries and then the item, each
 * on its own: a process that is killed in between leaves an item that no index shows, or an entry without one.
 *
 * @param url of the endpoint, which nobody else uses yet
 */
export async function repairIndexes(url: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: url, region: 'local', credentials });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    for (const table of TableNames) await repairTable(client, table);
  } finally {
    client.destroy();
  }
}

async function repairTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const keyNames = attributeNames(Table?.KeySchema);
  const indexes = Table?.GlobalSecondaryIndexes ?? [];
  if (indexes.length === 0) return;

  const put = (Item: Item) => client.send(new PutItemCommand({ TableName, Item }));
  const remove = (Key: Item) => client.send(new DeleteItemCommand({ TableName, Key }));
  const items = new Map<string, Item>();
  for (const item of await scan(client, TableName)) {
    items.set(keyOf(item, keyNames), item);
    await put(item); // writes every index entry that it should have
  }
  for (const { IndexName, KeySchema } of indexes) {
    const indexed = attributeNames(KeySchema);
    for (const entry of await scan(client, TableName, IndexName)) {
      const item = items.get(keyOf(entry, keyNames));
      if (item && isDeepStrictEqual(pick(item, indexed), pick(entry, indexed))) continue;
      // Only an item that has an entry can take it away: so it is given one.
      await put({ ...item, ...entry });
      await (item ? put(item) : remove(pick(entry, keyNames)));
    }
  }
}

async function scan(client: DynamoDBClient, TableName: string, IndexName?: string): Promise<Item[]> {
  const items: Item[] = [];
  const input = IndexName === undefined ? { TableName } : { TableName, IndexName };
  for await (const { Items = [] } of paginateScan({ client }, input)) items.push(...Items);
  return items;
}

function attributeNames(schema: KeySchemaElement[] = []): string[] {
  return schema.flatMap(({ AttributeName }) => (AttributeName === undefined ? [] : [AttributeName]));
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

function keyOf(item: Item, keyNames: readonly string[]): string {
  return JSON.stringify(keyNames.map((name) => item[name]));
}
