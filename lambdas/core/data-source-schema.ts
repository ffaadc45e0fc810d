import * as z from 'zod/mini';
import { decodePropertyId } from './ids.ts';

/** An option of a status, select or multi-select property. */
const optionSchema = z.object({
  name: z.string(),
  /** Name of its group, which only the options of a status have: Notion's own are To-do, In progress, Complete. */
  group: z.optional(z.string()),
});

const propertySchema = z.object({
  name: z.string(),
  /** Decoded. */
  id: z.string(),
  /** As Notion calls it: `status`, `multi_select`. */
  type: z.string(),
  /** Of the kinds that have some. */
  options: z.optional(z.array(optionSchema)),
});

/** The properties of a data source, as they are stored. */
export const dataSourceSchema = z.array(propertySchema);

export type SchemaOption = z.infer<typeof optionSchema>;
export type SchemaProperty = z.infer<typeof propertySchema>;
export type DataSourceSchema = SchemaProperty[];

const optionsSchema = z.optional(
  z.object({
    options: z.array(z.object({ id: z.string(), name: z.string() })),
    groups: z.optional(z.array(z.object({ name: z.string(), option_ids: z.array(z.string()) }))),
  }),
);

const answeredSchema = z.object({
  properties: z.record(
    z.string(),
    z.object({
      id: z.string(),
      type: z.string(),
      status: optionsSchema,
      select: optionsSchema,
      multi_select: optionsSchema,
    }),
  ),
});

/**
 * Of https://developers.notion.com/reference/data-source
 *
 * @throws {z.core.$ZodError} when it is no data source
 */
export function parseSchema(value: unknown): DataSourceSchema {
  const { properties } = z.parse(answeredSchema, value);
  return Object.entries(properties).map(([name, { id, type, status, select, multi_select }]) => {
    const choice = status ?? select ?? multi_select;
    return { name, id: decodePropertyId(id), type, ...(choice && { options: toOptions(choice) }) };
  });
}

function toOptions({ options, groups = [] }: NonNullable<z.infer<typeof optionsSchema>>): SchemaOption[] {
  return options.map(({ id, name }) => {
    const group = groups.find(({ option_ids }) => option_ids.includes(id));
    return { name, ...(group && { group: group.name }) };
  });
}
