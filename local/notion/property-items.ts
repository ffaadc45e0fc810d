import type { PropertyItemListResponse, PropertyItemObjectResponse } from '@notionhq/client';
import type { Call } from './call.ts';
import { NotionError } from './errors.ts';
import type { PropertySchema, StoredPage } from './model.ts';
import { heldValue, optionObject, optionObjects, propertiesOf } from './page-object.ts';
import { paginateQuery } from './pagination.ts';
import { isPropertyId } from './property-id.ts';
import { memberObject } from './user-object.ts';

/**
 * One property of a page. What can have many references comes as a list of items, to be paged through:
 * https://developers.notion.com/reference/retrieve-a-page-property
 */
export function retrieveProperty(page: StoredPage, call: Call): object {
  const wanted = call.params['property'] ?? '';
  const property = propertiesOf(page, call.workspace).find(({ id }) => isPropertyId(wanted, id));
  if (!property) {
    throw new NotionError(404, 'object_not_found', `Could not find property with ID: ${wanted}.`);
  }
  const value = heldValue(page, property);
  const item = { object: 'property_item', id: encodeURIComponent(property.id) } as const;
  switch (value.type) {
    case 'title':
      return listOf(
        value.title.map((title) => ({ ...item, type: 'title', title })),
        page,
        property,
        call,
      );
    case 'rich_text':
      return listOf(
        value.rich_text.map((rich_text) => ({ ...item, type: 'rich_text', rich_text })),
        page,
        property,
        call,
      );
    case 'people': {
      const { workspace, capabilities } = call;
      const people = value.people.map((id) => memberObject(id, workspace.member(id), capabilities.readUsers));
      return listOf(
        people.map((person) => ({ ...item, type: 'people', people: person })),
        page,
        property,
        call,
      );
    }
    case 'status':
      return { ...item, type: 'status', status: optionObject(property, value.optionId) };
    case 'select':
      return { ...item, type: 'select', select: optionObject(property, value.optionId) };
    case 'multi_select':
      return { ...item, type: 'multi_select', multi_select: optionObjects(property, value.optionIds) };
    case 'date':
    case 'checkbox':
    case 'url':
    case 'number':
      return { ...item, ...value };
  }
}

/** The SDK's type knows no groups in a people property, which Notion sends. */
type Item =
  | PropertyItemObjectResponse
  | { object: 'property_item'; id: string; type: 'people'; people: object };

function listOf(items: Item[], page: StoredPage, property: PropertySchema, { query, origin }: Call): object {
  const numbered = items.map((item, index) => ({
    item,
    cursor: Buffer.from(`item-${index}`).toString('base64url'),
  }));
  const { results, next_cursor, has_more } = paginateQuery(numbered, ({ cursor }) => cursor, query);
  const id = encodeURIComponent(property.id);
  const next = new URL(`/v1/pages/${page.id}/properties/${id}`, origin);
  if (next_cursor !== null) next.searchParams.set('start_cursor', next_cursor);
  return {
    object: 'list',
    results: results.map(({ item }) => item),
    next_cursor,
    has_more,
    type: 'property_item',
    property_item: {
      id,
      next_url: next_cursor === null ? null : next.href,
      type: property.type,
      [property.type]: {},
    },
  } satisfies Omit<PropertyItemListResponse, 'results' | 'property_item'> & {
    results: Item[];
    property_item: object;
  };
}
