import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../core/keys.ts';
import type { HandshakeStore } from '../../core/ports/handshakes.ts';
import { reachIf, type Table } from './table.ts';

/** The receiver's side: it may change a waiting item, and make none. */
export function handshakeStore({ client, name }: Table): HandshakeStore {
  return {
    async keep(workspace, setupKeyHash, token, now) {
      const kept = await reachIf(() =>
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: { pk: keys.handshake(workspace) },
            ConditionExpression: 'setupKeyHash = :hash AND expiresAt > :now',
            UpdateExpression: 'SET verificationToken = :token, receivedAt = :receivedAt',
            ExpressionAttributeValues: {
              ':hash': setupKeyHash,
              ':now': Math.floor(now / 1000), // TTL attributes count in seconds
              ':token': token,
              ':receivedAt': now,
            },
          }),
        ),
      );
      return kept !== undefined;
    },
  };
}
