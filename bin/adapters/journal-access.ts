import { journalReader } from '../../lambdas/adapters/table/journal.ts';
import type { JournalReader } from '../../lambdas/core/ports/journal.ts';
import type { ServiceAccess } from './aws-access.ts';
import { accessTable, reachStore } from './table-access.ts';

/** The journal, whose failures come with a remedy. */
export function journalAccess(access: ServiceAccess, tableName: string): JournalReader {
  const reader = journalReader(accessTable(access, tableName));
  const read = <Answer>(call: () => Promise<Answer>) => reachStore(`read the table ${tableName}`, call);
  return {
    latest: (...query) => read(() => reader.latest(...query)),
    ofPage: (...query) => read(() => reader.ofPage(...query)),
    hours: (...query) => read(() => reader.hours(...query)),
  };
}
