import * as z from 'zod/mini';
import { OUTCOMES } from '../core/journal.ts';
import { ROUTES } from '../core/names.ts';
import type { LineFilter } from './find-lines.ts';

const LONGEST_TEXT = 200;

const querySchema = z.object({
  workspace: z.catch(z.optional(z.string()), undefined),
  outcome: z.catch(z.optional(z.enum(OUTCOMES)), undefined),
  text: z.catch(z.optional(z.string()), undefined),
  include: z.catch(z.optional(z.enum(['all'])), undefined),
  before: z.catch(z.optional(z.coerce.number().check(z.int(), z.positive())), undefined),
});

/** What the address of a page says; what makes no sense in it counts as not there. */
export interface Query extends Pick<LineFilter, 'outcome' | 'before'> {
  workspace: string | undefined;
  /** As it was typed. */
  text: string | undefined;
  /** With `all`, also what came due and told nobody. */
  include: 'all' | undefined;
}

export function parseQuery(parameters: Readonly<Record<string, string>>): Query {
  const { workspace, outcome, text, include, before } = z.parse(querySchema, parameters);
  return { workspace, outcome, text: text?.trim().slice(0, LONGEST_TEXT) || undefined, include, before };
}

export function toFilter({ outcome, text, include, before }: Query): LineFilter {
  return { outcome, text: text?.toLowerCase(), isEventful: include !== 'all', before };
}

/** An address of the dashboard, with those parameters that have a value. */
export function address(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return ROUTES.dashboard + path + (query.size > 0 ? `?${query}` : '');
}

/** Where to go after the sign-in: an address of the dashboard, or its first page. */
export function safeReturn(to: unknown): string {
  const isOurs = typeof to === 'string' && /^\/dashboard(?:[/?][\w./?=&%+~-]*)?$/.test(to);
  return isOurs && !to.includes('//') ? to : ROUTES.dashboard;
}
