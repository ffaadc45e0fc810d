import * as z from 'zod';
import { heldValue, propertiesOf } from '../notion/page-object.ts';
import type { SimulatedWorkspace } from '../notion/workspace.ts';

/** A request that cannot be done; the message says why, and what to send. */
export class EditError extends Error {
  override readonly name = 'EditError';
}

export const assignSchema = z.strictObject({
  pageId: z.string(),
  /** Ids of everybody who is to be assigned, not only of those who are new. */
  people: z.array(z.string()),
  /** Id of the person who edits. */
  author: z.string(),
});

export const newTaskSchema = z.strictObject({
  title: z.string().trim().min(1, 'give the task a title').max(2000),
  author: z.string(),
});

/** What an edit did that somebody is to be told of. */
export interface Assigned {
  pageId: string;
  /** Who is new, but for the author. */
  people: string[];
  /** When it began (ms). */
  at: number;
}

/**
 * Sets who is assigned to a page, as its author would by hand in Notion.
 *
 * @throws {EditError} for a page without a people property, or an author who is no person
 * @throws {NotionError} for a page or people whom the workspace does not know
 */
export function assign(
  workspace: SimulatedWorkspace,
  edit: z.output<typeof assignSchema>,
  now: number,
): Assigned {
  checkAuthor(workspace, edit.author);
  const page = workspace.page(edit.pageId);
  if (!page) throw new EditError(`there is no page ${edit.pageId}`);
  const property = propertiesOf(page, workspace).find(({ type }) => type === 'people');
  if (!property) throw new EditError('this page has no people property: choose one of the tasks');
  const value = heldValue(page, property);
  const before = new Set(value.type === 'people' ? value.people : []);
  workspace.editPage(edit.author, page.id, {
    [property.id]: { people: edit.people.map((id) => ({ id })) },
  });
  const isToBeTold = (id: string) => !before.has(id) && id !== edit.author;
  return { pageId: page.id, people: edit.people.filter(isToBeTold), at: now };
}

/** Adds a task to the first data source, with nobody assigned. Returns its id. */
export function createTask(workspace: SimulatedWorkspace, task: z.output<typeof newTaskSchema>): string {
  checkAuthor(workspace, task.author);
  const [dataSource] = workspace.dataSources();
  const title = dataSource?.properties.find(({ type }) => type === 'title');
  if (!dataSource || !title) throw new EditError('the workspace has no data source for tasks');
  const parent = { type: 'data_source', id: dataSource.id } as const;
  return workspace.createPage(task.author, parent, {
    [title.id]: { title: [{ text: { content: task.title } }] },
  }).id;
}

function checkAuthor({ member }: SimulatedWorkspace, id: string): void {
  const author = member(id);
  if (author?.object === 'user' && author.type === 'person') return;
  throw new EditError(`"author" must be the id of a person of the workspace, not "${id}"`);
}
