import { z } from 'zod';
import { canonicalId } from '../ids.ts';
import { CHANNELS } from '../page-record.ts';
import { butNot, emailAddress, USER_ID, userId } from './fields.ts';
import { language } from './languages.ts';
import { once } from './once.ts';

/** No union: its faults would name neither the key nor what is expected. */
export const muted = z.preprocess(
  (value, context) => {
    if (typeof value !== 'string') return value;
    if (canonicalId(value)) return { person: value, channels: CHANNELS };
    context.addIssue({ code: 'custom', message: `${USER_ID}, not "${value}"` });
    return z.NEVER;
  },
  z.strictObject(
    { person: userId, channels: z.array(z.enum(CHANNELS)).min(1) },
    { error: ({ code }) => (code === 'invalid_type' ? MUTED : undefined) },
  ),
);

const MUTED = 'expected a Notion user id, or { person, channels }';

const person = z
  .strictObject({
    notion: userId,
    slack: z
      .string()
      .regex(
        /^[UW][A-Z0-9]{4,20}$/,
        butNot("expected a member's id such as U0123456789, from their profile in Slack"),
      )
      .optional(),
    email: emailAddress.optional(),
    language: language.optional(),
  })
  .refine(
    ({ slack, email, language }) => (slack ?? email ?? language) !== undefined,
    'expected slack, email or language',
  );

export const people = z.array(person).check(once('notion')).default([]);
