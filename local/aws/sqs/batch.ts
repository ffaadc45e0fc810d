import { AwsError } from '../aws-error.ts';
import { sqsError } from './errors.ts';

const MOST_ENTRIES = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

interface BatchResult {
  Successful: object[];
  Failed: object[];
}

/**
 * Does something for each entry of a batch; one that fails does not stop the others.
 *
 * @throws {AwsError} when the batch itself is none
 */
export function forEachEntry<Entry extends { Id: string }>(
  entries: readonly Entry[],
  act: (entry: Entry) => object,
): BatchResult {
  checkEntries(entries.map(({ Id }) => Id));
  const result: BatchResult = { Successful: [], Failed: [] };
  for (const entry of entries) {
    try {
      result.Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { queryCode: Code, message: Message } = error;
      result.Failed.push({ Id: entry.Id, SenderFault: true, Code, Message });
    }
  }
  return result;
}

function checkEntries(ids: readonly string[]): void {
  if (ids.length === 0) throw sqsError('EmptyBatchRequest', 'the batch has no entries');
  if (ids.length > MOST_ENTRIES) {
    throw sqsError(
      'TooManyEntriesInBatchRequest',
      `the batch has ${ids.length} entries: at most ${MOST_ENTRIES}`,
    );
  }
  const invalid = ids.find((id) => !ENTRY_ID.test(id));
  if (invalid !== undefined) {
    throw sqsError('InvalidBatchEntryId', `the Id ${invalid} is not 1 to 80 letters, digits, - and _`);
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw sqsError('BatchEntryIdsNotDistinct', `the Id ${repeated} is repeated`);
}
