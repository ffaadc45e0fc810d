import { z } from 'zod';
import type { Condition } from '../settings.ts';
import { name, userId } from './fields.ts';
import { eachOnce } from './once.ts';

const QUESTIONS = 'is, isNot, checked, includes or isEmpty';
const KINDS = `expected ${QUESTIONS}, and one of them only`;
const NO_QUESTION = `there is no such key; a condition asks ${QUESTIONS}`;

/** Kept as the one question that it asks. */
const condition = z
  .strictObject(
    {
      property: name,
      is: z.array(name).min(1).optional(),
      isNot: z.array(name).min(1).optional(),
      checked: z.boolean().optional(),
      includes: z.array(userId).min(1).check(eachOnce).optional(),
      isEmpty: z.boolean().optional(),
    },
    { error: ({ code }) => (code === 'unrecognized_keys' ? NO_QUESTION : undefined) },
  )
  .transform(({ property, is, isNot, checked, includes, isEmpty }, context) => {
    const asked: Condition[] = [
      ...(is ? [{ property, is }] : []),
      ...(isNot ? [{ property, isNot }] : []),
      ...(checked === undefined ? [] : [{ property, checked }]),
      ...(includes ? [{ property, includes }] : []),
      ...(isEmpty === undefined ? [] : [{ property, isEmpty }]),
    ];
    const [first, ...others] = asked;
    if (first && others.length === 0) return first;
    // A key that there is not is the fault then.
    if (context.issues.length === 0) context.addIssue({ code: 'custom', message: KINDS });
    return z.NEVER;
  });

export const conditions = z.array(condition).max(20);
