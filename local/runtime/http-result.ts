import * as z from 'zod';
import type { Outcome } from './outcome.ts';

/** What is written to the client. */
export interface HttpResult {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

const resultSchema = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** API Gateway's own answers. */
export function message(status: number, text: string): HttpResult {
  return json(status, { message: text });
}

export function json(status: number, value: unknown): HttpResult {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/**
 * What API Gateway makes of an invocation, payload format 2.0: a result without a `statusCode` is the body
 * of a 200.
 */
export function toHttpResult(outcome: Outcome): HttpResult {
  if (outcome.kind === 'timeout') return message(503, 'Service Unavailable');
  if (outcome.kind === 'error') return message(500, 'Internal Server Error');
  const { payload } = outcome;
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const result = resultSchema.safeParse(payload);
  if (!result.success) return message(500, 'Internal Server Error');
  const { statusCode, headers, cookies, body, isBase64Encoded } = result.data;
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(given),
      ...(cookies && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
