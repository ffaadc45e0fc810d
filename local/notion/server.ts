import { Hono } from 'hono';
import { type NodeEnv, type Served, serveApp } from '../simulation/serve-app.ts';
import type { Endpoint } from './call.ts';
import { commentEndpoints } from './comments.ts';
import {
  type ConnectionOptions,
  openConnection,
  type ServedConnection,
  type SimulatedConnection,
} from './connection.ts';
import { databaseEndpoints } from './databases.ts';
import { invalidUrl, unauthorized } from './errors.ts';
import { pageEndpoints } from './pages.ts';
import { queryEndpoints } from './query.ts';
import { toResponse } from './responses.ts';
import { userEndpoints } from './users.ts';

export interface SimulatedNotionOptions extends ConnectionOptions {
  /** Default: a free one. */
  port?: number;
}

export interface SimulatedNotion extends SimulatedConnection {
  /** For `NOTION_BASE_URL`. */
  url: string;
  close(): Promise<void>;
}

const ENDPOINTS: readonly Endpoint[] = [
  ...userEndpoints,
  ...pageEndpoints,
  ...commentEndpoints,
  ...databaseEndpoints,
  ...queryEndpoints,
];

/** One workspace, with an address of its own. */
export async function startSimulatedNotion(options: SimulatedNotionOptions): Promise<SimulatedNotion> {
  const connection = openConnection(options);
  const { origin, close } = await serveConnections([connection], options.port);
  return { ...connection, url: origin, close };
}

/**
 * Notion's API on 127.0.0.1, as strict as the real one with the operations in `NotionOperation`. The bearer
 * token tells whose workspace a request is about: of another one it sees nothing. Fields of a request that
 * are not simulated are refused rather than ignored.
 *
 * @returns what closes the connections, too
 */
export async function serveConnections(
  connections: readonly ServedConnection[],
  port?: number,
): Promise<Served> {
  const app = new Hono<NodeEnv>();
  for (const endpoint of ENDPOINTS) {
    app.on(endpoint.method, endpoint.path, (context) => {
      const bearer = context.req.header('authorization');
      const connection = connections.find(({ token }) => bearer === `Bearer ${token}`);
      return connection ? connection.answer(context, endpoint) : toResponse(unauthorized());
    });
  }
  app.notFound(() => toResponse(invalidUrl()));

  const { origin, close } = await serveApp(app, port);
  return {
    origin,
    close: async () => {
      await close();
      for (const connection of connections) await connection.close();
    },
  };
}
