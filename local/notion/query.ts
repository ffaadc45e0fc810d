import type { QueryDataSourceResponse, SearchResponse } from '@notionhq/client';
import * as z from 'zod';
import type { Call, Endpoint } from './call.ts';
import { dataSourceObject, findDataSource } from './databases.ts';
import { type PropertySchema, type StoredPage, titleOf } from './model.ts';
import { pageObject } from './page-object.ts';
import { viewOf } from './pages.ts';
import { paginateBody } from './pagination.ts';
import { matchesProperties, propertyFilterSchema, sortKeyOf } from './property-filter.ts';
import { matchesFilter, timestampFilterSchema } from './timestamp-filter.ts';
import { validate } from './validate.ts';

/** https://developers.notion.com/reference/query-a-data-source and https://developers.notion.com/reference/post-search */
export const queryEndpoints: readonly Endpoint[] = [
  {
    operation: 'dataSources.query',
    method: 'POST',
    path: '/v1/data_sources/:id/query',
    since: '2025-09-03',
    needs: 'readContent',
    handle: queryDataSource,
  },
  {
    operation: 'search',
    method: 'POST',
    path: '/v1/search',
    since: '2025-09-03',
    needs: 'readContent',
    handle: search,
  },
];

const timestampSchema = z.enum(['created_time', 'last_edited_time']);
const directionSchema = z.enum(['ascending', 'descending']);
const pagingFields = { page_size: z.optional(z.unknown()), start_cursor: z.optional(z.unknown()) };

const sortSchema = z.union([
  z.strictObject({ timestamp: timestampSchema, direction: directionSchema }),
  z.strictObject({ property: z.string(), direction: directionSchema }),
]);

const querySchema = z.strictObject({
  sorts: z.optional(z.array(sortSchema)),
  filter: z.optional(z.union([propertyFilterSchema, timestampFilterSchema])),
  in_trash: z.optional(z.boolean()),
  result_type: z.optional(z.enum(['page', 'data_source'])),
  ...pagingFields,
});

function queryDataSource(call: Call): object {
  const dataSource = findDataSource(call);
  const { sorts = [], filter, in_trash = false } = validate(querySchema, call.body, 'body');
  const matching = call.workspace
    .pages()
    .filter(
      ({ parent, inTrash }) =>
        parent.type === 'data_source' && parent.id === dataSource.id && inTrash === in_trash,
    )
    .filter(filter === undefined ? () => true : matcherOf(filter, dataSource.properties));
  const rows = sorted(matching, sorts, dataSource.properties).slice(0, call.limits.queryRows);
  const { results, next_cursor, has_more } = paginateBody(rows, ({ id }) => id, call.body);
  const isCutOff = !has_more && rows.length < matching.length;
  const only = call.query.getAll('filter_properties');
  return {
    object: 'list',
    results: results.map((page) => pageObject(page, viewOf(call), only)),
    next_cursor,
    has_more,
    type: 'page_or_data_source',
    page_or_data_source: {},
    request_status: isCutOff
      ? { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' }
      : { type: 'complete' },
  } satisfies Loosely<QueryDataSourceResponse>;
}

function matcherOf(filter: Filter, properties: readonly PropertySchema[]): (page: StoredPage) => boolean {
  const byProperty = propertyFilterSchema.safeParse(filter);
  if (byProperty.success) return (page) => matchesProperties(page, byProperty.data, properties);
  const byTime = timestampFilterSchema.parse(filter);
  return (page) => matchesFilter(page, byTime);
}

type Filter = NonNullable<z.output<typeof querySchema>['filter']>;

const searchSchema = z.strictObject({
  query: z.optional(z.string()),
  filter: z.optional(
    z.strictObject({ property: z.literal('object'), value: z.enum(['page', 'data_source']) }),
  ),
  sort: z.optional(z.strictObject({ timestamp: z.literal('last_edited_time'), direction: directionSchema })),
  ...pagingFields,
});

function search(call: Call): object {
  const { query = '', filter, sort } = validate(searchSchema, call.body, 'body');
  const view = viewOf(call);
  const direction = sort?.direction ?? 'descending';
  const pages = call.workspace.pages().filter((page) => !page.inTrash && includes(titleOf(page), query));
  const dataSources = call.workspace.dataSources().filter(({ name }) => includes(name, query));
  const found = [
    ...dataSources.map((dataSource) => dataSourceObject(dataSource, call.version)),
    ...sorted(pages, [{ timestamp: 'last_edited_time', direction }]).map((page) => pageObject(page, view)),
  ].filter(({ object }) => filter === undefined || object === filter.value);
  return {
    object: 'list',
    ...paginateBody(found, ({ id }) => id, call.body),
    type: 'page_or_data_source',
    page_or_data_source: {},
    request_status: { type: 'complete' },
  } satisfies Loosely<SearchResponse>;
}

/** The SDK's types still have `archived` in every result. */
type Loosely<Response> = Omit<Response, 'results'> & { results: object[] };

type Sort = z.output<typeof sortSchema>;

/** Pages of the same minute are in the order of their creation, as Notion sees only minutes. */
function sorted(
  pages: readonly StoredPage[],
  sorts: readonly Sort[],
  properties: readonly PropertySchema[] = [],
): StoredPage[] {
  const keyOf = (page: StoredPage, sort: Sort) =>
    'property' in sort ? sortKeyOf(page, sort.property, properties) : timeKeyOf(page, sort.timestamp);
  return [...pages].sort((one, other) => {
    for (const sort of sorts) {
      const difference = keyOf(one, sort).localeCompare(keyOf(other, sort));
      if (difference !== 0) return sort.direction === 'ascending' ? difference : -difference;
    }
    return 0;
  });
}

/** The whole minute, as text. */
function timeKeyOf({ createdAt, editedAt }: StoredPage, timestamp: z.output<typeof timestampSchema>): string {
  const minute = Math.floor((timestamp === 'created_time' ? createdAt : editedAt) / 60_000);
  return String(minute).padStart(12, '0');
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
