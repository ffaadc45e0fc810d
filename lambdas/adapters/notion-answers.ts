import * as z from 'zod/mini';
import { parseId } from '../core/ids.ts';
import { parsePage } from '../core/notion-page.ts';
import { parseUser } from '../core/notion-user.ts';
import type { FoundComment, QueriedPage, QueriedPages } from '../core/ports/notion.ts';

// What Notion answers, as far as Pagebell looks at it. Each throws a ZodError for anything else.

const pagingSchema = z.object({
  has_more: z.optional(z.boolean()),
  next_cursor: z.optional(z.nullable(z.string())),
});

/** Where the next page of a list begins, if there is one. */
function parseNext(value: unknown): { next?: string } {
  const { has_more, next_cursor } = z.parse(pagingSchema, value);
  return has_more && next_cursor ? { next: next_cursor } : {};
}

const peopleSchema = z.object({ results: z.array(z.object({ people: z.optional(z.unknown()) })) });

export function parsePeople(value: unknown) {
  const { results } = z.parse(peopleSchema, value);
  const users = results.flatMap(({ people }) => (people === undefined ? [] : [parseUser(people)]));
  return { users, ...parseNext(value) };
}

const emailSchema = z.object({
  person: z.optional(z.nullable(z.object({ email: z.optional(z.nullable(z.string())) }))),
});

/** Notion shows it only to connections that may see it. */
export function parseEmail(user: unknown): string | undefined {
  return z.parse(emailSchema, user).person?.email || undefined;
}

const queriedSchema = z.object({
  results: z.array(z.object({ id: z.string(), last_edited_time: z.string() })),
  request_status: z.optional(z.object({ type: z.string() })),
});

/** A query is cut off at 10,000 rows: then its last page is `incomplete`. */
export function parseQueried(value: unknown): QueriedPages {
  const { results, request_status } = z.parse(queriedSchema, value);
  const pages = z.parse(z.object({ results: z.array(z.unknown()) }), value).results.map(parsePage);
  const rows = results.flatMap(({ id, last_edited_time }, index): QueriedPage[] => {
    const page = pages[index];
    return page ? [{ id: parseId(id) ?? id, editedAt: Date.parse(last_edited_time), page }] : [];
  });
  return { rows, isCutOff: request_status?.type === 'incomplete', ...parseNext(value) };
}

const foundSchema = z.object({ results: z.array(z.object({ id: z.string() })) });

export function parseFound(value: unknown) {
  const ids = z.parse(foundSchema, value).results.map(({ id }) => parseId(id) ?? id);
  return { ids, ...parseNext(value) };
}

const commentsSchema = z.object({
  results: z.array(
    z.object({
      created_by: z.optional(z.object({ id: z.string() })),
      rich_text: z._default(
        z.array(
          z.object({
            href: z.optional(z.nullable(z.string())),
            text: z.optional(z.object({ link: z.optional(z.nullable(z.object({ url: z.string() }))) })),
          }),
        ),
        [],
      ),
    }),
  ),
});

export function parseComments(value: unknown) {
  const { results } = z.parse(commentsSchema, value);
  const comments = results.map(({ created_by, rich_text }): FoundComment => {
    const links = rich_text.flatMap(({ href, text }) => href ?? text?.link?.url ?? []);
    return { createdBy: created_by && parseId(created_by.id), links };
  });
  return { comments, ...parseNext(value) };
}
