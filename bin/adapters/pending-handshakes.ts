import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { keys } from '../../lambdas/core/keys.ts';
import type { PendingHandshakes } from '../commands/connect-ports.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

const itemSchema = z.object({ setupKeyHash: z.string(), verificationToken: z.string().optional() });

/** The item `handshake#<workspace>`, whose other side is lambdas/adapters/table/handshakes.ts. */
export function pendingHandshakes(access: ServiceAccess, tableName: string): PendingHandshakes {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(access));
  const key = (workspace: string) => ({ TableName: tableName, Key: { pk: keys.handshake(workspace) } });
  return {
    async open(workspace, setupKeyHash, expiresAt) {
      const Item = { pk: keys.handshake(workspace), setupKeyHash, expiresAt };
      await reachAws(`write to the table ${tableName}`, () =>
        client.send(new PutCommand({ TableName: tableName, Item })),
      );
    },

    async look(workspace, setupKeyHash) {
      const { Item } = await reachAws(`read the table ${tableName}`, () =>
        client.send(new GetCommand({ ...key(workspace), ConsistentRead: true })),
      );
      const item = itemSchema.safeParse(Item).data;
      if (item?.setupKeyHash !== setupKeyHash) return { kind: 'gone' };
      const { verificationToken: token } = item;
      return token === undefined ? { kind: 'waiting' } : { kind: 'token', token };
    },

    async close(workspace, setupKeyHash) {
      try {
        await client.send(
          new DeleteCommand({
            ...key(workspace),
            ConditionExpression: 'setupKeyHash = :hash',
            ExpressionAttributeValues: { ':hash': setupKeyHash },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
