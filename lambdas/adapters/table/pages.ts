import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import { dueAt, type PageRecord, parkedAt, parseRecord } from '../../core/page-record.ts';
import type { PageStore } from '../../core/ports/pages.ts';
import { NewerRecord, StoreUnavailable } from '../../core/ports/store-errors.ts';
import { RECORD_VERSION, versionFor } from '../../core/record-version.ts';
import { reach, reachIf, type Table } from './table.ts';

const versioned = z.object({ pk: z.string(), recordVersion: z.number() });

type Requested = BatchGetCommandInput['RequestItems'];

/** Of one batch: a table that throttles hands out a part, and names the rest. */
const MOST_TRIES = 5;

export function pageStore({ client, name }: Table): PageStore {
  const getMany = (RequestItems: Requested) => () => client.send(new BatchGetCommand({ RequestItems }));
  return {
    async load(workspace, pageId) {
      const pk = keys.page(workspace, pageId);
      const { Item } = await reach(() =>
        client.send(new GetCommand({ TableName: name, Key: { pk }, ConsistentRead: true })),
      );
      return Item && toRecord(Item);
    },

    async loadAll(workspace, pageIds) {
      const Keys = pageIds.map((pageId) => ({ pk: keys.page(workspace, pageId) }));
      const found: unknown[] = [];
      let rest: Requested = { [name]: { Keys, ConsistentRead: true } };
      for (let tries = 0; rest?.[name]; tries++) {
        if (tries === MOST_TRIES) throw new StoreUnavailable('the table hands out only a part of a batch');
        const answer: BatchGetCommandOutput = await reach(getMany(rest));
        found.push(...(answer.Responses?.[name] ?? []));
        rest = answer.UnprocessedKeys;
      }
      return found.map(toRecord);
    },

    async save(record) {
      const saved: PageRecord = { ...record, version: record.version + 1 };
      const put = new PutCommand({
        TableName: name,
        Item: {
          ...saved,
          pk: keys.page(record.workspace, record.pageId),
          recordVersion: versionFor(record),
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

/**
 * @throws {NewerRecord} for one of a later release
 * @throws {z.core.$ZodError} for what is no record
 */
export function toRecord(item: unknown): PageRecord {
  const { pk, recordVersion } = z.parse(versioned, item);
  if (recordVersion > RECORD_VERSION) throw new NewerRecord(`${pk} is of version ${recordVersion}`);
  return parseRecord(item);
}
