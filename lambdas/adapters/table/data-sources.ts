import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import type { DataSourceRecord, DataSourceStore } from '../../core/ports.ts';
import { reach, reachIf, type Table } from './table.ts';

const backfillSchema = z.object({
  startedAt: z.number(),
  until: z.number(),
  rows: z.number(),
  oldestAt: z.optional(z.number()),
  endedAt: z.optional(z.number()),
});

const itemSchema = z.object({
  baseline: z.number(),
  watchedIds: z.array(z.string()),
  watchedAt: z.number(),
  sweptTo: z.number(),
  cursor: z.optional(z.string()),
  /** Puts the item into the index of what is due. */
  dueAt: z.number(),
  attempts: z.number(),
  backfill: z.optional(backfillSchema),
});

export function dataSourceStore({ client, name }: Table): DataSourceStore {
  const at = (workspace: string, id: string) => ({
    TableName: name,
    Key: { pk: keys.dataSource(workspace, id) },
  });
  return {
    async load(workspace, id) {
      const get = new GetCommand({ ...at(workspace, id), ConsistentRead: true });
      const { Item } = await reach(() => client.send(get));
      return Item && toRecord(z.parse(itemSchema, Item));
    },

    async add(workspace, id, { sweep, ...record }) {
      const Item = { pk: keys.dataSource(workspace, id), workspace, ...record, ...sweep };
      const put = { TableName: name, Item, ConditionExpression: 'attribute_not_exists(pk)' };
      await reachIf(() => client.send(new PutCommand(put)));
    },

    async saveWatched(workspace, id, watchedIds, watchedAt) {
      const update = new UpdateCommand({
        ...at(workspace, id),
        ConditionExpression: 'attribute_exists(pk)',
        UpdateExpression: 'SET watchedIds = :ids, watchedAt = :at',
        ExpressionAttributeValues: { ':ids': watchedIds, ':at': watchedAt },
      });
      await reachIf(() => client.send(update));
    },

    async moveSweep(workspace, id, from, { sweptTo, cursor, dueAt, attempts, backfill }) {
      const optional = { cursor, backfill };
      const kept = Object.entries(optional).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      const gone = Object.keys(optional).filter((name) => !kept.includes(name));
      const set = ['sweptTo', 'dueAt', 'attempts', ...kept].map((name) => `#${name} = :${name}`).join(', ');
      const remove = gone.length === 0 ? '' : ` REMOVE ${gone.map((name) => `#${name}`).join(', ')}`;
      const names = ['sweptTo', 'dueAt', 'attempts', ...Object.keys(optional)];
      const update = new UpdateCommand({
        ...at(workspace, id),
        ConditionExpression: '#dueAt = :from',
        UpdateExpression: `SET ${set}${remove}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':from': from,
          ':sweptTo': sweptTo,
          ':dueAt': dueAt,
          ':attempts': attempts,
          ...(cursor !== undefined && { ':cursor': cursor }),
          ...(backfill && { ':backfill': backfill }),
        },
      });
      return (await reachIf(() => client.send(update))) !== undefined;
    },

    async remove(workspace, id) {
      await reach(() => client.send(new DeleteCommand(at(workspace, id))));
    },
  };
}

function toRecord(item: z.infer<typeof itemSchema>): DataSourceRecord {
  const { baseline, watchedIds, watchedAt, ...sweep } = item;
  return { baseline, watchedIds, watchedAt, sweep };
}
