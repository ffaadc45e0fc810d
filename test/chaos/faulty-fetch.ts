import type { Faults } from './faults.ts';
import { between, type Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What goes wrong with one HTTP call. */
export type HttpFault =
  /** An answer instead of the effect, or after it. */
  | {
      kind: `${number}` | `${number}-after-commit`;
      status: number;
      isEffective: boolean;
      retryAfterMs?: number;
      asDate?: boolean;
      /** Notion names what it saved. */
      tellsCommittedId?: boolean;
    }
  /** A 200 that refuses, as Slack's methods do; sometimes after the effect. */
  | { kind: 'api-error'; code: string; isEffective: boolean }
  | { kind: 'refused' }
  | { kind: 'reset-before-commit' | 'reset-after-commit' }
  | { kind: 'time-out-before-commit' | 'time-out-after-commit' }
  /** No answer; the effect shows itself so much later. */
  | { kind: 'late-commit'; delayMs: number }
  | { kind: 'malformed' | 'truncated' | 'html' }
  | { kind: 'slow' };

export interface HttpCall {
  /** `<service>.<operation>`. */
  name: string;
  method: string;
  url: URL;
  body: unknown;
}

export interface HttpReply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export interface HttpServer {
  nameOf(method: string, url: URL): string;
  /** Does what is asked, at once and completely. */
  serve(call: HttpCall): HttpReply;
  /** The body of an error. */
  errorBody(status: number, fault: HttpFault, reply: HttpReply | undefined): unknown;
  /** The client gives up after this. */
  timeoutMs: number;
  /** How long a request is on its way to it, and its answer on the way back: from, to (ms). */
  wayMs: readonly [number, number];
}

/** Told of each call as it begins, and of each answer that the client gets. */
export interface HttpWatch {
  onCall(): void;
  onAnswer(status: number, retryAfterMs: number | undefined): void;
}

const SLOW_MS = 9000;
export const USUAL_WAY_MS = [5, 150] as const;

/** A `fetch` that reaches one server in this process, through a network that fails as it is told to. */
export function faultyFetch(
  server: HttpServer,
  faults: Faults<HttpFault>,
  time: VirtualTime,
  random: Random,
  watch?: HttpWatch,
): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const url = new URL(String(input));
    const method = init.method ?? 'GET';
    const name = server.nameOf(method, url);
    const call = { name, method, url, body: init.body ? parsed(String(init.body)) : undefined };
    watch?.onCall();
    const fault = faults.next(name);
    const answer = (reply: HttpReply, retryAfterMs?: number) => {
      watch?.onAnswer(reply.status, retryAfterMs);
      return responseOf(reply);
    };

    await time.sleep(between(random, ...server.wayMs));
    if (!fault) {
      const reply = server.serve(call);
      await time.sleep(between(random, ...server.wayMs));
      return answer(reply);
    }
    switch (fault.kind) {
      case 'refused':
        throw networkError('ECONNREFUSED');
      case 'reset-before-commit':
        throw networkError('ECONNRESET');
      case 'reset-after-commit':
        server.serve(call);
        throw networkError('ECONNRESET');
      case 'time-out-after-commit':
        server.serve(call);
        await time.sleep(server.timeoutMs);
        throw timeOut();
      case 'time-out-before-commit':
        await time.sleep(server.timeoutMs);
        throw timeOut();
      case 'late-commit':
        time.at(time.now() + fault.delayMs, () => server.serve(call));
        await time.sleep(server.timeoutMs);
        throw timeOut();
      case 'malformed':
        return answer({ ...server.serve(call), body: '{"object":"page","id":' });
      case 'html':
        return answer({ status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' });
      case 'truncated':
        return truncated(responseOf(server.serve(call)));
      case 'api-error': {
        const served = fault.isEffective ? server.serve(call) : undefined;
        await time.sleep(between(random, 5, 150));
        return answer({ status: 200, body: server.errorBody(200, fault, served) });
      }
      case 'slow': {
        const reply = server.serve(call);
        await time.sleep(SLOW_MS);
        return answer(reply);
      }
      default: {
        const served = fault.isEffective ? server.serve(call) : undefined;
        await time.sleep(between(random, ...server.wayMs));
        const { status, retryAfterMs } = fault;
        const headers = retryAfterHeader(fault, time);
        return answer({ status, headers, body: server.errorBody(status, fault, served) }, retryAfterMs);
      }
    }
  };
}

/** JSON, or a form. */
function parsed(body: string): unknown {
  return body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}

function retryAfterHeader(
  { retryAfterMs, asDate }: { retryAfterMs?: number; asDate?: boolean },
  time: VirtualTime,
): Record<string, string> {
  if (retryAfterMs === undefined) return {};
  // A date has whole seconds: rounded up, so that it is never earlier than what is asked.
  const date = new Date(Math.ceil((time.now() + retryAfterMs) / 1000) * 1000);
  return { 'retry-after': asDate ? date.toUTCString() : String(Math.ceil(retryAfterMs / 1000)) };
}

function responseOf({ status, body, headers = {} }: HttpReply): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(text, { status, headers });
}

/** The connection breaks in the middle of the body. */
function truncated(response: Response): Response {
  let pulls = 0;
  const body = new ReadableStream({
    pull(controller) {
      pulls += 1;
      if (pulls === 1) controller.enqueue(new TextEncoder().encode('{"object":'));
      else controller.error(new TypeError('terminated', { cause: systemError('UND_ERR_SOCKET') }));
    },
  });
  return new Response(body, { status: response.status });
}

function networkError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: systemError(code) });
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function timeOut(): DOMException {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}
