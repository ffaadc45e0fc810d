import * as z from 'zod/mini';
import { parseId } from './ids.ts';
import type { Assignee } from './page-record.ts';

/** Somebody in a people property, or a user of the API. */
export type NotionUser = Assignee;

export const userSchema = z.object({
  id: z.string(),
  object: z.optional(z.string()),
  type: z.optional(z.nullable(z.string())),
  name: z.optional(z.nullable(z.string())),
});

/** @throws {z.core.$ZodError} when it is no user */
export function parseUser(value: unknown): NotionUser {
  return toUser(z.parse(userSchema, value));
}

export function toUser({ id, object, type, name }: z.infer<typeof userSchema>): NotionUser {
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
