import type * as z from 'zod';
import type { AwsError } from './aws-error.ts';

export interface InputErrors {
  missing(parameter: string): AwsError;
  wrongType(parameter: string, reason: string): AwsError;
}

/**
 * Checks the types of a request. What the values may be is each action's matter.
 *
 * @throws {AwsError} for the first parameter that is missing or of another type
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown, errors: InputErrors): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path ?? [];
  const name = path.map(String).join('.') || 'the request';
  if (valueAt(input, path) === undefined) throw errors.missing(name);
  throw errors.wrongType(name, parsed.error.issues[0]?.message ?? 'it is of the wrong type');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
