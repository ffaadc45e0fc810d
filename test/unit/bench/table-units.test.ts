import { itemsOf, UnitCount } from '../../../bench/table-units.ts';

const call = (operation: string, body: object, answer?: object) => ({
  operation,
  body: JSON.stringify(body),
  answer: answer ? JSON.stringify(answer) : '',
});
const put = (Item: object) => call('PutItem', { Item });
const update = (ExpressionAttributeValues: object) =>
  call('UpdateItem', { Key: item(), ExpressionAttributeValues });
const get = (Item: object | undefined, ConsistentRead?: boolean) =>
  call('GetItem', { Key: item(), ConsistentRead }, { Item });
const getAll = (found: object[]) =>
  call(
    'BatchGetItem',
    { RequestItems: { table: { Keys: [item(), item(), item()] } } },
    { Responses: { table: found } },
  );
const putAll = (...items: object[]) =>
  call('BatchWriteItem', { RequestItems: { table: items.map((Item) => ({ PutRequest: { Item } })) } });
const query = (...Items: object[]) => call('Query', { IndexName: 'due' }, { Items });
const item = (more: object = {}) => ({ pk: { S: 'page#main#1' }, ...more });
const LARGE = item({ title: { S: 'x'.repeat(4096) } });

test.each([
  ['a small item', [put(item())], { writes: 1, reads: 0 }],
  [
    'one of more than a KB',
    [put(item({ state: { M: { title: { S: 'x'.repeat(1024) } } } }))],
    { writes: 2, reads: 0 },
  ],
  ['one that becomes due', [put(item({ dueAt: { N: '1' } }))], { writes: 2, reads: 0 }],
  ['one that ceases to be', [put(item({ dueAt: { N: '1' } })), put(item())], { writes: 4, reads: 0 }],
  [
    'lines of the journal, one of them in two indexes',
    [putAll(item({ endedAt: { N: '1' } }), item({ endedAt: { N: '1' }, page: { S: 'page#main#1' } }))],
    { writes: 5, reads: 0 },
  ],
  ['reads, of the latest state or not', [get(item(), true), get(item())], { writes: 0, reads: 1.5 }],
  ['a read of what is not there', [get(undefined, true)], { writes: 0, reads: 1 }],
  ['a read of more than four KB', [get(LARGE, true)], { writes: 0, reads: 2 }],
  ['a batch of reads, each by its size', [getAll([item(), LARGE])], { writes: 0, reads: 2 }],
  ['a query, by the size of all that it finds', [query(item(), item())], { writes: 0, reads: 0.5 }],
  ['a query that finds more than four KB', [query(item(), LARGE)], { writes: 0, reads: 1 }],
  ['an update of a small item', [update({ ':until': { N: '1' } })], { writes: 1, reads: 0 }],
  [
    'an update of a small part of an item of more than a KB',
    [update({ ':calls': { S: 'x'.repeat(1024) } }), update({ ':until': { N: '1' } })],
    { writes: 4, reads: 0 },
  ],
])('the units of %s', (_, calls, units) => {
  expect(new UnitCount().of(calls)).toEqual(units);
});

test('what nobody has priced is not free', () => {
  expect(() => new UnitCount().of([call('Scan', {})])).toThrow('Scan: it is not known what it costs');
});

test.each([
  [put(item()), 1],
  [get(item()), 1],
  [putAll(item(), item()), 2],
  [getAll([]), 3],
])('a request counts as what it names: %j', (request, items) => {
  expect(itemsOf(request)).toBe(items);
});
