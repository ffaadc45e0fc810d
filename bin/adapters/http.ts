import type { Ask, HttpRequest } from '../commands/http-port.ts';

const TIMEOUT_MS = 15_000;

export const askByHttp: Ask = async ({ method, url, headers = {}, body }: HttpRequest) => {
  const startedAt = Date.now();
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const aheadMs = clockAhead(response.headers.get('date'), startedAt, Date.now());
    const answered = Object.fromEntries(response.headers);
    return {
      kind: 'answer',
      status: response.status,
      text: await response.text(),
      headers: answered,
      aheadMs,
    };
  } catch (error) {
    return { kind: 'none', reason: reasonOf(error) };
  }
};

/**
 * How far the clock of whoever answered is ahead (ms). A `Date` header is cut to the second, and was written
 * some time between the question and the answer.
 */
export function clockAhead(
  date: string | null | undefined,
  askedAt: number,
  answeredAt: number,
): number | undefined {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return undefined;
  if (theirs + 1000 < askedAt) return theirs + 1000 - askedAt;
  return theirs > answeredAt ? theirs - answeredAt : 0;
}

/** `fetch` hides the reason in the cause; of a refused connection that is several errors without a message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
