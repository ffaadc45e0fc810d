import { GetCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import { INDEXES } from '../../core/names.ts';
import type { DueItem, DueItems, DueTimes } from '../../core/ports/due-items.ts';
import { reach, reachIf, type Table } from './table.ts';

const dueSchema = z.object({ pk: z.string(), dueAt: z.number() });
const workspaceSchema = z.object({ closedUntil: z.optional(z.number()), dueAt: z.optional(z.number()) });

export function dueItems({ client, name }: Table): DueItems {
  return {
    async look(workspace, now) {
      const Key = { pk: keys.workspace(workspace) };
      const { Item } = await reach(() => client.send(new GetCommand({ TableName: name, Key })));
      const { closedUntil = 0, dueAt } = z.parse(workspaceSchema, Item ?? {});
      return { isClosed: closedUntil > now, isNew: dueAt === undefined };
    },

    async *due(workspace, now) {
      const pages = paginateQuery(
        { client },
        {
          TableName: name,
          IndexName: INDEXES.due,
          KeyConditionExpression: 'workspace = :workspace AND dueAt <= :now',
          ExpressionAttributeValues: { ':workspace': workspace, ':now': now },
        },
      );
      for await (const { Items = [] } of pages) yield Items.map(toDueItem);
    },
  };
}

export function dueTimes({ client, name }: Table): DueTimes {
  return {
    async putOff(key, from, to) {
      const update = new UpdateCommand({
        TableName: name,
        Key: { pk: key },
        ConditionExpression: 'dueAt = :from',
        UpdateExpression: 'SET dueAt = :to',
        ExpressionAttributeValues: { ':from': from, ':to': to },
      });
      await reachIf(() => client.send(update));
    },
  };
}

function toDueItem(item: unknown): DueItem {
  const { pk, dueAt } = z.parse(dueSchema, item);
  return { key: pk, dueAt };
}
