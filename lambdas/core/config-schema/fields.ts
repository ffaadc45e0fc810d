import { z } from 'zod';
import { canonicalId } from '../ids.ts';

export const notionId = z.string().transform((id, context) => {
  const canonical = canonicalId(id);
  if (canonical) return canonical;
  context.addIssue({ code: 'custom', message: `expected a Notion id (32 hexadecimal digits), not "${id}"` });
  return z.NEVER;
});

export const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 08:30');

export const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Berlin');

export const name = z.string().regex(/\S/, 'expected a text that is not empty');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
