import type { Capabilities } from './model.ts';
import type { NotionVersion } from './versions.ts';
import type { SimulatedWorkspace } from './workspace.ts';

/** The operations that are simulated, by their names in Notion's SDK. */
export type NotionOperation =
  | 'users.me'
  | 'users.list'
  | 'users.retrieve'
  | 'pages.create'
  | 'pages.retrieve'
  | 'pages.update'
  | 'pages.properties.retrieve'
  | 'comments.create'
  | 'comments.list'
  | 'databases.retrieve'
  | 'dataSources.retrieve'
  | 'dataSources.query'
  | 'search';

/** One authenticated request. */
export interface Call {
  workspace: SimulatedWorkspace;
  capabilities: Capabilities;
  limits: { queryRows: number };
  version: NotionVersion;
  /** From the path, decoded once. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Parsed JSON; undefined for a GET. */
  body: unknown;
  /** Of this server, e.g. `http://127.0.0.1:4010`. */
  origin: string;
}

export interface Endpoint {
  operation: NotionOperation;
  method: 'GET' | 'POST' | 'PATCH';
  /** With `:name` for what changes. */
  path: string;
  /** Older versions have no such address. */
  since?: NotionVersion;
  /** Without it the answer is a 403. */
  needs?: Exclude<keyof Capabilities, 'readUsers'>;
  /** Returns what is answered as JSON; throws `NotionError`. */
  handle(call: Call): object;
}
