const BASE_MS = 30_000;
const MOST_MS = 60 * 60_000;
/** What fails for a day is given up: no answer may put it off for longer. */
const MOST_RETRY_AFTER_MS = 24 * 60 * 60_000;

/** Passing failures so far, and when the first of them was (ms). */
export interface Trouble {
  attempts: number;
  since: number;
}

/** With a failure more. */
export function oneMore({ attempts, since }: Trouble, now: number): Trouble {
  return { attempts: attempts + 1, since: attempts === 0 ? now : since };
}

/**
 * How long to wait after a passing failure (ms): exponential with full jitter, never less than the service
 * asked for.
 *
 * @param attempts failures so far, this one included
 * @param random in [0, 1)
 */
export function backoff(attempts: number, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(MOST_MS, BASE_MS * 2 ** Math.max(0, attempts - 1));
  return Math.max(Math.min(retryAfterMs, MOST_RETRY_AFTER_MS), Math.ceil(random * ceiling));
}

/**
 * A `Retry-After` header in milliseconds: whole seconds or an HTTP date (RFC 9110 §10.2.3). Undefined if it
 * is missing or neither.
 */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
