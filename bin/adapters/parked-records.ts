import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { pageStore } from '../../lambdas/adapters/table/pages.ts';
import type { Table } from '../../lambdas/adapters/table/table.ts';
import { INDEXES } from '../../lambdas/core/names.ts';
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
          const ids: string[] = [];
          const answers = paginateQuery(
            { client },
            {
              TableName: name,
              IndexName: INDEXES.parked,
              KeyConditionExpression: '#workspace = :workspace',
              ExpressionAttributeNames: { '#workspace': 'workspace' },
              ExpressionAttributeValues: { ':workspace': workspace },
            },
          );
          for await (const { Items = [] } of answers) ids.push(...Items.map(pageIdOf));
          const records = [];
          for (let start = 0; start < ids.length; start += BATCH) {
            records.push(...(await pages.loadAll(workspace, ids.slice(start, start + BATCH))));
          }
          return records;
        }),
    },
    pages: {
      load: (workspace, pageId) => reachStore(purpose, () => pages.load(workspace, pageId)),
      save: (record) => reachStore(`write to the table ${name}`, () => pages.save(record)),
    },
  };
}

const itemSchema = z.object({ pageId: z.string() });

function pageIdOf(item: unknown): string {
  return itemSchema.parse(item).pageId;
}
