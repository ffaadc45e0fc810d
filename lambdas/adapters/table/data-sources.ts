import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import type { DataSourceStore } from '../../core/ports.ts';
import { reach, type Table } from './table.ts';

const itemSchema = z.object({
  baseline: z.number(),
  watchedIds: z.array(z.string()),
  watchedAt: z.number(),
});

export function dataSourceStore({ client, name }: Table): DataSourceStore {
  const at = (workspace: string, id: string) => ({
    TableName: name,
    Key: { pk: keys.dataSource(workspace, id) },
  });
  return {
    async load(workspace, id) {
      const { Item } = await reach(() => client.send(new GetCommand(at(workspace, id))));
      return Item && z.parse(itemSchema, Item);
    },

    async save(workspace, id, { baseline, watchedIds, watchedAt }) {
      await reach(() =>
        client.send(
          new UpdateCommand({
            ...at(workspace, id),
            UpdateExpression:
              'SET baseline = if_not_exists(baseline, :baseline), watchedIds = :ids, watchedAt = :at, #w = :w',
            ExpressionAttributeNames: { '#w': 'workspace' },
            ExpressionAttributeValues: {
              ':baseline': baseline,
              ':ids': watchedIds,
              ':at': watchedAt,
              ':w': workspace,
            },
          }),
        ),
      );
    },
  };
}
