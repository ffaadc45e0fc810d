import { randomUUID } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import { type ErrorBody, errorBody, NotionError } from './errors.ts';

/** @param seconds until the window ends */
export function rateLimited(seconds: number): Response {
  const error = {
    status: 429,
    code: 'rate_limited',
    message: 'You have been rate limited. Please try again in a few minutes.',
    additional_data: {
      rate_limit_reason: 'public_api_request_rate_limit',
      retry_after: String(seconds),
    },
  };
  return refusal(error, { 'retry-after': String(seconds) });
}

/** An unexpected error is the simulation's own fault: it is shown whole. */
export function toResponse(error: unknown): Response {
  if (error instanceof NotionError) return refusal(error);
  const message = isNativeError(error) ? (error.stack ?? error.message) : String(error);
  return refusal({ status: 500, code: 'internal_server_error', message });
}

export function refusal(error: ErrorBody, headers: Readonly<Record<string, string>> = {}): Response {
  const requestId = randomUUID();
  const init = { status: error.status, headers: { ...headers, 'x-notion-request-id': requestId } };
  return Response.json(errorBody(error, requestId), init);
}
