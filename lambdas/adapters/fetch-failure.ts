import type { Failure, Service } from '../core/failure.ts';

/** Codes of system errors, and of Node's fetch, that come before anything was sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What it means that `fetch`, or reading its body, threw. */
export function failureOfFetch(service: Service, error: unknown): Failure {
  const { message, code, cause } = fieldsOf(error);
  const reason = code ?? fieldsOf(cause).code;
  if (reason !== undefined && NOT_SENT.has(reason)) return { kind: 'unreachable', service, message: reason };
  return { kind: 'no-answer', service, message: reason ? `${message} (${reason})` : message };
}

/** Not by `instanceof`: an error of another realm is an error, too. */
function fieldsOf(error: unknown): { message: string; code: string | undefined; cause: unknown } {
  if (typeof error !== 'object' || error === null) {
    return { message: String(error), code: undefined, cause: undefined };
  }
  return {
    message: 'message' in error ? String(error.message) : 'unknown',
    code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
    cause: 'cause' in error ? error.cause : undefined,
  };
}
