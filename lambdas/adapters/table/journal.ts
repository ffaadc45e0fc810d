import { BatchWriteCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { JOURNAL_KEPT_MS, type JournalLine, parseLine } from '../../core/journal.ts';
import { keys } from '../../core/keys.ts';
import { INDEXES } from '../../core/names.ts';
import type { JournalReader, JournalWriter } from '../../core/ports/journal.ts';
import type { Log } from '../../core/ports/log.ts';
import { StoreUnavailable } from '../../core/ports/store-errors.ts';
import { hourReader, hourWriter } from './hours.ts';
import { reach, type Table } from './table.ts';

/** As many as one BatchWriteItem takes. */
const BATCH = 25;
/** A query ends at 1 MB anyway. */
const MOST_AT_ONCE = 1000;

export function journalWriter({ client, name }: Table): JournalWriter {
  const put = async (lines: readonly JournalLine[]) => {
    const command = new BatchWriteCommand({ RequestItems: { [name]: lines.map(toPut) } });
    const { UnprocessedItems } = await reach(() => client.send(command));
    const lost = UnprocessedItems?.[name]?.length ?? 0;
    if (lost > 0) throw new StoreUnavailable(`the table did not take ${lost} of ${lines.length} lines`);
  };

  return {
    async write(lines) {
      await Promise.all(chunk(lines).map(put));
    },

    writeHour: hourWriter({ client, name }),
  };
}

/** @param log is told how many lines were left out */
export function journalReader({ client, name }: Table, log?: Pick<Log, 'warn'>): JournalReader {
  const newest = async (index: string, attribute: string, value: string, limit: number, before?: number) => {
    const query = {
      TableName: name,
      IndexName: index,
      KeyConditionExpression: `#key = :key${before === undefined ? '' : ' AND endedAt < :before'}`,
      ExpressionAttributeNames: { '#key': attribute },
      ExpressionAttributeValues: { ':key': value, ...(before !== undefined && { ':before': before }) },
      ScanIndexForward: false,
    };
    const lines: JournalLine[] = [];
    let unreadable = 0;
    let from: Pick<QueryCommandOutput, 'LastEvaluatedKey'> = {};
    // Fewer lines than asked for say that there are no more: it reads on for those that it leaves out.
    for (let Limit = limit; lines.length < limit; Limit = MOST_AT_ONCE) {
      const command = new QueryCommand({ ...query, Limit, ExclusiveStartKey: from.LastEvaluatedKey });
      const answer: QueryCommandOutput = await reach(() => client.send(command));
      const { Items = [] } = answer;
      const found = Items.flatMap((item) => readable(item) ?? []);
      unreadable += Items.length - found.length;
      lines.push(...found);
      if (!answer.LastEvaluatedKey) break;
      from = answer;
    }
    if (unreadable > 0) log?.warn('Left out lines of the journal that cannot be read', { lines: unreadable });
    return lines.slice(0, limit);
  };

  return {
    latest: (workspace, limit, before) => newest(INDEXES.recent, 'workspace', workspace, limit, before),
    ofPage: (workspace, pageId, limit, before) =>
      newest(INDEXES.history, 'page', keys.page(workspace, pageId), limit, before),

    hours: hourReader({ client, name }),
  };
}

/** One line that a later release wrote must not hide the others. */
function readable(item: unknown): JournalLine | undefined {
  try {
    return parseLine(item);
  } catch {
    return undefined;
  }
}

function toPut(line: JournalLine) {
  const { workspace, pageId, isWorked } = line;
  return {
    PutRequest: {
      Item: {
        ...line,
        pk: keys.journalLine(workspace, line.id),
        // Only what a person would look up by its page costs a write of that index.
        ...(pageId !== undefined && isWorked && { page: keys.page(workspace, pageId) }),
        expiresAt: Math.ceil((line.endedAt + JOURNAL_KEPT_MS) / 1000),
      },
    },
  };
}

function chunk(lines: readonly JournalLine[]): JournalLine[][] {
  const chunks: JournalLine[][] = [];
  for (let start = 0; start < lines.length; start += BATCH) chunks.push(lines.slice(start, start + BATCH));
  return chunks;
}
