import { BatchWriteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { BilledTable } from '../../../bench/billed-table.ts';
import { ChaosTable } from '../../chaos/chaos-table.ts';
import { seededRandom } from '../../chaos/random.ts';
import { Tally } from '../../chaos/tally.ts';
import { VirtualTime } from '../../chaos/virtual-time.ts';
import { noFaults } from '../../chaos/world.ts';

const TableName = 'table';

function open() {
  const time = new VirtualTime();
  const chaos = new ChaosTable(noFaults(() => time.now(), new Tally()).table, time, seededRandom(1));
  const billed = new BilledTable(chaos.table, time);
  const { client } = billed.table;
  const send = async (request: () => Promise<object>) => {
    let isOver = false;
    const answer = request().finally(() => {
      isOver = true;
    });
    answer.catch(() => {}); // until it is awaited below
    await time.run(time.now() + 1000, () => isOver);
    return answer;
  };
  return { billed, client, send };
}

const line = (id: string, more: object) => ({
  PutRequest: { Item: { pk: `journal#main#${id}`, workspace: 'main', endedAt: 1, ...more } },
});

test('what is stored can be read, and both are billed', async () => {
  const { billed, client, send } = open();
  const Item = { pk: 'page#main#1', version: 1, note: undefined };
  await send(() => client.send(new PutCommand({ TableName, Item })));
  const Key = { pk: 'page#main#1' };
  const answer = await send(() => client.send(new GetCommand({ TableName, Key, ConsistentRead: true })));
  expect(answer).toEqual({ Item: { pk: 'page#main#1', version: 1 } });
  expect(billed.bill).toMatchObject({ writeUnits: 1, readUnits: 1, workspaceWrites: 0 });
});

test('a condition that does not hold is billed, and told of', async () => {
  const { billed, client, send } = open();
  const taken = new UpdateCommand({
    TableName,
    Key: { pk: 'workspace#main' },
    ConditionExpression: 'heldUntil = :mine',
    UpdateExpression: 'SET heldUntil = :mine',
    ExpressionAttributeValues: { ':mine': 1 },
  });
  await expect(send(() => client.send(taken))).rejects.toThrow('The conditional request failed');
  expect(billed.bill).toMatchObject({ writeUnits: 1, workspaceWrites: 1 });
});

test('the journal is billed, and weighed, with each index that a line is in', async () => {
  const { billed, client, send } = open();
  const lines = [line('a', {}), line('b', { page: 'page#main#1' })];
  await send(() => client.send(new BatchWriteCommand({ RequestItems: { [TableName]: lines } })));
  const { writeUnits, journalBytes, journalCopyBytes } = billed.bill;
  expect(writeUnits).toBe(2 + 3);
  expect(journalBytes).toBeGreaterThan(200);
  expect(journalCopyBytes / journalBytes).toBeCloseTo(1.5, 1);
});
