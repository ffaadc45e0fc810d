import { Unreachable } from '../commands/command-error.ts';

export interface WebhookAnswer {
  status: number;
  ok: boolean;
  /** The receiver took it, and has no use for it. */
  isIgnored: boolean;
  text: string;
}

const ANSWER_MS = 15_000;
/** An address that is not the receiver's may answer with a whole page. */
const MOST_SHOWN = 500;

/**
 * @returns undefined if `signal` ended it before an answer came
 * @throws {CommandError} if nobody answers there
 */
export async function postEvent(
  url: string,
  { body, headers }: { body: string; headers: Record<string, string> },
  signal: AbortSignal,
): Promise<WebhookAnswer | undefined> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  try {
    const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: either });
    const text = await response.text();
    const { status, ok } = response;
    return { status, ok, isIgnored: isIgnored(text), text: text.slice(0, MOST_SHOWN) };
  } catch (cause) {
    if (signal.aborted) return undefined;
    throw new Unreachable(
      `${url} does not answer: ${reasonOf(cause)}`,
      'Check the address and the connection, and that the tunnel or the stack is up.',
      { cause },
    );
  }
}

function isIgnored(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'ignored' in value;
  } catch {
    return false;
  }
}

/** Node's fetch hides the reason in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return String(cause);
}
