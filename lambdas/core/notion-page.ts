import * as z from 'zod/mini';
import { decodePropertyId, parseId } from './ids.ts';
import type { Assignee, DueDate } from './page-record.ts';

/** Somebody in a people property, or a user of the API. */
export type NotionUser = Assignee;

/** Notion shows no more references of a property with its page. */
export const MOST_SHOWN_PEOPLE = 25;

export interface PeopleProperty {
  name: string;
  /** Decoded. */
  id: string;
  /** At most `MOST_SHOWN_PEOPLE`: then the property must be paged through. */
  people: NotionUser[];
}

export interface DateProperty {
  name: string;
  /** Decoded. */
  id: string;
  date: DueDate | null;
}

/** Of the kind `status` or `select`. */
export interface StatusProperty {
  name: string;
  /** Decoded. */
  id: string;
  /** Name of the option. */
  status: string | null;
}

/** The part of a page that Pagebell looks at. */
export interface NotionPage {
  title: string;
  url: string;
  inTrash: boolean;
  /** Notion rounds it down to the minute. */
  createdAt: number | undefined;
  dataSourceId: string | undefined;
  peopleProperties: PeopleProperty[];
  dateProperties: DateProperty[];
  statusProperties: StatusProperty[];
}

const userSchema = z.object({
  id: z.string(),
  object: z.optional(z.string()),
  type: z.optional(z.nullable(z.string())),
  name: z.optional(z.nullable(z.string())),
});

const optionSchema = z.nullable(z.object({ name: z.string() }));

const dateSchema = z.object({
  start: z.string(),
  end: z.optional(z.nullable(z.string())),
  time_zone: z.optional(z.nullable(z.string())),
});

const propertySchema = z.object({
  id: z.optional(z.string()),
  type: z.optional(z.string()),
  title: z.optional(
    z.array(
      z.object({
        plain_text: z.optional(z.string()),
        text: z.optional(z.object({ content: z.optional(z.string()) })),
      }),
    ),
  ),
  people: z.optional(z.array(userSchema)),
  date: z.optional(z.nullable(dateSchema)),
  status: z.optional(optionSchema),
  select: z.optional(optionSchema),
});

const pageSchema = z.object({
  id: z.string(),
  url: z.optional(z.nullable(z.string())),
  created_time: z.optional(z.string()),
  in_trash: z.optional(z.boolean()),
  archived: z.optional(z.boolean()),
  parent: z.optional(z.object({ data_source_id: z.optional(z.string()) })),
  properties: z.optional(z.record(z.string(), z.unknown())),
});

/** @throws {z.core.$ZodError} when it is no page. Properties of kinds that nobody asks for are not looked at. */
export function parsePage(value: unknown): NotionPage {
  const page = z.parse(pageSchema, value);
  const properties = Object.entries(page.properties ?? {}).flatMap(([name, property]) => {
    const parsed = z.safeParse(propertySchema, property);
    return parsed.success ? [{ name, ...parsed.data }] : [];
  });
  const title = properties.find(({ type, title }) => type === 'title' || (type === undefined && title));
  const created = Date.parse(page.created_time ?? '');
  return {
    title: (title?.title ?? []).map(({ plain_text, text }) => plain_text ?? text?.content ?? '').join(''),
    url: page.url || `https://www.notion.so/${page.id.replaceAll('-', '')}`,
    inTrash: page.in_trash ?? page.archived ?? false,
    createdAt: Number.isNaN(created) ? undefined : created,
    dataSourceId: parseId(page.parent?.data_source_id),
    peopleProperties: properties.flatMap(({ name, id, people }) =>
      people ? [{ name, id: decodePropertyId(id ?? name), people: people.map(toUser) }] : [],
    ),
    dateProperties: properties.flatMap(({ name, id, date }) =>
      date === undefined ? [] : [{ name, id: decodePropertyId(id ?? name), date: date && toDueDate(date) }],
    ),
    statusProperties: properties.flatMap(({ name, id, status, select }) => {
      const option = status === undefined ? select : status;
      return option === undefined
        ? []
        : [{ name, id: decodePropertyId(id ?? name), status: option?.name ?? null }];
    }),
  };
}

/** @throws {z.core.$ZodError} when it is no user */
export function parseUser(value: unknown): NotionUser {
  return toUser(z.parse(userSchema, value));
}

function toDueDate({ start, end, time_zone }: z.infer<typeof dateSchema>): DueDate {
  return { start, ...(end && { end }), ...(time_zone && { timeZone: time_zone }) };
}

function toUser({ id, object, type, name }: z.infer<typeof userSchema>): NotionUser {
  return {
    id: parseId(id) ?? id,
    kind: kindOf(object, type, name),
    ...(name && { name }),
  };
}

/** Elements of a people property may be partial: then nothing but the id is known. */
function kindOf(object: string | undefined, type: unknown, name: unknown): NotionUser['kind'] {
  if (object === 'group') return 'group';
  if (type === 'bot' || type === 'agent') return 'bot';
  return type === 'person' || name ? 'person' : 'unknown';
}

/** The people property that holds the assignees: the one of that name, else the only one. */
export function assigneePropertyOf(page: NotionPage, name: string): PeopleProperty | undefined {
  const [first, ...others] = page.peopleProperties;
  return (
    page.peopleProperties.find((property) => property.name === name) ??
    (others.length === 0 ? first : undefined)
  );
}
