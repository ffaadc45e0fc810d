import { BatchGetCommand, BatchWriteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import {
  classOf,
  HOUR,
  type HourFigures,
  JOURNAL_KEPT_MS,
  type JournalLine,
  LATENCY_BOUNDS,
  OUTCOMES,
  parseLine,
} from '../../core/journal.ts';
import { keys } from '../../core/keys.ts';
import { INDEXES } from '../../core/names.ts';
import { type JournalReader, type JournalWriter, StoreUnavailable } from '../../core/ports.ts';
import { reach, type Table } from './table.ts';

/** As many as one BatchWriteItem takes. */
const BATCH = 25;

export function journalWriter({ client, name }: Table): JournalWriter {
  const put = async (lines: readonly JournalLine[]) => {
    const command = new BatchWriteCommand({ RequestItems: { [name]: lines.map(toPut) } });
    const { UnprocessedItems } = await reach(() => client.send(command));
    const lost = UnprocessedItems?.[name]?.length ?? 0;
    if (lost > 0) throw new StoreUnavailable(`the table did not take ${lost} of ${lines.length} lines`);
  };

  const count = (workspace: string, lines: readonly JournalLine[]) => {
    const hour = hourOf(Math.max(...lines.map(({ endedAt }) => endedAt)));
    const counts = Object.entries(countsOf(lines));
    const update = new UpdateCommand({
      TableName: name,
      Key: { pk: keys.hour(workspace, hour) },
      UpdateExpression: `SET expiresAt = :expiresAt ADD ${counts.map((_, index) => `#${index} :${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(counts.map(([figure], index) => [`#${index}`, figure])),
      ExpressionAttributeValues: {
        ':expiresAt': Math.ceil((hour + JOURNAL_KEPT_MS) / 1000),
        ...Object.fromEntries(counts.map(([, by], index) => [`:${index}`, by])),
      },
    });
    return reach(() => client.send(update));
  };

  return {
    async write(workspace, lines) {
      await Promise.all([...chunk(lines).map(put), count(workspace, lines)]);
    },
  };
}

export function journalReader({ client, name }: Table): JournalReader {
  const newest = async (index: string, attribute: string, value: string, limit: number, before?: number) => {
    const command = new QueryCommand({
      TableName: name,
      IndexName: index,
      KeyConditionExpression: `#key = :key${before === undefined ? '' : ' AND endedAt < :before'}`,
      ExpressionAttributeNames: { '#key': attribute },
      ExpressionAttributeValues: { ':key': value, ...(before !== undefined && { ':before': before }) },
      ScanIndexForward: false,
      Limit: limit,
    });
    const { Items = [] } = await reach(() => client.send(command));
    return Items.map(parseLine);
  };

  return {
    latest: (workspace, limit, before) => newest(INDEXES.recent, 'workspace', workspace, limit, before),
    ofPage: (workspace, pageId, limit, before) =>
      newest(INDEXES.history, 'page', keys.page(workspace, pageId), limit, before),

    async hours(workspace, since, now) {
      const hours: number[] = [];
      for (let hour = hourOf(since); hour <= now; hour += HOUR) hours.push(hour);
      const Keys = hours.map((hour) => ({ pk: keys.hour(workspace, hour) }));
      const { Responses } = await reach(() =>
        client.send(new BatchGetCommand({ RequestItems: { [name]: { Keys } } })),
      );
      const found = new Map((Responses?.[name] ?? []).map((item) => [z.parse(keyed, item).pk, item]));
      return hours.flatMap((hour) => {
        const item = found.get(keys.hour(workspace, hour));
        return item ? [toFigures(hour, item)] : [];
      });
    },
  };
}

const keyed = z.object({ pk: z.string() });
const numbers = z.record(z.string(), z.unknown());

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

/** Attributes of an hour's item: an outcome, or `latency<class>`. */
function countsOf(lines: readonly JournalLine[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (figure: string) => {
    counts[figure] = (counts[figure] ?? 0) + 1;
  };
  for (const { outcome, latencyMs } of lines) {
    add(outcome);
    if (latencyMs !== undefined) add(`latency${classOf(latencyMs)}`);
  }
  return counts;
}

function toFigures(hour: number, item: unknown): HourFigures {
  const counts = z.parse(numbers, item);
  const numberOf = (figure: string) => {
    const count = counts[figure];
    return typeof count === 'number' ? count : 0;
  };
  return {
    hour,
    outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, numberOf(outcome)])),
    latencies: Array.from({ length: LATENCY_BOUNDS.length + 1 }, (_, index) => numberOf(`latency${index}`)),
  };
}

function hourOf(time: number): number {
  return Math.floor(time / HOUR) * HOUR;
}

function chunk(lines: readonly JournalLine[]): JournalLine[][] {
  const chunks: JournalLine[][] = [];
  for (let start = 0; start < lines.length; start += BATCH) chunks.push(lines.slice(start, start + BATCH));
  return chunks;
}
