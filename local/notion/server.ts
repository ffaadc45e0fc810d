import { type Context, Hono } from 'hono';
import type { LocalClock } from '../clock.ts';
import { answerWith, Faults } from '../simulation/faults.ts';
import { cut, type NodeEnv, serveApp } from '../simulation/serve-app.ts';
import type { Endpoint, NotionOperation } from './call.ts';
import { commentEndpoints } from './comments.ts';
import { databaseEndpoints } from './databases.ts';
import { forbidden, invalidUrl, NotionError, unauthorized } from './errors.ts';
import type { Capabilities } from './model.ts';
import { pageEndpoints } from './pages.ts';
import { queryEndpoints } from './query.ts';
import { RateWindow } from './rate-window.ts';
import { rateLimited, refusal, toResponse } from './responses.ts';
import { userEndpoints } from './users.ts';
import { isBefore, parseVersion } from './versions.ts';
import { toWebhookPayload } from './webhook-payload.ts';
import { type Subscription, Webhooks } from './webhooks.ts';
import { SimulatedWorkspace } from './workspace.ts';

export interface SimulatedNotionOptions {
  /** Default: a free one. */
  port?: number;
  clock: LocalClock;
  /** Where everything is kept; in memory only without it. */
  dataDir?: string | undefined;
  /** The connection's token. */
  token: string;
  webhook?: Subscription;
  limits?: {
    /** Default 180, that of Notion's lower plans. */
    callsPerMinute?: number;
    /** Rows of a data source that one query can reach. Default 10,000. */
    queryRows?: number;
  };
  /** Default: all of them. */
  capabilities?: Partial<Capabilities>;
}

/** A call that was made, for whoever wants to look on. */
interface LoggedCall {
  at: number;
  operation: NotionOperation;
  /** Path and query. */
  address: string;
  status: number | 'cut';
}

export interface SimulatedNotion {
  /** For `NOTION_BASE_URL`. */
  url: string;
  workspace: SimulatedWorkspace;
  webhooks: Webhooks;
  faults: Faults<NotionOperation>;
  /** May be changed at any time. */
  capabilities: Capabilities;
  /** The latest calls, oldest first. */
  calls(): readonly LoggedCall[];
  close(): Promise<void>;
}

const ENDPOINTS: readonly Endpoint[] = [
  ...userEndpoints,
  ...pageEndpoints,
  ...commentEndpoints,
  ...databaseEndpoints,
  ...queryEndpoints,
];

const KEPT_CALLS = 1000;

/**
 * A Notion workspace on 127.0.0.1, as strict as the real API with the operations in `NotionOperation`.
 * Fields of a request that are not simulated are refused rather than ignored.
 */
export async function startSimulatedNotion(options: SimulatedNotionOptions): Promise<SimulatedNotion> {
  const { clock, dataDir, token, webhook } = options;
  const workspace = new SimulatedWorkspace({ clock, dataDir });
  const webhooks = new Webhooks({ clock, dataDir });
  workspace.onChange = (change) => webhooks.emit(toWebhookPayload(change, clock.now(), workspace));
  const faults = new Faults<NotionOperation>();
  const capabilities = { ...ALL_CAPABILITIES, ...options.capabilities };
  const limits = { queryRows: options.limits?.queryRows ?? 10_000 };
  const rateWindow = new RateWindow(options.limits?.callsPerMinute ?? 180, clock);
  const calls: LoggedCall[] = [];

  /** Refused is first who may not call, then a wrong version, then what is too often; faults come after those. */
  const answer = async (context: Context<NodeEnv>, endpoint: Endpoint): Promise<Response> => {
    const { req } = context;
    if (req.header('authorization') !== `Bearer ${token}`) throw unauthorized();
    const version = parseVersion(req.header('notion-version'));
    const retryAfter = rateWindow.spend();
    if (retryAfter > 0) return rateLimited(retryAfter);
    const url = new URL(req.url);
    const text = endpoint.method === 'GET' ? '' : await req.text();
    return answerWith(faults.strike(endpoint.operation, `${url.pathname}${url.search}`, text), {
      clock,
      run: () => {
        if (endpoint.since && isBefore(version, endpoint.since)) throw invalidUrl();
        if (endpoint.needs && !capabilities[endpoint.needs]) throw forbidden();
        const body = endpoint.method === 'GET' ? undefined : parseJson(text);
        const { origin, searchParams: query } = url;
        const call = { workspace, capabilities, limits, version, params: req.param(), query, body, origin };
        return Response.json(endpoint.handle(call));
      },
      refuse: ({ status, code, message = code, additionalData, headers = {} }) =>
        refusal({ status, code, message, additional_data: additionalData }, headers),
      cut: () => cut(context),
    });
  };

  const app = new Hono<NodeEnv>();
  for (const endpoint of ENDPOINTS) {
    app.on(endpoint.method, endpoint.path, async (context) => {
      const response = await answer(context, endpoint).catch(toResponse);
      const { pathname, search } = new URL(context.req.url);
      const status = context.env.outgoing.destroyed ? 'cut' : response.status;
      calls.push({ at: clock.now(), operation: endpoint.operation, address: `${pathname}${search}`, status });
      calls.splice(0, calls.length - KEPT_CALLS);
      return response;
    });
  }
  app.notFound(() => toResponse(invalidUrl()));

  const { origin, close } = await serveApp(app, options.port);
  if (webhook) webhooks.subscribe(webhook);
  return {
    url: origin,
    workspace,
    webhooks,
    faults,
    capabilities,
    calls: () => calls,
    close: async () => {
      await close();
      await webhooks.close();
      workspace.close();
    },
  };
}

const ALL_CAPABILITIES: Capabilities = {
  readContent: true,
  insertContent: true,
  updateContent: true,
  readComments: true,
  insertComments: true,
  readUsers: 'with-email',
};

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new NotionError(400, 'invalid_json', 'Error parsing JSON body.');
  }
}
