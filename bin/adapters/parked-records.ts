import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { pageStore } from '../../lambdas/adapters/table/pages.ts';
import type { Table } from '../../lambdas/adapters/table/table.ts';
import { INDEXES } from '../../lambdas/core/names.ts';
import type { PageRecord } from '../../lambdas/core/page-record.ts';
import type { PageStore } from '../../lambdas/core/ports/pages.ts';
import { NewerRecord } from '../../lambdas/core/ports/store-errors.ts';
import type { DlqPorts } from '../commands/dlq/ports.ts';
import { reachStore } from './table-access.ts';

/** As many as one BatchGetItem takes. */
const BATCH = 100;

/** The table's index of what was given up, and the records that it names as they are now: it lags a little. */
export function parkedRecords(table: Table): Pick<DlqPorts, 'ledger' | 'pages'> {
  const { client, name } = table;
  const pages = pageStore(table);
  const purpose = `read the table ${name}`;
  return {
    ledger: {
      parked: (workspace) =>
        reachStore(purpose, async () => {
          const ids: (string | undefined)[] = [];
          const answers = paginateQuery({ client }, parkedQuery(name, workspace));
          for await (const { Items = [] } of answers) ids.push(...Items.map(pageIdOf));
          const named = ids.filter((id) => id !== undefined);
          const records: PageRecord[] = [];
          let unreadable = ids.length - named.length;
          for (let start = 0; start < named.length; start += BATCH) {
            const batch = await loadReadable(pages, workspace, named.slice(start, start + BATCH));
            records.push(...batch.records);
            unreadable += batch.unreadable;
          }
          return { records, unreadable };
        }),
    },
    pages: {
      load: (workspace, pageId) => reachStore(purpose, () => pages.load(workspace, pageId)),
      save: (record) => reachStore(`write to the table ${name}`, () => pages.save(record)),
    },
  };
}

/** How many pages of a workspace hold something that was given up, whether they can be read or not. */
export function countParked({ client, name }: Table, workspace: string): Promise<number> {
  return reachStore(`read the table ${name}`, async () => {
    let count = 0;
    const query = { ...parkedQuery(name, workspace), Select: 'COUNT' as const };
    for await (const { Count = 0 } of paginateQuery({ client }, query)) count += Count;
    return count;
  });
}

function parkedQuery(TableName: string, workspace: string) {
  return {
    TableName,
    IndexName: INDEXES.parked,
    KeyConditionExpression: '#workspace = :workspace',
    ExpressionAttributeNames: { '#workspace': 'workspace' },
    ExpressionAttributeValues: { ':workspace': workspace },
  };
}

/** One record that cannot be read spoils its batch: then each is read by itself, and that one left out. */
async function loadReadable(
  pages: PageStore,
  workspace: string,
  ids: readonly string[],
): Promise<{ records: PageRecord[]; unreadable: number }> {
  try {
    return { records: await pages.loadAll(workspace, [...ids]), unreadable: 0 };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
  }
  const records: PageRecord[] = [];
  let unreadable = 0;
  for (const id of ids) {
    try {
      const record = await pages.load(workspace, id);
      if (record) records.push(record);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      unreadable += 1;
    }
  }
  return { records, unreadable };
}

function isUnreadable(error: unknown): boolean {
  return error instanceof NewerRecord || error instanceof z.core.$ZodError;
}

const itemSchema = z.object({ pageId: z.string() });

/** Undefined for an item that is no record. */
function pageIdOf(item: unknown): string | undefined {
  return itemSchema.safeParse(item).data?.pageId;
}
