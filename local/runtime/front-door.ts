import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { types } from 'node:util';
import { ROUTES } from '../../lambdas/core/names.ts';
import { stop } from '../simulation/listen.ts';
import { type HttpResult, message } from './http-result.ts';
import { isFromThisMachine } from './loopback.ts';

/** API Gateway's limit for the request line and all headers. */
const LARGEST_HEADER = 10_240;

export interface Doors {
  /** The stack's HTTP API. */
  api(request: IncomingMessage, target: string): Promise<HttpResult>;
  health(): Promise<HttpResult>;
  pages(request: IncomingMessage, path: string): Promise<HttpResult>;
}

/**
 * The one server that the local run shows. It may stand behind a tunnel for real webhooks: then only the
 * webhook routes answer, and everything else is as if it were not there.
 */
export class FrontDoor {
  readonly server: Server;
  readonly #onFailure: (error: unknown) => void;
  #doors: Doors | undefined;

  /** @param onFailure told of what should not happen, and is answered with a 500 */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
    this.server = createServer({ maxHeaderSize: LARGEST_HEADER }, (request, response) => {
      void this.#serve(request, response);
    });
  }

  /** Until then every answer is a 503. */
  open(doors: Doors): void {
    this.#doors = doors;
  }

  async close(): Promise<void> {
    if (this.server.listening) await stop(this.server);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      write(request, response, await this.#answer(request));
    } catch (error) {
      if (!isAbort(error)) this.#onFailure(error);
      if (!response.headersSent) write(request, response, message(500, 'Internal Server Error'));
    }
  }

  async #answer(request: IncomingMessage): Promise<HttpResult> {
    const doors = this.#doors;
    if (!doors) return message(503, 'Service Unavailable');
    const target = request.url ?? '';
    const [path = ''] = target.split('?');
    if (isWebhook(path)) return doors.api(request, target);
    if (!isFromThisMachine(request)) return message(404, 'Not Found');
    if (path === '/healthz' && request.method === 'GET') return doors.health();
    if (path === '/' || path.startsWith('/local/')) return doors.pages(request, path);
    return doors.api(request, target);
  }
}

function isWebhook(path: string): boolean {
  return path === ROUTES.webhook || path.startsWith(`${ROUTES.webhook}/`);
}

/** The client went away while it sent its body. */
function isAbort(error: unknown): boolean {
  return types.isNativeError(error) && 'code' in error && error.code === 'ECONNRESET';
}

function write(request: IncomingMessage, response: ServerResponse, result: HttpResult): void {
  const { status, headers, body } = result;
  // What was not read would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, { ...headers, ...(hasBody && { 'content-length': body.length }) });
  response.end(hasBody && request.method !== 'HEAD' ? body : undefined);
}
