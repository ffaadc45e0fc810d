import * as z from 'zod';
import { invalid } from './errors.ts';
import { validate } from './validate.ts';

const MOST_RESULTS = 100;

const pageSchema = z.object({
  page_size: z.optional(z.number().int().min(1).max(MOST_RESULTS)),
  start_cursor: z.optional(z.nullable(z.string())),
});

export interface PageOf<Item> {
  results: Item[];
  next_cursor: string | null;
  has_more: boolean;
}

/** Reads `page_size` and `start_cursor` of a GET. */
export function paginateQuery<Item>(
  items: readonly Item[],
  idOf: IdOf<Item>,
  query: URLSearchParams,
): PageOf<Item> {
  const size = query.get('page_size');
  const page_size = size === null ? undefined : Number(size);
  const start_cursor = query.get('start_cursor') ?? undefined;
  return slice(items, idOf, validate(pageSchema, { page_size, start_cursor }, 'query'));
}

/** Reads `page_size` and `start_cursor` of a POST. */
export function paginateBody<Item>(items: readonly Item[], idOf: IdOf<Item>, body: unknown): PageOf<Item> {
  return slice(items, idOf, validate(pageSchema, body, 'body'));
}

/** A cursor is the id of the item with which the next page begins. */
type IdOf<Item> = (item: Item) => string;

function slice<Item>(
  items: readonly Item[],
  idOf: IdOf<Item>,
  { page_size = MOST_RESULTS, start_cursor }: z.output<typeof pageSchema>,
): PageOf<Item> {
  const start = start_cursor == null ? 0 : items.findIndex((item) => idOf(item) === start_cursor);
  if (start < 0) throw invalid(`The start_cursor provided is invalid: ${start_cursor}`);
  const next = items[start + page_size];
  return {
    results: items.slice(start, start + page_size),
    next_cursor: next === undefined ? null : idOf(next),
    has_more: next !== undefined,
  };
}
