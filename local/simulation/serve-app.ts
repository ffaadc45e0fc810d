import type { Server } from 'node:http';
import { isNativeError } from 'node:util/types';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono } from 'hono';
import { listen, stop } from './listen.ts';

/** What handlers find in `context.env`. */
export interface NodeEnv {
  Bindings: HttpBindings;
}

export interface Served {
  /** Without a slash at its end. */
  origin: string;
  /** Ends open connections as well. */
  close(): Promise<void>;
}

/**
 * Serves an app on this machine only.
 *
 * @param port 0 picks a free one
 * @throws {Error} that names the port if it is taken
 */
export async function serveApp(app: Hono<NodeEnv>, port = 0): Promise<Served> {
  // Without options for TLS or HTTP/2 it is a plain server, and a plain server gives these bindings.
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env as HttpBindings),
    overrideGlobalObjects: false,
  }) as Server;
  try {
    return { origin: await listen(server, port), close: () => stop(server) };
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new Error(`port ${port} is taken: stop what listens there or choose another`, { cause: error });
  }
}

/** Ends the connection of a request without an answer. */
export function cut(context: Context<NodeEnv>): Response {
  context.env.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

function isTaken(error: unknown): boolean {
  return isNativeError(error) && 'code' in error && error.code === 'EADDRINUSE';
}
