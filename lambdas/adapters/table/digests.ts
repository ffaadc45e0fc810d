import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import type { DigestRecord, DigestStore } from '../../core/ports/digests.ts';
import { reach, reachIf, type Table } from './table.ts';

const itemSchema = z.object({
  /** The table keeps no empty set: it is absent once all are done with. */
  members: z._default(z.set(z.string()), new Set()),
  telling: z.optional(z.array(z.string())),
  state: z.enum(['pending', 'sending', 'told']),
  /** Puts the item into the index of what is due. */
  dueAt: z.number(),
  attempts: z.number(),
  since: z.number(),
});

export function digestStore({ client, name }: Table): DigestStore {
  const at = (workspace: string, id: string) => ({
    TableName: name,
    Key: { pk: keys.digest(workspace, id) },
  });
  return {
    async load(workspace, id) {
      const get = new GetCommand({ ...at(workspace, id), ConsistentRead: true });
      const { Item } = await reach(() => client.send(get));
      return Item && toRecord(z.parse(itemSchema, Item));
    },

    async join(workspace, id, members, dueAt) {
      const update = new UpdateCommand({
        ...at(workspace, id),
        ConditionExpression: 'attribute_not_exists(pk) OR #state = :pending',
        UpdateExpression:
          'SET #workspace = :workspace, #state = :pending, dueAt = if_not_exists(dueAt, :dueAt), ' +
          'attempts = if_not_exists(attempts, :none), since = if_not_exists(since, :dueAt) ADD members :members',
        ExpressionAttributeNames: { '#state': 'state', '#workspace': 'workspace' },
        ExpressionAttributeValues: {
          ':workspace': workspace,
          ':pending': 'pending',
          ':dueAt': dueAt,
          ':none': 0,
          ':members': new Set(members),
        },
      });
      return (await reachIf(() => client.send(update))) !== undefined;
    },

    async move(workspace, id, from, { state, dueAt, attempts, since, telling }, left = []) {
      const update = new UpdateCommand({
        ...at(workspace, id),
        ConditionExpression: 'dueAt = :from',
        UpdateExpression:
          'SET #state = :state, dueAt = :dueAt, attempts = :attempts, since = :since' +
          `${telling ? ', telling = :telling' : ' REMOVE telling'}${left.length > 0 ? ' DELETE members :left' : ''}`,
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':from': from,
          ':state': state,
          ':dueAt': dueAt,
          ':attempts': attempts,
          ':since': since,
          ...(telling && { ':telling': telling }),
          ...(left.length > 0 && { ':left': new Set(left) }),
        },
      });
      return (await reachIf(() => client.send(update))) !== undefined;
    },

    async remove(workspace, id, from) {
      const remove = new DeleteCommand({
        ...at(workspace, id),
        ConditionExpression: 'dueAt = :from',
        ExpressionAttributeValues: { ':from': from },
      });
      await reachIf(() => client.send(remove));
    },
  };
}

function toRecord({ members, ...progress }: z.infer<typeof itemSchema>): DigestRecord {
  return { members: [...members], progress };
}
