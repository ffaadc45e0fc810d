import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dataSourceStore } from '../../lambdas/adapters/table/data-sources.ts';
import type { Table } from '../../lambdas/adapters/table/table.ts';
import { subjectOf } from '../../lambdas/core/keys.ts';
import { INDEXES } from '../../lambdas/core/names.ts';
import type { BackfillPorts } from '../commands/backfill/run-backfill.ts';
import { reachStore } from './table-access.ts';

const keyed = z.object({ pk: z.string() });

/** Each data source is in the index of what is due: it always waits for its next sweep. */
export function backfillDataSources(table: Table): BackfillPorts['dataSources'] {
  const { client, name } = table;
  const store = dataSourceStore(table);
  return {
    known: (workspace) =>
      reachStore(`read the table ${name}`, async () => {
        const ids: string[] = [];
        const answers = paginateQuery(
          { client },
          {
            TableName: name,
            IndexName: INDEXES.due,
            KeyConditionExpression: '#workspace = :workspace',
            ExpressionAttributeNames: { '#workspace': 'workspace' },
            ExpressionAttributeValues: { ':workspace': workspace },
          },
        );
        for await (const { Items = [] } of answers) {
          const subjects = Items.map((item) => subjectOf(keyed.parse(item).pk, workspace));
          ids.push(...subjects.flatMap((one) => (one.kind === 'data-source' ? [one.dataSourceId] : [])));
        }
        return ids.sort();
      }),
    load: (...query) => reachStore(`read the table ${name}`, () => store.load(...query)),
    moveSweep: (...move) => reachStore(`write to the table ${name}`, () => store.moveSweep(...move)),
  };
}
