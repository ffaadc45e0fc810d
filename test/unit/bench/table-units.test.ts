import { UnitCount } from '../../../bench/table-units.ts';

const put = (Item: object) => ({ operation: 'PutItem', body: JSON.stringify({ Item }) });
const update = (ExpressionAttributeValues: object) => ({
  operation: 'UpdateItem',
  body: JSON.stringify({ Key: item(), ExpressionAttributeValues }),
});
const item = (more: object = {}) => ({ pk: { S: 'page#main#1' }, ...more });

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
    [
      {
        operation: 'BatchWriteItem',
        body: JSON.stringify({
          RequestItems: {
            table: [
              { PutRequest: { Item: item({ endedAt: { N: '1' } }) } },
              { PutRequest: { Item: item({ endedAt: { N: '1' }, page: { S: 'page#main#1' } }) } },
            ],
          },
        }),
      },
    ],
    { writes: 5, reads: 0 },
  ],
  [
    'reads, of the latest state or not',
    [
      { operation: 'GetItem', body: '{"ConsistentRead":true}' },
      { operation: 'GetItem', body: '{}' },
    ],
    { writes: 0, reads: 1.5 },
  ],
  ['an update of a small item', [update({ ':until': { N: '1' } })], { writes: 1, reads: 0 }],
  [
    'an update of a small part of an item of more than a KB',
    [update({ ':calls': { S: 'x'.repeat(1024) } }), update({ ':until': { N: '1' } })],
    { writes: 4, reads: 0 },
  ],
])('the units of %s', (_, calls, units) => {
  expect(new UnitCount().of(calls)).toEqual(units);
});
