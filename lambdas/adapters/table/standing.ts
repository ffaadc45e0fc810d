import { GetCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys, PAGE_KEYS } from '../../core/keys.ts';
import { INDEXES } from '../../core/names.ts';
import type { PageRecord } from '../../core/page-record.ts';
import type { Standing, StandingReader } from '../../core/ports/standing.ts';
import { toRecord } from './pages.ts';
import { reach, type Table } from './table.ts';

/** More would be no list for a person: `pagebell dlq list` shows all. */
const MOST_PARKED = 100;

const workspaceSchema = z.object({
  calls: z._default(z.record(z.string(), z.number()), {}),
  closedUntil: z.optional(z.number()),
});

/** How a workspace stands: its item, and its part of the indexes `due` and `parked`. */
export function standingReader({ client, name }: Table): StandingReader {
  async function item(workspace: string) {
    const Key = { pk: keys.workspace(workspace) };
    const { Item } = await reach(() => client.send(new GetCommand({ TableName: name, Key })));
    return z.parse(workspaceSchema, Item ?? {});
  }

  /** Data sources and the workspace are always due some time: that is no work that waits. */
  function deferred(workspace: string): Promise<number> {
    const query = {
      TableName: name,
      IndexName: INDEXES.due,
      Select: 'COUNT',
      KeyConditionExpression: 'workspace = :workspace',
      FilterExpression: 'begins_with(pk, :page)',
      ExpressionAttributeValues: { ':workspace': workspace, ':page': PAGE_KEYS },
    } as const;
    return reach(async () => {
      let count = 0;
      for await (const { Count = 0 } of paginateQuery({ client }, query)) count += Count;
      return count;
    });
  }

  async function parked(
    workspace: string,
  ): Promise<Pick<Standing, 'parked' | 'unreadable' | 'hasMoreParked'>> {
    const query = {
      TableName: name,
      IndexName: INDEXES.parked,
      KeyConditionExpression: 'workspace = :workspace',
      ExpressionAttributeValues: { ':workspace': workspace },
      Limit: MOST_PARKED + 1,
    };
    const { Items = [] } = await reach(() => client.send(new QueryCommand(query)));
    const listed = Items.slice(0, MOST_PARKED);
    const records = listed.flatMap((item) => readable(item) ?? []);
    return {
      parked: records,
      unreadable: listed.length - records.length,
      hasMoreParked: Items.length > MOST_PARKED,
    };
  }

  return {
    async read(workspace) {
      const [{ calls, closedUntil }, due, given] = await Promise.all([
        item(workspace),
        deferred(workspace),
        parked(workspace),
      ]);
      return {
        calls,
        ...(closedUntil !== undefined && { closedUntil }),
        deferred: due,
        ...given,
      };
    },
  };
}

/** One record that this release cannot read must not hide the others. */
function readable(item: unknown): PageRecord | undefined {
  try {
    return toRecord(item);
  } catch {
    return undefined;
  }
}
