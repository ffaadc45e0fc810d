import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import { assigneeSchema } from '../../core/page-record.ts';
import type { OverdueRecord, OverdueStore } from '../../core/ports/overdue.ts';
import { reach, reachIf, type Table } from './table.ts';

const overdueSchema = z.object({
  day: z.string(),
  title: z.string(),
  url: z.string(),
  assignees: z.array(assigneeSchema),
  dataSourceId: z.string(),
});

const itemSchema = z.object({
  /** Puts the item into the index of what is due. */
  dueAt: z.number(),
  attempts: z.number(),
  since: z.number(),
  parkedAs: z.optional(z.number()),
  gathering: z.optional(
    z.object({
      left: z.array(z.string()),
      cursor: z.optional(z.string()),
      found: z.array(overdueSchema),
      more: z.number(),
      /** Releases before did not tell: long ago. */
      movedAt: z._default(z.number(), 0),
    }),
  ),
});

export function overdueStore({ client, name }: Table): OverdueStore {
  const put = (workspace: string, id: string, record: OverdueRecord, condition: object) =>
    reachIf(() =>
      client.send(
        new PutCommand({
          TableName: name,
          Item: { pk: keys.overdue(workspace, id), workspace, ...record },
          ...condition,
        }),
      ),
    );
  const at = (workspace: string, id: string) => ({
    TableName: name,
    Key: { pk: keys.overdue(workspace, id) },
  });
  return {
    async load(workspace, id) {
      const get = new GetCommand({ ...at(workspace, id), ConsistentRead: true });
      const { Item } = await reach(() => client.send(get));
      return Item && z.parse(itemSchema, Item);
    },

    async add(workspace, id, dueAt) {
      const ConditionExpression = 'attribute_not_exists(pk)';
      await put(workspace, id, { dueAt, attempts: 0, since: dueAt }, { ConditionExpression });
    },

    async move(workspace, id, from, to) {
      const condition = {
        ConditionExpression: 'dueAt = :from',
        ExpressionAttributeValues: { ':from': from },
      };
      return (await put(workspace, id, to, condition)) !== undefined;
    },

    async remove(workspace, id) {
      await reach(() => client.send(new DeleteCommand(at(workspace, id))));
    },
  };
}
