import { z } from 'zod';
import { canonicalId } from '../ids.ts';

/** What is longer is not repeated: it may be a secret in the wrong place. Tokens and webhooks' addresses are. */
const LONGEST_QUOTED = 40;

/** For what a text is not: says so, and what is there instead. */
export function butNot(expected: string) {
  return {
    error: ({ input }: { input?: unknown }) =>
      typeof input === 'string' && input.length <= LONGEST_QUOTED ? `${expected}, not "${input}"` : expected,
  };
}

export const notionId = idOf('expected a Notion id (32 hexadecimal digits)');

export const USER_ID = 'expected a Notion user id, which `npx pagebell people` shows';

export const userId = idOf(USER_ID);

function idOf(expected: string) {
  return z.string().transform((id, context) => {
    const canonical = canonicalId(id);
    if (canonical) return canonical;
    context.addIssue({ code: 'custom', message: `${expected}, not "${id}"` });
    return z.NEVER;
  });
}

export const emailAddress = z.email(butNot('expected an e-mail address'));

export const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, butNot('expected a time of day such as 08:30'));

export const timeZone = z
  .string()
  .refine(isTimeZone, butNot('expected an IANA time zone such as Europe/Berlin'));

export const name = z.string().regex(/\S/, 'expected a text that is not empty');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
