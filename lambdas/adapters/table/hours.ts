import { BatchGetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type HourCounts, hourOf } from '../../core/hour-counts.ts';
import {
  HOUR,
  type HourFigures,
  JOURNAL_KEPT_MS,
  LATENCY_BOUNDS,
  OUTCOMES,
  type Outcome,
} from '../../core/journal.ts';
import { keys } from '../../core/keys.ts';
import type { JournalReader, JournalWriter } from '../../core/ports/journal.ts';
import { reach, type Table } from './table.ts';

const countsSchema = z.record(z.string(), z.number());
/** Hours that the workspace's item holds still: the present one, and what could not be put away. */
export const countsByHourSchema = z.record(z.string(), countsSchema);

const keyed = z.object({ pk: z.string() });
const workspaceSchema = z.object({ hours: z._default(countsByHourSchema, {}) });
const putAwaySchema = z.object({ counts: z._default(countsSchema, {}) });
const attributesSchema = z.record(z.string(), z.unknown());

export function hourWriter({ client, name }: Table): JournalWriter['writeHour'] {
  return async (workspace, hour, counts) => {
    const update = new UpdateCommand({
      TableName: name,
      Key: { pk: keys.hour(workspace, hour) },
      UpdateExpression: 'SET expiresAt = :expiresAt, #counts = :counts',
      ExpressionAttributeNames: { '#counts': 'counts' },
      ExpressionAttributeValues: {
        ':expiresAt': Math.ceil((hour + JOURNAL_KEPT_MS) / 1000),
        ':counts': counts,
      },
    });
    await reach(() => client.send(update));
  };
}

export function hourReader({ client, name }: Table): JournalReader['hours'] {
  return async (workspace, since, now) => {
    const hours: number[] = [];
    for (let hour = hourOf(since); hour <= now; hour += HOUR) hours.push(hour);
    const ofWorkspace = keys.workspace(workspace);
    const Keys = [ofWorkspace, ...hours.map((hour) => keys.hour(workspace, hour))].map((pk) => ({ pk }));
    const { Responses } = await reach(() =>
      client.send(new BatchGetCommand({ RequestItems: { [name]: { Keys } } })),
    );
    const found = new Map((Responses?.[name] ?? []).map((item) => [z.parse(keyed, item).pk, item]));
    const present = z.parse(workspaceSchema, found.get(ofWorkspace) ?? {}).hours;
    return hours.flatMap((hour) => {
      const item = found.get(keys.hour(workspace, hour)) ?? {};
      const figures = toFigures(hour, present[hour], item);
      return figures ? [figures] : [];
    });
  };
}

/**
 * Undefined: nothing was counted.
 *
 * @param present the hour's counts in the workspace's item: as much as was put away, or more
 */
function toFigures(hour: number, present: HourCounts = {}, item: unknown): HourFigures | undefined {
  const counts = { ...z.parse(putAwaySchema, item).counts, ...present };
  // Releases before counted in attributes of the item itself.
  const attributes = z.parse(attributesSchema, item);
  const numberOf = (figure: string) => {
    const counted = attributes[figure];
    return (counts[figure] ?? 0) + (typeof counted === 'number' ? counted : 0);
  };
  const outcomes = OUTCOMES.map((outcome): [Outcome, number] => [outcome, numberOf(outcome)]);
  const latencies = Array.from({ length: LATENCY_BOUNDS.length + 1 }, (_, index) =>
    numberOf(`latency${index}`),
  );
  const isEmpty = [...outcomes.map(([, count]) => count), ...latencies].every((count) => count === 0);
  return isEmpty ? undefined : { hour, outcomes: Object.fromEntries(outcomes), latencies };
}
