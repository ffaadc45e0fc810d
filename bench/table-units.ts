import * as z from 'zod';
import { keys } from '../lambdas/core/keys.ts';
import { ATTRIBUTES } from '../lambdas/core/names.ts';

export const WRITES: readonly string[] = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];
export const READS: readonly string[] = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];

/** One request to the table. */
export interface TableCall {
  operation: string;
  body: string;
  /** Empty as long as there is none, or if it was refused. */
  answer: string;
}

/** What DynamoDB bills: by the KB for what is written, by four of them for what is read. */
export interface Units {
  writes: number;
  reads: number;
}

type Value = z.infer<typeof valueSchema>;
export type Item = Record<string, Value>;

const valueSchema: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown());
const itemSchema = z.record(z.string(), valueSchema);
const keyed = z.object({ [ATTRIBUTES.key]: z.object({ S: z.string() }) });
export const putSchema = z.object({ Item: itemSchema });
const batchWriteSchema = z.object({
  RequestItems: z.record(z.string(), z.array(z.object({ PutRequest: putSchema }))),
});
const updateSchema = z.object({
  Key: itemSchema,
  ExpressionAttributeValues: itemSchema,
});
const readSchema = z.object({ ConsistentRead: z.optional(z.boolean()) });
const batchReadSchema = z.object({
  RequestItems: z.record(z.string(), readSchema.extend({ Keys: z.array(itemSchema) })),
});
const answerSchema = z.object({
  Item: z.optional(itemSchema),
  Items: z.optional(z.array(itemSchema)),
  Responses: z.optional(z.record(z.string(), z.array(itemSchema))),
});

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
    for (const { operation, body, answer } of calls) {
      const request: unknown = JSON.parse(body);
      switch (operation) {
        case 'PutItem':
          units.writes += this.#ofPut(putSchema.parse(request).Item);
          break;
        case 'BatchWriteItem':
          for (const item of itemsPut(body)) units.writes += this.#ofPut(item);
          break;
        case 'UpdateItem':
          units.writes += this.#ofUpdate(updateSchema.parse(request));
          break;
        case 'DeleteItem':
          units.writes += 1; // what is deleted is small
          break;
        case 'GetItem':
        case 'BatchGetItem':
        case 'Query':
          units.reads += unitsOfRead(operation, request, answer);
          break;
        default:
          throw new Error(`${operation}: it is not known what it costs`);
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
    const key = keyed.parse(item)[ATTRIBUTES.key].S;
    const wasDue = this.#due.delete(key);
    const isDue = item[ATTRIBUTES.dueAt] !== undefined;
    if (isDue) this.#due.add(key);
    return whole * (1 + copiesOf(item)) + Number(wasDue) + Number(isDue);
  }
}

/** Each item of a batch is rounded up by itself, and one that is not there costs as much as a small one. */
function unitsOfRead(
  operation: 'GetItem' | 'BatchGetItem' | 'Query',
  request: unknown,
  answer: string,
): number {
  const { Item = {}, Items = [], Responses = {} } = answerSchema.parse(JSON.parse(answer || '{}'));
  if (operation !== 'BatchGetItem') {
    const bytes = [Item, ...Items].reduce((sum, item) => sum + bytesOf(item), 0);
    return blocksOf(bytes) * perBlock(readSchema.parse(request));
  }
  const asked = Object.entries(batchReadSchema.parse(request).RequestItems);
  return asked.reduce((sum, [table, { Keys, ...read }]) => {
    const found = Responses[table] ?? [];
    const blocks = found.reduce((all, item) => all + blocksOf(bytesOf(item)), Keys.length - found.length);
    return sum + blocks * perBlock(read);
  }, 0);
}

function blocksOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 4096));
}

/** Who does not ask for the latest state pays half. */
function perBlock({ ConsistentRead = false }: z.infer<typeof readSchema>): number {
  return ConsistentRead ? 1 : 0.5;
}

/** Whether it is about the item of a workspace itself. */
export function isOfWorkspace({ body }: TableCall): boolean {
  return body.includes(`"${keys.workspace('')}`);
}

/** Items that a request writes or asks for: a batch is billed as what is in it. */
export function itemsOf({ operation, body }: TableCall): number {
  switch (operation) {
    case 'BatchWriteItem':
      return itemsPut(body).length;
    case 'BatchGetItem': {
      const asked = Object.values(batchReadSchema.parse(JSON.parse(body)).RequestItems);
      return asked.reduce((sum, { Keys }) => sum + Keys.length, 0);
    }
    default:
      return 1;
  }
}

/** @param body of a BatchWriteItem */
export function itemsPut(body: string): Item[] {
  const requests = Object.values(batchWriteSchema.parse(JSON.parse(body)).RequestItems).flat();
  return requests.map(({ PutRequest }) => PutRequest.Item);
}

/** Indexes that hold the whole of it: those of the journal and of what is parked. */
export function copiesOf(item: Item): number {
  return [ATTRIBUTES.endedAt, ATTRIBUTES.page, ATTRIBUTES.parkedAt].filter((name) => item[name]).length;
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
