import type * as z from 'zod';
import { SetupError } from '../setup-error.ts';
import type { Scope } from './intrinsics.ts';
import type { Template } from './template.ts';

export interface Resource {
  logicalId: string;
  type: string;
  /** With their intrinsic functions. */
  properties: Readonly<Record<string, unknown>>;
}

/** Resources of a type whose condition, if they have one, holds. */
export function resourcesOf(template: Template, scope: Scope, type: string): Resource[] {
  return Object.entries(template.Resources)
    .filter(([, { Type, Condition }]) => Type === type && (!Condition || scope.holds(Condition)))
    .map(([logicalId, { Properties }]) => ({ logicalId, type, properties: Properties }));
}

/**
 * Resolves and checks those properties of a resource that the schema names; all others are left alone.
 *
 * @throws {SetupError} naming the resource and the property
 */
export function readProperties<Schema extends z.ZodObject>(
  { logicalId, type, properties }: Resource,
  schema: Schema,
  scope: Scope,
): z.output<Schema> {
  const known = Object.keys(schema.shape).filter((name) => properties[name] !== undefined);
  const resolved = known.map((name) => [name, scope.resolve(properties[name], `${logicalId}.${name}`)]);
  const result = schema.safeParse(Object.fromEntries(resolved));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new SetupError(`the local run cannot run ${type} ${logicalId}: ${faults.join('; ')}`);
}
