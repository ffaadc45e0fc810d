import { type PageRecord, parseRecord } from '../../lambdas/core/page-record.ts';
import type { ChaosTable } from './chaos-table.ts';

interface Stored {
  table: Pick<ChaosTable, 'items'>;
}

/** What Pagebell has stored of every page. */
export function recordsOf({ table }: Stored): PageRecord[] {
  const items = [...table.items].filter(([key]) => key.startsWith('page#'));
  return items.map(([, item]) => parseRecord(item));
}

/** Whether a page owes anything but a look at its day, and no operator is asked. */
export function isAnythingOwed(stored: Stored): boolean {
  return recordsOf(stored).some(({ outbox }) =>
    outbox.some(({ kind, progress }) => kind !== 'wake' && progress.state !== 'failed'),
  );
}
