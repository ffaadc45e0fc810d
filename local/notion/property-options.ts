import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { invalid } from './errors.ts';
import type { PropertySchema, SelectConfig } from './model.ts';
import { isPropertyId } from './property-id.ts';

/** An option as a request names it. */
export const optionInputSchema = z.object({ id: z.optional(z.string()), name: z.optional(z.string()) });

type OptionInput = z.output<typeof optionInputSchema>;

export function optionsOf(property: PropertySchema): SelectConfig['options'] {
  switch (property.type) {
    case 'status':
      return property.status.options;
    case 'select':
      return property.select.options;
    case 'multi_select':
      return property.multi_select.options;
    default:
      return [];
  }
}

/** @throws {NotionError} 400 for an option that is not there */
export function knownOption(property: PropertySchema, wanted: OptionInput | null): string | null {
  if (!wanted) return null;
  const option = optionsOf(property).find((each) => isMeant(each, wanted));
  if (option) return option.id;
  const kind = property.type === 'status' ? 'Status' : 'Select';
  throw invalid(
    `Invalid ${kind.toLowerCase()} option. ${kind} option "${wanted.id ?? wanted.name}" does not exist in property "${property.name}".`,
  );
}

/**
 * The properties with the options that a request names and that are not there yet. Notion makes those of select
 * and multi-select properties by itself, and none of a status: https://developers.notion.com/reference/page-property-values
 *
 * @param input properties by name or id, not read yet
 * @throws {NotionError} 400 for a name that no option can have
 */
export function withNewOptions(
  properties: readonly PropertySchema[],
  input: Readonly<Record<string, unknown>>,
): PropertySchema[] {
  return properties.map((property) => {
    const names = newNames(property, input);
    return names.length > 0 ? withOptions(property, names) : property;
  });
}

const writtenSchema = z.object({
  select: z.nullish(optionInputSchema),
  multi_select: z.nullish(z.array(optionInputSchema)),
});

function newNames(property: PropertySchema, input: Readonly<Record<string, unknown>>): string[] {
  if (property.type !== 'select' && property.type !== 'multi_select') return [];
  const key = Object.keys(input).find((each) => each === property.name || isPropertyId(each, property.id));
  const value = key === undefined ? {} : input[key];
  const written = writtenSchema.safeParse(value).data; // what it should be is said where it is read
  const wanted = property.type === 'select' ? [written?.select] : (written?.multi_select ?? []);
  const names = wanted.flatMap((each) => (each && each.id === undefined ? (each.name ?? []) : []));
  return [...new Set(names)].filter((name) => !optionsOf(property).some((each) => each.name === name));
}

function withOptions(property: PropertySchema, names: readonly string[]): PropertySchema {
  const options = [...optionsOf(property), ...names.map(newOption)];
  switch (property.type) {
    case 'select':
      return { ...property, select: { options } };
    case 'multi_select':
      return { ...property, multi_select: { options } };
    default:
      return property;
  }
}

function newOption(name: string): SelectConfig['options'][number] {
  if (name.includes(',')) throw invalid(`Invalid select option, commas not allowed: ${name}`);
  return { id: randomUUID(), name, color: 'default', description: null };
}

function isMeant(option: { id: string; name: string }, { id, name }: OptionInput): boolean {
  return id === undefined ? option.name === name : option.id === id;
}
