import * as z from 'zod/mini';

const dateSchema = z.object({
  start: z.string(),
  end: z.optional(z.string()),
  timeZone: z.optional(z.string()),
});

/**
 * A property's value in the form that both sides share, with options called as on the `to` side: text, a name
 * or an address; names in alphabetical order; null where there is none.
 */
const valueSchema = z.union([z.null(), z.string(), z.number(), z.boolean(), z.array(z.string()), dateSchema]);

const valuesSchema = z.record(z.string(), valueSchema);

/** What a page's record keeps of a mirror. Properties go by their names on the `from` side. */
export const sideSchema = z.object({
  /** The page on the other side. Absent where none is known. */
  partner: z.optional(z.string()),
  /** What the link of the `from` side held when it was read. */
  link: z.optional(z.string()),
  values: valuesSchema,
  /** When Notion says that the page was edited at the first reading of the value (ms; whole minutes). */
  changedAt: z.record(z.string(), z.number()),
  /** On the `to` side: what both were last found, or made, to be. */
  base: z.optional(valuesSchema),
  /** What Pagebell is about to write here, or may have written: kept until that is known. */
  writing: z.optional(valuesSchema),
  /** On the `to` side: it could not be seen when it was last to be read, or lay elsewhere. */
  isAway: z.optional(z.boolean()),
});

export type MirrorValue = z.infer<typeof valueSchema>;
export type Values = Readonly<Record<string, MirrorValue>>;
export type KnownSide = z.infer<typeof sideSchema>;
