import { keys } from '../core/keys.ts';
import { assigneePropertyOf } from '../core/notion-page.ts';
import { askForRead } from '../core/outbox.ts';
import { dueAt, emptyRecord, type PageRecord } from '../core/page-record.ts';
import type { JobQueue, QueriedPage } from '../core/ports.ts';
import { judgeRow } from '../core/sweep.ts';
import { assigneePropertyFor } from './assignee-property.ts';
import { loadOrEmpty, update } from './page-work.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/**
 * Compares the rows of a query with their records.
 *
 * @param baseline when Pagebell first saw the data source (ms)
 * @param queriedAt when the query began (ms)
 */
export async function lookAtRows(
  rows: readonly QueriedPage[],
  baseline: number,
  queriedAt: number,
  { workspace }: Turn,
  { clock, pages, queue }: ConsumerPorts,
): Promise<void> {
  if (rows.length === 0) return;
  const { key } = workspace;
  const records = await pages.loadAll(
    key,
    rows.map(({ id }) => id),
  );
  const known = new Map(records.map((record) => [record.pageId, record]));

  await Promise.all(
    rows.map(async (row) => {
      const { title, url, dataSourceId } = row.page;
      const propertyName = assigneePropertyFor(dataSourceId, workspace) ?? workspace.assigneeProperty;
      const assignees = assigneePropertyOf(row.page, propertyName)?.people ?? [];
      const ids = assignees.map(({ id }) => id);
      switch (judgeRow(row, ids, known.get(row.id), baseline)) {
        case 'nothing':
          return;
        case 'store': {
          const state = { title, url, assignees, ...(dataSourceId && { dataSourceId }) };
          // Not stored if it is there by now: whoever stored it knew more.
          await pages.save({ ...emptyRecord(key, row.id), state, readStartedAt: queriedAt });
          return;
        }
        case 'read': {
          const record = known.get(row.id) ?? (await loadOrEmpty({ workspace: key, pageId: row.id }, pages));
          const asked = await update(
            record,
            (current) => ({ record: { ...current, outbox: askForRead(current.outbox, clock.now()) } }),
            pages,
          );
          await readSoon(asked.record, queue);
        }
      }
    }),
  );
}

/** The timer would find it as well, up to a minute later; SQS takes its message for the same. */
async function readSoon({ workspace, pageId, outbox }: PageRecord, queue: JobQueue): Promise<void> {
  const at = dueAt(outbox);
  const key = keys.page(workspace, pageId);
  if (at !== undefined) await queue.send({ kind: 'due', workspace, key, dueAt: at }, `${key}:${at}`);
}
