import { ASSIGNEE_PROPERTY, DATA_SOURCE, type Person } from './cast.ts';
import { minuteOf } from './notion-shapes.ts';
import { type DueForm, propertiesOf } from './notion-values.ts';
import type { Values } from './page-values.ts';

export interface NotionPageModel {
  id: string;
  title: string;
  /** Ids. */
  assignees: string[];
  values: Values;
  /** How Notion writes the due date down. */
  dueForm: DueForm;
  createdAt: number;
  editedAt: number;
  inTrash: boolean;
}

/** By id. */
type People = ReadonlyMap<string, Person>;

const MOST_SHOWN = 25;

export function pageObject(page: NotionPageModel, people: People): object {
  const { id, title, assignees, values, dueForm, createdAt, editedAt, inTrash } = page;
  return {
    object: 'page',
    id,
    url: `https://www.notion.so/${id.replaceAll('-', '')}`,
    created_time: minuteOf(createdAt),
    last_edited_time: minuteOf(editedAt),
    in_trash: inTrash,
    parent: { type: 'data_source_id', data_source_id: DATA_SOURCE },
    properties: {
      Name: { id: 'title', type: 'title', title: [{ plain_text: title }] },
      ...propertiesOf(values, dueForm),
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
