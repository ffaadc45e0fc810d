import {
  BatchGetCommand,
  BatchWriteCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
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
import type { JournalReader, JournalWriter } from '../../core/ports/journal.ts';
import type { Log } from '../../core/ports/log.ts';
import { StoreUnavailable } from '../../core/ports/store-errors.ts';
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

  const count = async (workspace: string, lines: readonly JournalLine[]) => {
    const hour = hourOf(Math.max(...lines.map(({ endedAt }) => endedAt)));
    const counts = Object.entries(countsOf(lines));
    if (counts.length === 0) return;
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
    await reach(() => client.send(update));
  };

  return {
    async write(workspace, lines) {
      await Promise.all([...chunk(lines).map(put), count(workspace, lines)]);
    },
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

/** One line that a later release wrote must not hide the others. */
function readable(item: unknown): JournalLine | undefined {
  try {
    return parseLine(item);
  } catch {
    return undefined;
  }
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

/**
 * Attributes of an hour's item: an outcome, or `latency<class>`. Outcomes are those of events: a sweep or a
 * repetition is none. Its notices count, whoever brought the news.
 */
function countsOf(lines: readonly JournalLine[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (figure: string) => {
    counts[figure] = (counts[figure] ?? 0) + 1;
  };
  for (const { job, outcome, latencyMs } of lines) {
    if (job === 'event') add(outcome);
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
