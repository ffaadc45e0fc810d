import { z } from 'zod';
import type { Condition } from '../settings.ts';
import { name, notionId } from './fields.ts';

const KINDS = 'expected is, isNot, checked, includes or isEmpty, and one of them only';

/** Kept as the one question that it asks. */
const condition = z
  .strictObject({
    property: name,
    is: z.array(name).min(1).optional(),
    isNot: z.array(name).min(1).optional(),
    checked: z.boolean().optional(),
    includes: z.array(notionId).min(1).optional(),
    isEmpty: z.boolean().optional(),
  })
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
