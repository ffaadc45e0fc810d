import * as z from 'zod';
import type { HttpAnswer } from './http-port.ts';

/** What a question to Notion came to. */
export type Found<Value> =
  | { kind: 'found'; value: Value }
  /** Answered with an error; `status` 401: bad token, 403: a capability is missing, 404: not there or not shared. */
  | { kind: 'refused'; status: number; message: string }
  | { kind: 'unreachable'; reason: string };

const errorSchema = z.object({ message: z.string(), code: z.string().optional() });

/** @param take what is wanted of an answer that is as it should be */
export function parsed<Schema extends z.ZodType, Value>(
  answer: HttpAnswer,
  schema: Schema,
  take: (value: z.output<Schema>) => Value,
): Found<Value> {
  if (answer.kind === 'none') return { kind: 'unreachable', reason: answer.reason };
  const { status, text } = answer;
  const json = parseJson(text);
  if (status >= 200 && status < 300) {
    const value = schema.safeParse(json);
    if (value.success) return { kind: 'found', value: take(value.data) };
    return { kind: 'refused', status, message: 'the answer is not what Notion would say' };
  }
  const said = errorSchema.safeParse(json).data?.message ?? text.slice(0, 200).replace(/\s+/g, ' ');
  return { kind: 'refused', status, message: said };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For a message: what became of a question that was not answered as hoped. */
export function complaint(found: Exclude<Found<unknown>, { kind: 'found' }>): string {
  return found.kind === 'unreachable'
    ? `Notion does not answer (${found.reason})`
    : `Notion answered ${found.status}: ${found.message.replace(/\.$/, '')}`;
}
