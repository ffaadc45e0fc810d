import { type AttributeValue, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { keys } from '../lambdas/core/keys.ts';
import { ATTRIBUTES } from '../lambdas/core/names.ts';
import { PEOPLE } from '../local/notion/seed.ts';
import { closeClients, openClients } from '../local/runtime/aws-access.ts';
import { type HeardCall, type HeardTable, hearTable } from './hear-table.ts';
import type { Measurement } from './measurement.ts';
import { assign, type BenchStack, functionOf, knownTask, passMinutes, settled, startStack } from './stack.ts';
import { bytesOf, putSchema, UnitCount } from './table-units.ts';

const { ana, ben, femi } = PEOPLE;
const WORKSPACE = 'main';
/** What the row about its size is about. */
export const PAGE_RECORD = "a page's record, assigned to two";
/** So many pages are stored at first. */
export const FEWEST_PAGES = 1000;
const BATCH = 25;
const AT_ONCE = 8;
/** Nothing is remembered of a data source any more. */
const FORGOTTEN_MINUTES = 6;

/**
 * Size of a record, and what an assignment takes of the table, however many pages are stored in it.
 *
 * @param many so many in the end
 */
export async function measureTableGrowth(assembly: string, many: number): Promise<Measurement[]> {
  const stack = await startStack(assembly);
  const clients = openClients(stack.run.aws);
  const heard = hearTable();
  try {
    const first = await assigned(stack, heard);
    const record = recordOf(first.event);
    const fill = (from: number, to: number) =>
      fillWith(record, { from, to, client: clients.dynamodb, tableName: stack.run.tableName });
    await fill(0, FEWEST_PAGES);
    const atFirst = takenOf(await assigned(stack, heard));
    await fill(FEWEST_PAGES, many);
    const atLast = takenOf(await assigned(stack, heard));
    const row = (what: string) => ({ area: 'table', what });
    const pages = (count: number) => `${count.toLocaleString('en')} pages stored`;
    return [
      {
        ...row(PAGE_RECORD),
        figure: bytesOf(record) / 1024,
        unit: 'KB',
        goal: 1,
      },
      { ...row(`${pages(FEWEST_PAGES)}: units of an assignment`), figure: atFirst.units, unit: '×' },
      {
        ...row(`${pages(many)}: the same, against that`),
        figure: atLast.units / atFirst.units,
        unit: '×',
        goal: 1,
      },
      {
        ...row(`${pages(FEWEST_PAGES)}: items that one request reads at most`),
        figure: atFirst.items,
        unit: '×',
      },
      {
        ...row(`${pages(many)}: the same, against that`),
        figure: atLast.items / atFirst.items,
        unit: '×',
        goal: 1,
      },
    ];
  } finally {
    heard.stop();
    closeClients(clients);
    await stack.run.close();
  }
}

/** What the table hears of an assignment, and of the timer in a minute in which nothing is due. */
async function assigned(
  stack: BenchStack,
  heard: HeardTable,
): Promise<{ event: HeardCall[]; timer: HeardCall[] }> {
  await passMinutes(stack, FORGOTTEN_MINUTES);
  const task = await knownTask(stack, femi);
  heard.calls.length = 0;
  assign(stack, femi, task, [ana, ben]);
  await settled(stack);
  const timer = functionOf(stack, 'timer').definition.name;
  const event = heard.calls.splice(0).filter(({ from }) => from !== '' && from !== timer);
  await passMinutes(stack, 1);
  heard.calls.length = 0;
  await passMinutes(stack, 1);
  return { event, timer: heard.calls.splice(0).filter(({ from }) => from === timer) };
}

type Item = Record<string, Record<string, unknown>>;

/** The page's, once nothing is owed any more. */
function recordOf(calls: readonly HeardCall[]): Item {
  const items = calls.flatMap(({ operation, body }) =>
    operation === 'PutItem' ? [putSchema.parse(JSON.parse(body)).Item] : [],
  );
  const last = items.at(-1);
  if (!last || last[ATTRIBUTES.dueAt]) throw new Error('no record was saved at last');
  return last;
}

function takenOf({ event, timer }: Awaited<ReturnType<typeof assigned>>): { units: number; items: number } {
  const { writes, reads } = new UnitCount().of(event);
  return { units: writes + reads, items: Math.max(...[...event, ...timer].map(itemsReadBy)) };
}

const answerSchema = z.object({
  Item: z.optional(z.unknown()),
  ScannedCount: z.optional(z.number()),
  Responses: z.optional(z.record(z.string(), z.array(z.unknown()))),
});

function itemsReadBy({ answer }: HeardCall): number {
  const { Item, ScannedCount = 0, Responses = {} } = answerSchema.parse(JSON.parse(answer || '{}'));
  const inBatch = Object.values(Responses).reduce((sum, items) => sum + items.length, 0);
  return (Item ? 1 : 0) + ScannedCount + inBatch;
}

/** Stores pages beside those that are there, by numbers. */
async function fillWith(
  record: Item,
  { from, to, client, tableName }: { from: number; to: number; client: DynamoDBClient; tableName: string },
): Promise<void> {
  let next = from;
  const write = async () => {
    while (next < to) {
      const numbers = Array.from({ length: Math.min(BATCH, to - next) }, (_, index) => next + index);
      next += numbers.length;
      const RequestItems = { [tableName]: numbers.map((number) => putOf(record, number)) };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
}

function putOf(record: Item, number: number) {
  const pageId = `f0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const item = { ...record, pageId: { S: pageId }, [ATTRIBUTES.key]: { S: keys.page(WORKSPACE, pageId) } };
  return { PutRequest: { Item: item as Record<string, AttributeValue> } }; // as the table has heard it
}
