import * as z from 'zod';
import { invalid } from './errors.ts';
import type { PropertySchema, PropertyValue, StoredPage } from './model.ts';
import { heldValue } from './page-object.ts';
import { isPropertyId } from './property-id.ts';
import { optionsOf } from './property-options.ts';

const optionConditionSchema = z.union([
  z.strictObject({ does_not_equal: z.string() }),
  z.strictObject({ is_empty: z.literal(true) }),
]);

const singleSchema = z.union([
  z.strictObject({ property: z.string(), date: z.strictObject({ before: z.iso.date() }) }),
  z.strictObject({ property: z.string(), status: optionConditionSchema }),
  z.strictObject({ property: z.string(), select: optionConditionSchema }),
]);

/** Of https://developers.notion.com/reference/filter-data-source-entries as much as Pagebell asks for. */
export const propertyFilterSchema = z.strictObject({
  and: z.array(z.union([singleSchema, z.strictObject({ or: z.array(singleSchema) })])),
});

type Filter = z.output<typeof propertyFilterSchema>;
type Single = z.output<typeof singleSchema>;

/** @throws {NotionError} 400 for a property that is not there, or is of another type */
export function matchesProperties(
  page: StoredPage,
  { and }: Filter,
  properties: readonly PropertySchema[],
): boolean {
  const meets = (single: Single) => matches(page, single, properties);
  return and.every((part) => ('or' in part ? part.or.map(meets).includes(true) : meets(part)));
}

/** What a page is sorted by: the begin of its date; without one it comes last. */
export function sortKeyOf(page: StoredPage, name: string, properties: readonly PropertySchema[]): string {
  const value = heldIn(page, name, 'date', properties);
  return (value.type === 'date' && value.date?.start) || LAST;
}

/** After every date. */
const LAST = '9999-99-99';

/** Whether Notion takes an empty value to be unequal is not documented: here it does not. */
function matches(page: StoredPage, single: Single, properties: readonly PropertySchema[]): boolean {
  if ('date' in single) {
    const value = heldIn(page, single.property, 'date', properties);
    return value.type === 'date' && value.date !== null && value.date.start.slice(0, 10) < single.date.before;
  }
  const [type, condition] =
    'status' in single ? (['status', single.status] as const) : (['select', single.select] as const);
  const property = find(single.property, type, properties);
  const value = heldValue(page, property);
  const optionId = value.type === 'status' || value.type === 'select' ? value.optionId : null;
  const option = optionsOf(property).find(({ id }) => id === optionId);
  return 'is_empty' in condition ? !option : option !== undefined && option.name !== condition.does_not_equal;
}

function heldIn(
  page: StoredPage,
  name: string,
  type: PropertySchema['type'],
  properties: readonly PropertySchema[],
): PropertyValue {
  return heldValue(page, find(name, type, properties));
}

function find(
  name: string,
  type: PropertySchema['type'],
  properties: readonly PropertySchema[],
): PropertySchema {
  const property = properties.find((each) => each.name === name || isPropertyId(name, each.id));
  if (!property) throw invalid(`Could not find property with name or id: ${name}`);
  if (property.type !== type)
    throw invalid(`database property ${property.type} does not match filter ${type}`);
  return property;
}
