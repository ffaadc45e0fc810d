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
  const code = codeOf(error) ?? codeOf(error instanceof Error ? error.cause : undefined);
  const message = error instanceof Error ? error.message : String(error);
  if (code !== undefined && NOT_SENT.has(code)) return { kind: 'unreachable', service, message: code };
  return { kind: 'no-answer', service, message: code ? `${message} (${code})` : message };
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
