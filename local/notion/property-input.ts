import type { UpdatePageParameters } from '@notionhq/client';
import * as z from 'zod';
import { canonicalId } from '../../lambdas/core/ids.ts';
import { invalid } from './errors.ts';
import type { Member, PropertySchema, PropertyValue } from './model.ts';
import { isPropertyId } from './property-id.ts';
import { knownOption, optionInputSchema } from './property-options.ts';
import { richTextSchema, toRichText } from './rich-text.ts';
import { failed, validate } from './validate.ts';

/** Properties by name or id, as in the body of a request that writes a page. */
export type PropertyInput = NonNullable<UpdatePageParameters['properties']>;

type FindMember = (id: string) => Member | undefined;

/** https://developers.notion.com/reference/request-limits#size-limits */
const MOST_PEOPLE = 100;
const MOST_OPTIONS = 100;
const MOST_CHARACTERS = 2000;

const inputSchema = z.record(z.string(), z.looseObject({}));

/**
 * Reads what a request writes into a page.
 *
 * @returns values by bare property id
 * @throws {NotionError} 400 for an unknown property, a value of another type, or people nobody knows
 */
export function parseProperties(
  input: unknown,
  properties: readonly PropertySchema[],
  member: FindMember,
): Record<string, PropertyValue> {
  const values = Object.entries(validate(inputSchema, input, 'body', ['properties']));
  return Object.fromEntries(
    values.map(([key, value]) => {
      const property = properties.find(({ id, name }) => name === key || isPropertyId(key, id));
      if (!property) throw invalid(`${key} is not a property that exists.`);
      if (!(property.type in value)) throw invalid(`${key} is expected to be ${property.type}.`);
      return [property.id, parseValue(property, key, value, member)];
    }),
  );
}

function parseValue(
  property: PropertySchema,
  key: string,
  value: unknown,
  member: FindMember,
): PropertyValue {
  const path = `properties.${key}.${property.type}`;
  const read = <Schema extends z.ZodType>(schema: Schema) =>
    validate(schema, value, 'body', ['properties', key]);
  switch (property.type) {
    case 'title':
      return { type: 'title', title: toRichText(read(titleSchema).title, member, path) };
    case 'rich_text':
      return { type: 'rich_text', rich_text: toRichText(read(textSchema).rich_text, member, path) };
    case 'people':
      return {
        type: 'people',
        people: read(peopleSchema).people.map(({ id }) => memberId(id, member, path)),
      };
    case 'date':
      return { type: 'date', date: dateOf(read(dateSchema).date) };
    case 'checkbox':
      return { type: 'checkbox', checkbox: read(checkboxSchema).checkbox };
    case 'url':
      return { type: 'url', url: read(urlSchema).url };
    case 'number':
      return { type: 'number', number: read(numberSchema).number };
    case 'status':
      return { type: 'status', optionId: knownOption(property, read(statusSchema).status) };
    case 'select':
      return { type: 'select', optionId: knownOption(property, read(selectSchema).select) };
    case 'multi_select': {
      const wanted = read(multiSelectSchema).multi_select;
      return { type: 'multi_select', optionIds: wanted.flatMap((each) => knownOption(property, each) ?? []) };
    }
  }
}

const titleSchema = z.object({ title: richTextSchema });
const textSchema = z.object({ rich_text: richTextSchema });
const peopleSchema = z.object({ people: z.array(z.object({ id: z.string() })).max(MOST_PEOPLE) });
const daySchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const dateSchema = z.object({
  date: z.nullable(
    z.object({
      start: daySchema,
      end: z.optional(z.nullable(daySchema)),
      time_zone: z.optional(z.nullable(z.string())),
    }),
  ),
});
const checkboxSchema = z.object({ checkbox: z.boolean() });
const urlSchema = z.object({ url: z.nullable(z.string().min(1).max(MOST_CHARACTERS)) });
const numberSchema = z.object({ number: z.nullable(z.number()) });
const statusSchema = z.object({ status: z.nullable(optionInputSchema) });
const selectSchema = z.object({ select: z.nullable(optionInputSchema) });
const multiSelectSchema = z.object({ multi_select: z.array(optionInputSchema).max(MOST_OPTIONS) });

function memberId(id: string, member: FindMember, path: string): string {
  const known = member(canonicalId(id) ?? id);
  if (!known) throw failed('body', `body.${path} should hold only users of this workspace`, id);
  return known.id;
}

function dateOf(date: z.output<typeof dateSchema>['date']) {
  return date && { start: date.start, end: date.end ?? null, time_zone: date.time_zone ?? null };
}
