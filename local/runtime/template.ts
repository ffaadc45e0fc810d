import * as z from 'zod';
import { SetupError } from '../setup-error.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});

const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Parameters: z.record(z.string(), z.object({ Default: z.string().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});

/** A CloudFormation template, as far as the local run reads it. */
export type Template = z.infer<typeof templateSchema>;

/** @throws {SetupError} */
export function parseTemplate(value: unknown): Template {
  const template = templateSchema.safeParse(value);
  if (template.success) return template.data;
  throw new SetupError(`the stack's template is not one: ${z.prettifyError(template.error)}`);
}
