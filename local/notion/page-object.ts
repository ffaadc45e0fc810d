import type { PageObjectResponse } from '@notionhq/client';
import {
  type Capabilities,
  type DataSource,
  type Member,
  PLAIN_PAGE_PROPERTIES,
  type PropertySchema,
  type PropertyValue,
  type StoredPage,
  titleOf,
} from './model.ts';
import { isPropertyId } from './property-id.ts';
import { optionsOf } from './property-options.ts';
import { memberObject, partialUser } from './user-object.ts';
import { isBefore, type NotionVersion } from './versions.ts';

type PropertyObject = PageObjectResponse['properties'][string];
/** `archived` went away with version 2026-03-11. */
type PageObject = Omit<PageObjectResponse, 'archived'> & { archived?: boolean };

/** References that a page shows of one property: https://developers.notion.com/reference/retrieve-a-page */
const MOST_REFERENCES = 25;

/** What an answer depends on besides the page. */
export interface View {
  version: NotionVersion;
  readUsers: Capabilities['readUsers'];
  member(id: string): Member | undefined;
  dataSource(id: string): DataSource | undefined;
}

/** @param only ids of the properties to show; all if there are none */
export function pageObject(page: StoredPage, view: View, only: readonly string[] = []): PageObject {
  const properties = propertiesOf(page, view).filter(
    ({ id }) => only.length === 0 || only.some((wanted) => isPropertyId(wanted, id)),
  );
  return {
    object: 'page',
    id: page.id,
    created_time: toMinute(page.createdAt),
    last_edited_time: toMinute(page.editedAt),
    created_by: partialUser(page.createdBy),
    last_edited_by: partialUser(page.editedBy),
    cover: null,
    icon: null,
    parent: parentObject(page, view),
    in_trash: page.inTrash,
    ...(isBefore(view.version, '2026-03-11') && { archived: page.inTrash }),
    is_archived: false,
    is_locked: false,
    properties: Object.fromEntries(
      properties.map((property) => [
        property.name,
        propertyObject(property, heldValue(page, property), view),
      ]),
    ),
    url: urlOf(page),
    public_url: null,
  };
}

export function propertiesOf(
  page: Pick<StoredPage, 'parent'>,
  view: Pick<View, 'dataSource'>,
): readonly PropertySchema[] {
  if (page.parent.type !== 'data_source') return PLAIN_PAGE_PROPERTIES;
  return view.dataSource(page.parent.id)?.properties ?? PLAIN_PAGE_PROPERTIES;
}

export function heldValue(page: StoredPage, property: PropertySchema): PropertyValue {
  return page.values[property.id] ?? emptyValue(property.type);
}

export function emptyValue(type: PropertySchema['type']): PropertyValue {
  switch (type) {
    case 'title':
      return { type, title: [] };
    case 'rich_text':
      return { type, rich_text: [] };
    case 'people':
      return { type, people: [] };
    case 'status':
    case 'select':
      return { type, optionId: null };
    case 'multi_select':
      return { type, optionIds: [] };
    case 'checkbox':
      return { type, checkbox: false };
    case 'url':
      return { type, url: null };
    case 'number':
      return { type, number: null };
    case 'date':
      return { type, date: null };
  }
}

function propertyObject(property: PropertySchema, value: PropertyValue, view: View): PropertyObject {
  const id = encodeURIComponent(property.id);
  switch (value.type) {
    case 'title':
    case 'rich_text':
    case 'date':
    case 'checkbox':
    case 'url':
    case 'number':
      return { id, ...value };
    case 'people': {
      const shown = value.people.slice(0, MOST_REFERENCES);
      return {
        id,
        type: 'people',
        people: shown.map((who) => memberObject(who, view.member(who), view.readUsers)),
      };
    }
    case 'status':
      return { id, type: 'status', status: optionObject(property, value.optionId) };
    case 'select':
      return { id, type: 'select', select: optionObject(property, value.optionId) };
    case 'multi_select':
      return { id, type: 'multi_select', multi_select: optionObjects(property, value.optionIds) };
  }
}

/** The option as a page shows it. */
export function optionObject(property: PropertySchema, optionId: string | null) {
  const option = optionsOf(property).find(({ id }) => id === optionId);
  return option ? { id: option.id, name: option.name, color: option.color } : null;
}

export function optionObjects(property: PropertySchema, optionIds: readonly string[]) {
  return optionIds.flatMap((optionId) => optionObject(property, optionId) ?? []);
}

function parentObject({ parent }: StoredPage, view: View): PageObjectResponse['parent'] {
  if (parent.type === 'workspace') return { type: 'workspace', workspace: true };
  if (parent.type === 'page') return { type: 'page_id', page_id: parent.id };
  const database_id = view.dataSource(parent.id)?.databaseId ?? parent.id;
  if (isBefore(view.version, '2025-09-03')) return { type: 'database_id', database_id };
  return { type: 'data_source_id', data_source_id: parent.id, database_id };
}

function urlOf(page: StoredPage): string {
  const words = titleOf(page).match(/[A-Za-z0-9]+/g) ?? [];
  return `https://www.notion.so/${[...words, page.id.replaceAll('-', '')].join('-')}`;
}

/** Notion rounds the times of its objects down to the minute. */
export function toMinute(ms: number): string {
  return new Date(Math.floor(ms / 60_000) * 60_000).toISOString();
}
