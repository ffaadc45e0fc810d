import { z } from 'zod';
import { CHANNELS } from '../page-record.ts';
import { notionId } from './fields.ts';
import { language } from './languages.ts';
import { once } from './once.ts';

/** No union: its faults would name neither the key nor what is expected. */
export const muted = z.preprocess(
  (value) => (typeof value === 'string' ? { person: value, channels: CHANNELS } : value),
  z.strictObject(
    { person: notionId, channels: z.array(z.enum(CHANNELS)).min(1) },
    { error: ({ code }) => (code === 'invalid_type' ? MUTED : undefined) },
  ),
);

const MUTED = 'expected a Notion user id, or { person, channels }';

const person = z
  .strictObject({
    notion: notionId,
    slack: z
      .string()
      .regex(
        /^[UW][A-Z0-9]{4,20}$/,
        "expected a member's id such as U0123456789, from their profile in Slack",
      )
      .optional(),
    email: z.email('expected an e-mail address').optional(),
    language: language.optional(),
  })
  .refine(
    ({ slack, email, language }) => (slack ?? email ?? language) !== undefined,
    'expected slack, email or language',
  );

export const people = z.array(person).check(once('notion')).default([]);
