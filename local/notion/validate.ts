import type * as z from 'zod';
import { canonicalId } from '../../lambdas/core/ids.ts';
import { invalid, type NotionError } from './errors.ts';

type Place = 'body' | 'path' | 'query';

/**
 * @param path to the value within the place, if it is not all of it
 * @throws {NotionError} 400 that words the first fault as Notion does, with the path to it
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: Place,
  path: readonly string[] = [],
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = `${place}${pathOf(path)}`;
  throw failed(place, issue ? sentenceOf(issue, at) : `${at} should be valid`);
}

/** @returns the canonical id; Notion takes it with and without dashes */
export function validateId(value: unknown, place: Place, name: string): string {
  const id = typeof value === 'string' ? canonicalId(value) : undefined;
  if (id) return id;
  throw failed(
    place,
    `${place}.${name} should be ${value === undefined ? 'defined' : 'a valid uuid'}`,
    value,
  );
}

/** @param sentence what should be; what was instead is added if a value is given */
export function failed(place: Place, sentence: string, ...actual: unknown[]): NotionError {
  const instead = actual.length > 0 ? `, instead was ${quote(actual[0])}` : '';
  return invalid(`${place} failed validation: ${sentence}${instead}.`);
}

function sentenceOf(issue: z.core.$ZodIssue, root: string): string {
  const at = `${root}${pathOf(issue.path)}`;
  const input = issue.input;
  switch (issue.code) {
    case 'too_big':
      return `${measure(at, input)} should be ≤ \`${issue.maximum}\`, instead was ${quote(sizeOf(input))}`;
    case 'too_small':
      return `${measure(at, input)} should be ≥ \`${issue.minimum}\`, instead was ${quote(sizeOf(input))}`;
    case 'unrecognized_keys':
      return `${at}.${issue.keys[0]} should be not present`;
    case 'invalid_type':
      if (input === undefined) return `${at} should be defined, instead was \`undefined\``;
      return `${at} should be ${article(issue.expected)}, instead was ${quote(input)}`;
    case 'invalid_union': {
      const closest = closestOf(issue.errors);
      return closest
        ? sentenceOf({ ...closest, path: [...issue.path, ...closest.path] }, root)
        : `${at} should be of a known kind, instead was ${quote(input)}`;
    }
    default:
      return `${at} should be valid (${issue.message}), instead was ${quote(input)}`;
  }
}

/** Of the kinds that a value may be, the one whose fault lies deepest was most likely meant. */
function closestOf(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue | undefined {
  return branches
    .flatMap(([first]) => (first ? [first] : []))
    .sort((one, other) => other.path.length - one.path.length)[0];
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}

function measure(at: string, input: unknown): string {
  return hasLength(input) ? `${at}.length` : at;
}

function sizeOf(input: unknown): unknown {
  return hasLength(input) ? input.length : input;
}

function hasLength(input: unknown): input is string | unknown[] {
  return typeof input === 'string' || Array.isArray(input);
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function quote(value: unknown): string {
  return `\`${String(JSON.stringify(value)).slice(0, 100)}\``;
}
