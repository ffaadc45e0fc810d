import type { Context } from 'hono';
import type { LocalClock } from '../clock.ts';
import { answerWith, Faults } from '../simulation/faults.ts';
import { cut, type NodeEnv } from '../simulation/serve-app.ts';
import type { Endpoint, NotionOperation } from './call.ts';
import { forbidden, invalidUrl, NotionError } from './errors.ts';
import type { Capabilities, WorkspaceSeed } from './model.ts';
import { RateWindow } from './rate-window.ts';
import { rateLimited, refusal, toResponse } from './responses.ts';
import { isBefore, parseVersion } from './versions.ts';
import { toWebhookPayload } from './webhook-payload.ts';
import { type Subscription, Webhooks } from './webhooks.ts';
import { SimulatedWorkspace } from './workspace.ts';

export interface ConnectionOptions {
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
  /** Default: Northlight Studio. */
  seed?: WorkspaceSeed;
}

/** A call that was made, for whoever wants to look on. */
interface LoggedCall {
  at: number;
  operation: NotionOperation;
  /** Path and query. */
  address: string;
  status: number | 'cut';
  /** When it was answered, and how long that took: in real time (ms), as the clock may leap meanwhile. */
  answeredAt: number;
  tookMs: number;
}

/** A workspace, and what one connection meets in it. */
export interface SimulatedConnection {
  /** Whoever bears it is this connection. */
  token: string;
  workspace: SimulatedWorkspace;
  webhooks: Webhooks;
  faults: Faults<NotionOperation>;
  /** May be changed at any time. */
  capabilities: Capabilities;
  /** The latest calls, oldest first. */
  calls(): readonly LoggedCall[];
}

/** A connection that answers the requests that bear its token. */
export interface ServedConnection extends SimulatedConnection {
  answer(context: Context<NodeEnv>, endpoint: Endpoint): Promise<Response>;
  close(): Promise<void>;
}

const KEPT_CALLS = 1000;

export function openConnection(options: ConnectionOptions): ServedConnection {
  const { clock, dataDir, token, webhook, seed } = options;
  const workspace = new SimulatedWorkspace({ clock, dataDir, ...(seed && { seed }) });
  const webhooks = new Webhooks({ clock, dataDir });
  workspace.onChange = (change) => webhooks.emit(toWebhookPayload(change, clock.now(), workspace));
  const faults = new Faults<NotionOperation>();
  const capabilities = { ...ALL_CAPABILITIES, ...options.capabilities };
  const limits = { queryRows: options.limits?.queryRows ?? 10_000 };
  const rateWindow = new RateWindow(options.limits?.callsPerMinute ?? 180, clock);
  const calls: LoggedCall[] = [];

  /** Refused is first a wrong version, then what is too often; faults come after those. */
  const run = async (context: Context<NodeEnv>, endpoint: Endpoint): Promise<Response> => {
    const { req } = context;
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

  const answer = async (context: Context<NodeEnv>, endpoint: Endpoint): Promise<Response> => {
    const begin = performance.now();
    const response = await run(context, endpoint).catch(toResponse);
    const { pathname, search } = new URL(context.req.url);
    const answeredAt = performance.now();
    calls.push({
      at: clock.now(),
      operation: endpoint.operation,
      address: `${pathname}${search}`,
      status: context.env.outgoing.destroyed ? 'cut' : response.status,
      answeredAt,
      tookMs: answeredAt - begin,
    });
    calls.splice(0, calls.length - KEPT_CALLS);
    return response;
  };

  if (webhook) webhooks.subscribe(webhook);
  return {
    token,
    workspace,
    webhooks,
    faults,
    capabilities,
    calls: () => calls,
    answer,
    close: async () => {
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
