import * as z from 'zod';
import type { Call, Endpoint } from './call.ts';
import { notFound } from './errors.ts';
import type { PageParent, StoredPage } from './model.ts';
import { pageObject, type View } from './page-object.ts';
import type { PropertyInput } from './property-input.ts';
import { retrieveProperty } from './property-items.ts';
import { failed, validate, validateId } from './validate.ts';
import { isBefore } from './versions.ts';

/** https://developers.notion.com/reference/page and its neighbours */
export const pageEndpoints: readonly Endpoint[] = [
  {
    operation: 'pages.create',
    method: 'POST',
    path: '/v1/pages',
    needs: 'insertContent',
    handle: createPage,
  },
  {
    operation: 'pages.retrieve',
    method: 'GET',
    path: '/v1/pages/:id',
    needs: 'readContent',
    handle: retrievePage,
  },
  {
    operation: 'pages.update',
    method: 'PATCH',
    path: '/v1/pages/:id',
    needs: 'updateContent',
    handle: updatePage,
  },
  {
    operation: 'pages.properties.retrieve',
    method: 'GET',
    path: '/v1/pages/:id/properties/:property',
    needs: 'readContent',
    handle: (call) => retrieveProperty(findPage(call), call),
  },
];

export function viewOf({ workspace, version, capabilities }: Call): View {
  const { member, dataSource } = workspace;
  return { version, readUsers: capabilities.readUsers, member, dataSource };
}

function retrievePage(call: Call): object {
  return pageObject(findPage(call), viewOf(call), call.query.getAll('filter_properties'));
}

const updateSchema = z.strictObject({
  properties: z.optional(z.looseObject({})),
  in_trash: z.optional(z.boolean()),
  archived: z.optional(z.boolean()),
});

function updatePage(call: Call): object {
  const { properties, in_trash, archived } = validate(updateSchema, call.body, 'body');
  if (archived !== undefined && !isBefore(call.version, '2026-03-11')) {
    throw failed('body', 'body.archived should be not present', archived);
  }
  const { id } = findPage(call);
  const inTrash = in_trash ?? archived;
  // Parsed by the workspace, against the properties that the page has.
  const { bot } = call.workspace.identity;
  if (properties) call.workspace.editPage(bot, id, properties as PropertyInput);
  if (inTrash !== undefined) call.workspace.setTrash(bot, id, inTrash);
  return pageObject(findPage(call), viewOf(call));
}

const parentSchema = z.object({
  page_id: z.optional(z.string()),
  database_id: z.optional(z.string()),
  data_source_id: z.optional(z.string()),
  workspace: z.optional(z.literal(true)),
});
const createSchema = z.strictObject({ parent: parentSchema, properties: z.optional(z.looseObject({})) });

function createPage(call: Call): object {
  const { parent, properties } = validate(createSchema, call.body, 'body');
  // Parsed by the workspace, against the properties that the parent asks for.
  const input = properties as PropertyInput | undefined;
  const { workspace } = call;
  const page = workspace.createPage(workspace.identity.bot, toParent(parent, call), input);
  return pageObject(page, viewOf(call));
}

function toParent(parent: z.output<typeof parentSchema>, { workspace }: Call): PageParent {
  const idOf = (name: 'page_id' | 'data_source_id' | 'database_id') =>
    validateId(parent[name], 'body', `parent.${name}`);
  if (parent.workspace) return { type: 'workspace' };
  if (parent.page_id !== undefined) return { type: 'page', id: idOf('page_id') };
  if (parent.data_source_id !== undefined) return { type: 'data_source', id: idOf('data_source_id') };
  const databaseId = idOf('database_id');
  const [first, ...others] = workspace.dataSources().filter((source) => source.databaseId === databaseId);
  if (!first) throw notFound('database', databaseId);
  if (others.length > 0) throw failed('body', 'body.parent.data_source_id should be defined');
  return { type: 'data_source', id: first.id };
}

function findPage({ workspace, params }: Call): StoredPage {
  const id = validateId(params['id'], 'path', 'page_id');
  const page = workspace.page(id);
  if (!page) throw notFound('page', id);
  return page;
}
