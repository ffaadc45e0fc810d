import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ItemTooLarge, StoreUnavailable } from '../../core/ports/store-errors.ts';
import { requestTimeouts } from '../request-timeouts.ts';

/** A table and the client to reach it. */
export interface Table {
  client: DynamoDBDocumentClient;
  name: string;
}

/** @param timeoutMs for one try */
export function openTable(name: string, timeoutMs = 3000): Table {
  const client = new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: requestTimeouts(timeoutMs),
  });
  return {
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    name,
  };
}

/**
 * Sends a command.
 *
 * @throws {ItemTooLarge} if an item would be over 400 KB
 * @throws {StoreUnavailable} if the table does not answer, throttles, or refuses for any other reason
 */
export async function reach<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (message.includes('Item size')) throw new ItemTooLarge(message, { cause: error });
    throw new StoreUnavailable(message, { cause: error });
  }
}

/**
 * Sends a conditional command. Resolves to undefined if its condition does not hold.
 *
 * @throws as `reach` does
 */
export function reachIf<Answer>(send: () => Promise<Answer>): Promise<Answer | undefined> {
  return reach(async () => {
    try {
      return await send();
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  });
}
