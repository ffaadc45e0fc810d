import * as z from 'zod';
import { ATTRIBUTES } from '../lambdas/core/names.ts';

/** One request to the table. */
export interface TableCall {
  operation: string;
  body: string;
}

/** What DynamoDB bills: by the KB for what is written, by four of them for what is read. */
export interface Units {
  writes: number;
  reads: number;
}

type Value = z.infer<typeof valueSchema>;
type Item = Record<string, Value>;

const valueSchema: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown());
const itemSchema = z.record(z.string(), valueSchema);
const keyed = z.object({ [ATTRIBUTES.key]: z.object({ S: z.string() }) });
export const putSchema = z.object({ Item: itemSchema });
const batchSchema = z.object({
  RequestItems: z.record(z.string(), z.array(z.object({ PutRequest: putSchema }))),
});
const updateSchema = z.object({
  Key: itemSchema,
  ExpressionAttributeValues: itemSchema,
});
const readSchema = z.object({ ConsistentRead: z.optional(z.boolean()) });

/**
 * Adds up units, indexes included: a line of the journal is written to each index that it is in, and an item
 * that becomes due, or ceases to be, costs a unit of that index.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export class UnitCount {
  readonly #due = new Set<string>();
  readonly #updated = new Map<string, Item>();

  of(calls: readonly TableCall[]): Units {
    const units = { writes: 0, reads: 0 };
    for (const { operation, body } of calls) {
      const request: unknown = JSON.parse(body);
      switch (operation) {
        case 'PutItem':
          units.writes += this.#ofPut(putSchema.parse(request).Item);
          break;
        case 'BatchWriteItem':
          for (const puts of Object.values(batchSchema.parse(request).RequestItems)) {
            for (const { PutRequest } of puts) units.writes += this.#ofPut(PutRequest.Item);
          }
          break;
        case 'UpdateItem':
          units.writes += this.#ofUpdate(updateSchema.parse(request));
          break;
        case 'DeleteItem':
          units.writes += 1; // what is deleted is small
          break;
        default:
          // Of one item, or of a query that finds little. Who does not ask for the latest state pays half.
          units.reads += readSchema.parse(request).ConsistentRead ? 1 : 0.5;
      }
    }
    return units;
  }

  /** The whole item counts, whatever of it is changed: about what was ever set in it. */
  #ofUpdate({ Key, ExpressionAttributeValues }: z.infer<typeof updateSchema>): number {
    const key = keyed.parse(Key)[ATTRIBUTES.key].S;
    const item = { ...this.#updated.get(key), ...ExpressionAttributeValues };
    this.#updated.set(key, item);
    return Math.ceil((bytesOf(Key) + bytesOf(item)) / 1024);
  }

  #ofPut(item: Item): number {
    const whole = Math.ceil(bytesOf(item) / 1024);
    const copies = [ATTRIBUTES.endedAt, ATTRIBUTES.page, ATTRIBUTES.parkedAt].filter((name) => item[name]);
    const key = keyed.parse(item)[ATTRIBUTES.key].S;
    const wasDue = this.#due.delete(key);
    const isDue = item[ATTRIBUTES.dueAt] !== undefined;
    if (isDue) this.#due.add(key);
    return whole * (1 + copies.length) + Number(wasDue) + Number(isDue);
  }
}

/** Names and values, as DynamoDB counts them but for a few bytes of each map and number. */
export function bytesOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + name.length + bytesOfValue(value), 0);
}

function bytesOfValue(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + 1 + bytesOfValue(one), 3);
  if (typeof value !== 'object' || value === null) return 1;
  const [[type, inner] = ['', undefined]] = Object.entries(value);
  if (type === 'N') return String(inner).length / 2 + 2;
  if (type === 'M') return bytesOf(itemSchema.parse(inner)) + 3;
  return bytesOfValue(inner);
}
