import type { DatabaseObjectResponse, DataSourceObjectResponse } from '@notionhq/client';
import type { Call, Endpoint } from './call.ts';
import { notFound } from './errors.ts';
import type { DataSource, PropertySchema } from './model.ts';
import { toMinute } from './page-object.ts';
import { textOf, toRichText } from './rich-text.ts';
import { partialUser } from './user-object.ts';
import { validateId } from './validate.ts';
import { isBefore, type NotionVersion } from './versions.ts';

/** https://developers.notion.com/reference/database and data-source; before 2025-09-03 they were one. */
export const databaseEndpoints: readonly Endpoint[] = [
  {
    operation: 'databases.retrieve',
    method: 'GET',
    path: '/v1/databases/:id',
    since: '2025-09-03',
    needs: 'readContent',
    handle: retrieveDatabase,
  },
  {
    operation: 'dataSources.retrieve',
    method: 'GET',
    path: '/v1/data_sources/:id',
    since: '2025-09-03',
    needs: 'readContent',
    handle: (call) => dataSourceObject(findDataSource(call), call.version),
  },
];

export function findDataSource({ workspace, params }: Call): DataSource {
  const id = validateId(params['id'], 'path', 'data_source_id');
  const dataSource = workspace.dataSource(id);
  if (!dataSource) throw notFound('data_source', id);
  return dataSource;
}

/** `archived` went away with version 2026-03-11. */
type WithoutArchived<Type> = Omit<Type, 'archived'> & { archived?: boolean };

function retrieveDatabase({ workspace, params, version }: Call): WithoutArchived<DatabaseObjectResponse> {
  const id = validateId(params['id'], 'path', 'database_id');
  const dataSources = workspace.dataSources().filter(({ databaseId }) => databaseId === id);
  const [first] = dataSources;
  if (!first) throw notFound('database', id);
  return {
    ...commonOf(first, version),
    object: 'database',
    id,
    parent: { type: 'workspace', workspace: true },
    is_locked: false,
    data_sources: dataSources.map(({ id, name }) => ({ id, name })),
    url: urlOf(id),
  };
}

export function dataSourceObject(
  dataSource: DataSource,
  version: NotionVersion,
): WithoutArchived<DataSourceObjectResponse> {
  return {
    ...commonOf(dataSource, version),
    object: 'data_source',
    id: dataSource.id,
    parent: { type: 'database_id', database_id: dataSource.databaseId },
    database_parent: { type: 'workspace', workspace: true },
    properties: Object.fromEntries(
      dataSource.properties.map((property) => [property.name, propertyConfig(property)]),
    ),
    url: urlOf(dataSource.databaseId),
  };
}

/** What a database shows as its data sources do. */
function commonOf({ name, createdAt, createdBy }: DataSource, version: NotionVersion) {
  return {
    title: toRichText(textOf(name), () => undefined, 'title'),
    description: [],
    is_inline: false,
    in_trash: false,
    ...(isBefore(version, '2026-03-11') && { archived: false }),
    created_time: toMinute(createdAt),
    last_edited_time: toMinute(createdAt),
    created_by: partialUser(createdBy),
    last_edited_by: partialUser(createdBy),
    icon: null,
    cover: null,
    public_url: null,
  };
}

function propertyConfig(property: PropertySchema): DataSourceObjectResponse['properties'][string] {
  const common = { id: encodeURIComponent(property.id), name: property.name, description: null };
  switch (property.type) {
    case 'title':
      return { ...common, type: 'title', title: {} };
    case 'rich_text':
      return { ...common, type: 'rich_text', rich_text: {} };
    case 'people':
      return { ...common, type: 'people', people: {} };
    case 'date':
      return { ...common, type: 'date', date: {} };
    case 'checkbox':
      return { ...common, type: 'checkbox', checkbox: {} };
    case 'url':
      return { ...common, type: 'url', url: {} };
    case 'number':
      return { ...common, type: 'number', number: { format: 'number' } };
    case 'status':
      return { ...common, type: 'status', status: property.status };
    case 'select':
      return { ...common, type: 'select', select: property.select };
    case 'multi_select':
      return { ...common, type: 'multi_select', multi_select: property.multi_select };
  }
}

function urlOf(id: string): string {
  return `https://www.notion.so/${id.replaceAll('-', '')}`;
}
