import type { IncomingMessage } from 'node:http';
import type { LocalClock } from '../clock.ts';
import { toHttpEvent } from './http-event.ts';
import { type HttpResult, message, toHttpResult } from './http-result.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { matchRoute } from './routes.ts';
import type { RouteDefinition } from './stack.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LARGEST_BODY = 10 * 1024 * 1024;

/** The stack's HTTP API: its routes, and the functions behind them. */
export class HttpApi {
  readonly #routes: readonly RouteDefinition[];
  readonly #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #clock: LocalClock;

  /** @param functions by ARN */
  constructor(
    routes: readonly RouteDefinition[],
    functions: ReadonlyMap<string, LambdaFunction>,
    clock: LocalClock,
  ) {
    this.#routes = routes;
    this.#functions = functions;
    this.#clock = clock;
  }

  /** @param target path and query as they were sent */
  async handle(request: IncomingMessage, target: string): Promise<HttpResult> {
    const [rawPath = '', rawQueryString = ''] = target.split(/\?(.*)/s);
    const path = decode(rawPath);
    if (path === undefined) return message(400, 'Bad Request');
    const matched = matchRoute(this.#routes, request.method ?? '', path);
    const lambda = matched && this.#functions.get(matched.route.functionArn);
    if (!matched || !lambda) return message(404, 'Not Found');
    const body = await readBody(request, LARGEST_BODY);
    if (!body) return message(413, 'Request Entity Too Large');
    const received = { request, body, path, rawQueryString, at: this.#clock.now() };
    return toHttpResult(await lambda.invoke(toHttpEvent(received, matched)));
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Undefined when it is larger than that; the rest is left unread, and can still be answered. */
export async function readBody(request: IncomingMessage, largest: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
