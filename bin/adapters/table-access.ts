import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../lambdas/adapters/table/table.ts';
import { NewerRecord, StoreUnavailable } from '../../lambdas/core/ports/store-errors.ts';
import { CommandError } from '../commands/command-error.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

/** The table as the functions' own adapters take it. */
export function accessTable(access: ServiceAccess, name: string): Table {
  const marshallOptions = { removeUndefinedValues: true };
  return { client: DynamoDBDocumentClient.from(new DynamoDBClient(access), { marshallOptions }), name };
}

/**
 * Calls a store or queue of the functions.
 *
 * @param purpose what for, as in "could not <purpose>"
 * @throws {CommandError} with a remedy
 */
export function reachStore<Answer>(purpose: string, call: () => Promise<Answer>): Promise<Answer> {
  return reachAws(purpose, async () => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof StoreUnavailable && error.cause !== undefined) throw error.cause;
      if (error instanceof NewerRecord) {
        throw new CommandError(
          `Written by a later release: ${error.message}`,
          'Use the `pagebell` of the release that is deployed.',
          { cause: error },
        );
      }
      throw error;
    }
  });
}
