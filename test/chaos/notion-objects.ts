import { ASSIGNEE_PROPERTY, type Person } from './cast.ts';
import { minuteOf, type WrittenProperties } from './notion-shapes.ts';
import type { DueForm, Status, Values } from './page-values.ts';

export interface NotionPageModel {
  id: string;
  title: string;
  /** Ids. */
  assignees: string[];
  values: Values;
  /** How Notion writes the due date down. */
  dueForm: DueForm;
  points: number | null;
  /** To a page in the other workspace. */
  link: string | null;
  createdAt: number;
  editedAt: number;
  inTrash: boolean;
}

/** Where pages are, and how they show their values there. */
export interface DataSourceModel {
  id: string;
  schema: object;
  propertiesOf(page: NotionPageModel): object;
  /** The status that is written into a page. */
  statusIn(properties: WrittenProperties): Status | undefined;
}

/** By id. */
type People = ReadonlyMap<string, Person>;

const MOST_SHOWN = 25;

export function pageObject(page: NotionPageModel, people: People, dataSource: DataSourceModel): object {
  const { id, title, assignees, createdAt, editedAt, inTrash } = page;
  return {
    object: 'page',
    id,
    url: `https://www.notion.so/${id.replaceAll('-', '')}`,
    created_time: minuteOf(createdAt),
    last_edited_time: minuteOf(editedAt),
    in_trash: inTrash,
    parent: { type: 'data_source_id', data_source_id: dataSource.id },
    properties: {
      Name: { id: 'title', type: 'title', title: [{ plain_text: title }] },
      ...dataSource.propertiesOf(page),
      Assignee: {
        id: encodeURIComponent(ASSIGNEE_PROPERTY),
        type: 'people',
        people: assignees.slice(0, MOST_SHOWN).map((one) => shownUser(one, people)),
      },
    },
  };
}

/** A cursor names the next one, so that who is removed meanwhile does not hide another. */
export function assigneeItems(page: NotionPageModel, propertyId: string, url: URL, people: People): object {
  if (propertyId !== ASSIGNEE_PROPERTY) throw new Error(`no property ${propertyId}`);
  const cursor = url.searchParams.get('start_cursor');
  const start = cursor === null ? 0 : Math.max(0, page.assignees.indexOf(cursor));
  const next = page.assignees[start + MOST_SHOWN];
  return {
    object: 'list',
    results: page.assignees
      .slice(start, start + MOST_SHOWN)
      .map((id) => ({ object: 'property_item', type: 'people', people: shownUser(id, people) })),
    has_more: next !== undefined,
    next_cursor: next ?? null,
  };
}

export function userObject({ id, name, email }: Person): object {
  return { object: 'user', id, type: 'person', name, person: email === undefined ? {} : { email } };
}

/** As a page shows somebody. */
function shownUser(id: string, people: People): object {
  const person = people.get(id);
  return person && !person.isPartial ? userObject(person) : { object: 'user', id };
}
