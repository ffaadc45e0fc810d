import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import { parseAssignee } from '../../core/page-record.ts';
import type { UserStore } from '../../core/ports/users.ts';
import { reach, type Table } from './table.ts';

const slackSchema = z.object({
  slackId: z.optional(z.string()),
  asConfigured: z.optional(z.string()),
  lookAgainAt: z.number(),
});

export function userStore({ client, name }: Table): UserStore {
  return {
    async load(workspace, userId) {
      const Key = { pk: keys.user(workspace, userId) };
      const { Item } = await reach(() => client.send(new GetCommand({ TableName: name, Key })));
      return Item && parseAssignee(Item['user']);
    },

    async save(workspace, user, expiresAt) {
      const Item = {
        pk: keys.user(workspace, user.id),
        workspace,
        user,
        expiresAt: Math.floor(expiresAt / 1000), // DynamoDB's TTL counts in seconds
      };
      await reach(() => client.send(new PutCommand({ TableName: name, Item })));
    },

    async loadSlack(workspace, userId) {
      const Key = { pk: keys.slackUser(workspace, userId) };
      const { Item } = await reach(() => client.send(new GetCommand({ TableName: name, Key })));
      if (!Item) return undefined;
      const { lookAgainAt, ...identity } = z.parse(slackSchema, Item);
      return { ...identity, expiresAt: lookAgainAt };
    },

    async saveSlack(workspace, userId, { expiresAt, ...identity }) {
      const Item = {
        pk: keys.slackUser(workspace, userId),
        workspace,
        ...identity,
        lookAgainAt: expiresAt,
        expiresAt: Math.ceil(expiresAt / 1000), // the TTL deletes it days later, if ever
      };
      await reach(() => client.send(new PutCommand({ TableName: name, Item })));
    },
  };
}
