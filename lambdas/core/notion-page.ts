import * as z from 'zod/mini';
import { parseId } from './ids.ts';
import {
  type PageProperty,
  type PropertyOfType,
  type PropertyType,
  parseProperties,
} from './page-properties.ts';

/** The part of a page that Pagebell looks at. */
export interface NotionPage {
  title: string;
  url: string;
  inTrash: boolean;
  /** Notion rounds it down to the minute. */
  createdAt: number | undefined;
  /** Rounded down, too. */
  editedAt?: number | undefined;
  dataSourceId: string | undefined;
  /** In the order in which Notion shows them. */
  properties: PageProperty[];
}

const pageSchema = z.object({
  id: z.string(),
  url: z.optional(z.nullable(z.string())),
  created_time: z.optional(z.string()),
  last_edited_time: z.optional(z.string()),
  in_trash: z.optional(z.boolean()),
  archived: z.optional(z.boolean()),
  parent: z.optional(z.object({ data_source_id: z.optional(z.string()) })),
  properties: z.optional(z.record(z.string(), z.unknown())),
});

/** @throws {z.core.$ZodError} when it is no page */
export function parsePage(value: unknown): NotionPage {
  const page = z.parse(pageSchema, value);
  const created = Date.parse(page.created_time ?? '');
  const edited = Date.parse(page.last_edited_time ?? '');
  return {
    ...parseProperties(page.properties ?? {}),
    url: page.url || `https://www.notion.so/${page.id.replaceAll('-', '')}`,
    inTrash: page.in_trash ?? page.archived ?? false,
    createdAt: Number.isNaN(created) ? undefined : created,
    ...(Number.isNaN(edited) ? {} : { editedAt: edited }),
    dataSourceId: parseId(page.parent?.data_source_id),
  };
}

/** The page's properties of these types. */
export function propertiesOfType<Type extends PropertyType>(
  { properties }: Pick<NotionPage, 'properties'>,
  ...types: readonly Type[]
): PropertyOfType<Type>[] {
  const isWanted = (property: PageProperty): property is PropertyOfType<Type> =>
    types.some((type) => type === property.type);
  return properties.filter(isWanted);
}

/** The page's property of that name, if it is of one of these types. */
export function propertyNamed<Type extends PropertyType>(
  page: Pick<NotionPage, 'properties'>,
  name: string,
  ...types: readonly Type[]
): PropertyOfType<Type> | undefined {
  return propertiesOfType(page, ...types).find((property) => property.name === name);
}

/** Why nothing tells whose a page is: it has no people property, or several, of other names. */
export type Ownerless = 'none' | 'several';

/** Undefined: `assigneePropertyOf` tells. */
export function ownerlessOf(page: NotionPage, name: string): Ownerless | undefined {
  if (assigneePropertyOf(page, name)) return undefined;
  return propertiesOfType(page, 'people').length === 0 ? 'none' : 'several';
}

/** The people property that holds the assignees: the one of that name, else the only one. */
export function assigneePropertyOf(page: NotionPage, name: string): PropertyOfType<'people'> | undefined {
  const [first, ...others] = propertiesOfType(page, 'people');
  return propertyNamed(page, name, 'people') ?? (others.length === 0 ? first : undefined);
}
