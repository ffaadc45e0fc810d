import { z } from 'zod';
import { didYouMean } from './nearest.ts';

/** What each type is called by whom the configuration is for. */
const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
};

/**
 * What is expected of a key, where its schema has no words of its own for that. Undefined: zod's must do. Of keys
 * that there are not, a line for each.
 */
export function expectationOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${TYPES[issue.expected] ?? issue.expected}, ${whatIsThere(issue.input)}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return `expected ${sized(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `expected ${sized(issue.origin, 'at most', issue.maximum)}`;
    case 'unrecognized_keys':
      return issue.keys.map((key) => `there is no such key${didYouMean(key, keysOf(issue.inst))}`).join('\n');
    default:
      return undefined;
  }
}

function keysOf(schema: z.core.$ZodRawIssue['inst']): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** The value itself is not repeated: it may be a secret that is in the wrong place. */
function whatIsThere(input: unknown): string {
  if (input === undefined) return 'and it is missing';
  if (input === null) return 'not null';
  if (Array.isArray(input)) return 'not a list';
  if (typeof input === 'boolean') return `not ${input}`;
  // Of a number that is not whole, too.
  if (typeof input === 'number') return `not ${input}`;
  return `not ${TYPES[typeof input] ?? typeof input}`;
}

function sized(origin: string, limit: string, size: number | bigint): string {
  if (origin === 'array') return `${limit} ${size} ${size === 1 ? 'entry' : 'entries'}`;
  if (origin !== 'string') return `${limit} ${size}`;
  return size === 1 ? 'a text that is not empty' : `${limit} ${size} characters`;
}
