import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import { dueAt, type PageRecord, parkedAt, parseRecord, RECORD_VERSION } from '../../core/page-record.ts';
import { NewerRecord, type PageStore } from '../../core/ports.ts';
import { reach, reachIf, type Table } from './table.ts';

const versioned = z.object({ recordVersion: z.number() });

export function pageStore({ client, name }: Table): PageStore {
  return {
    async load(workspace, pageId) {
      const pk = keys.page(workspace, pageId);
      const { Item } = await reach(() =>
        client.send(new GetCommand({ TableName: name, Key: { pk }, ConsistentRead: true })),
      );
      if (!Item) return undefined;
      const { recordVersion } = z.parse(versioned, Item);
      if (recordVersion > RECORD_VERSION) throw new NewerRecord(`${pk} is of version ${recordVersion}`);
      return parseRecord(Item);
    },

    async save(record) {
      const saved: PageRecord = { ...record, version: record.version + 1 };
      const put = new PutCommand({
        TableName: name,
        Item: {
          ...saved,
          pk: keys.page(record.workspace, record.pageId),
          recordVersion: RECORD_VERSION,
          dueAt: dueAt(record.outbox),
          parkedAt: parkedAt(record.outbox),
        },
        ...(record.version === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'version = :loaded',
              ExpressionAttributeValues: { ':loaded': record.version },
            }),
      });
      const answer = await reachIf(() => client.send(put));
      return answer && saved;
    },
  };
}
