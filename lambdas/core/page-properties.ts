import * as z from 'zod/mini';
import { decodePropertyId } from './ids.ts';
import { type NotionUser, toUser, userSchema } from './notion-user.ts';
import type { DueDate } from './page-record.ts';

/** Notion shows no more references of a property with its page. */
export const MOST_SHOWN_PEOPLE = 25;

/** What a page holds in a property, of the kinds that rules can ask for. */
export type PropertyValue =
  /** At most `MOST_SHOWN_PEOPLE`: then the property must be paged through. */
  | { type: 'people'; people: NotionUser[] }
  | { type: 'date'; date: DueDate | null }
  /** Name of the option. */
  | { type: 'status'; option: string | null }
  | { type: 'select'; option: string | null }
  /** Names of the options. */
  | { type: 'multi_select'; options: string[] }
  | { type: 'checkbox'; isChecked: boolean }
  | { type: 'url'; url: string | null }
  | { type: 'number'; number: number | null }
  /** Without its marks. */
  | { type: 'rich_text'; text: string };

/** The id is decoded. */
export type PageProperty = { name: string; id: string } & PropertyValue;
export type PropertyType = PageProperty['type'];
export type PropertyOfType<Type extends PropertyType> = Extract<PageProperty, { type: Type }>;

const optionSchema = z.object({ name: z.string() });

const dateSchema = z.object({
  start: z.string(),
  end: z.optional(z.nullable(z.string())),
  time_zone: z.optional(z.nullable(z.string())),
});

const textSchema = z.array(
  z.object({
    plain_text: z.optional(z.string()),
    text: z.optional(z.object({ content: z.optional(z.string()) })),
  }),
);

const propertySchema = z.object({
  id: z.optional(z.string()),
  type: z.optional(z.string()),
  title: z.optional(textSchema),
  people: z.optional(z.array(userSchema)),
  date: z.optional(z.nullable(dateSchema)),
  status: z.optional(z.nullable(optionSchema)),
  select: z.optional(z.nullable(optionSchema)),
  multi_select: z.optional(z.array(optionSchema)),
  checkbox: z.optional(z.boolean()),
  url: z.optional(z.nullable(z.string())),
  number: z.optional(z.nullable(z.number())),
  rich_text: z.optional(textSchema),
});

type Answered = z.infer<typeof propertySchema>;

/**
 * What a page shows, by the names of its properties. Those of kinds that nobody asks for are not looked at, and
 * neither are those that are not what their kind should be.
 */
export function parseProperties(properties: Readonly<Record<string, unknown>>): {
  title: string;
  properties: PageProperty[];
} {
  const answered = Object.entries(properties).flatMap(([name, property]) => {
    const parsed = z.safeParse(propertySchema, property);
    return parsed.success ? [{ name, property: parsed.data }] : [];
  });
  const title = answered.find(
    ({ property: { type, title } }) => type === 'title' || (type === undefined && title),
  );
  return {
    title: plainText(title?.property.title ?? []),
    properties: answered.flatMap(({ name, property }) => {
      const value = toValue(property);
      return value ? [{ name, id: decodePropertyId(property.id ?? name), ...value }] : [];
    }),
  };
}

/** Each kind has its value under its own name. */
function toValue(property: Answered): PropertyValue | undefined {
  const { people, date, status, select, multi_select, checkbox, url, number, rich_text } = property;
  if (people) return { type: 'people', people: people.map(toUser) };
  if (date !== undefined) return { type: 'date', date: date && toDueDate(date) };
  if (status !== undefined) return { type: 'status', option: status?.name ?? null };
  if (select !== undefined) return { type: 'select', option: select?.name ?? null };
  if (multi_select) return { type: 'multi_select', options: multi_select.map(({ name }) => name) };
  if (checkbox !== undefined) return { type: 'checkbox', isChecked: checkbox };
  if (url !== undefined) return { type: 'url', url };
  if (number !== undefined) return { type: 'number', number };
  return rich_text && { type: 'rich_text', text: plainText(rich_text) };
}

function plainText(parts: z.infer<typeof textSchema>): string {
  return parts.map(({ plain_text, text }) => plain_text ?? text?.content ?? '').join('');
}

function toDueDate({ start, end, time_zone }: z.infer<typeof dateSchema>): DueDate {
  return { start, ...(end && { end }), ...(time_zone && { timeZone: time_zone }) };
}
