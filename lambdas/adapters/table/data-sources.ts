import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { dataSourceSchema } from '../../core/data-source-schema.ts';
import { keys } from '../../core/keys.ts';
import type { DataSourceRecord, DataSourceStore } from '../../core/ports/data-sources.ts';
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
  watchName: z.optional(z.string()),
  watchedSince: z.optional(z.number()),
  schema: z.optional(z.object({ properties: dataSourceSchema, readAt: z.number() })),
  sweptTo: z.number(),
  cursor: z.optional(z.string()),
  /** Puts the item into the index of what is due. */
  dueAt: z.number(),
  attempts: z.number(),
  backfill: z.optional(backfillSchema),
  backfilled: z.optional(z.string()),
});

export function dataSourceStore({ client, name }: Table): DataSourceStore {
  const at = (workspace: string, id: string) => ({
    TableName: name,
    Key: { pk: keys.dataSource(workspace, id) },
  });
  const renew = async (workspace: string, id: string, values: Readonly<Record<string, unknown>>) => {
    const update = new UpdateCommand({
      ...at(workspace, id),
      ...assignmentOf(values),
      ConditionExpression: 'attribute_exists(pk)',
    });
    await reachIf(() => client.send(update));
  };
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

    saveWatch: (workspace, id, { watchedIds, watchedAt, watchName, watchedSince }) =>
      renew(workspace, id, { watchedIds, watchedAt, watchName, watchedSince }),

    saveSchema: (workspace, id, schema) => renew(workspace, id, { schema }),

    async moveSweep(workspace, id, from, { sweptTo, dueAt, attempts, ...rest }) {
      const { cursor, backfill, backfilled } = rest;
      const assignment = assignmentOf({ sweptTo, dueAt, attempts, cursor, backfill, backfilled });
      const update = new UpdateCommand({
        ...at(workspace, id),
        ...assignment,
        ConditionExpression: '#dueAt = :from',
        ExpressionAttributeValues: { ...assignment.ExpressionAttributeValues, ':from': from },
      });
      return (await reachIf(() => client.send(update))) !== undefined;
    },

    async remove(workspace, id) {
      await reach(() => client.send(new DeleteCommand(at(workspace, id))));
    },
  };
}

/** Sets what there is and removes the rest. */
function assignmentOf(values: Readonly<Record<string, unknown>>) {
  const names = Object.keys(values);
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  const absent = names.filter((name) => values[name] === undefined).map((name) => `#${name}`);
  const set = present.map(([name]) => `#${name} = :${name}`).join(', ');
  return {
    UpdateExpression: `SET ${set}${absent.length > 0 ? ` REMOVE ${absent.join(', ')}` : ''}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(present.map(([name, value]) => [`:${name}`, value])),
  };
}

function toRecord(item: z.infer<typeof itemSchema>): DataSourceRecord {
  const { baseline, watchedIds, watchedAt, watchName, watchedSince, schema, ...sweep } = item;
  const watch = { watchedIds, watchedAt, watchName, watchedSince };
  return { baseline, ...watch, ...(schema && { schema }), sweep };
}
