import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../core/keys.ts';
import { parseAssignee } from '../../core/page-record.ts';
import type { UserStore } from '../../core/ports.ts';
import { reach, type Table } from './table.ts';

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
  };
}
