export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH';
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
}

export type HttpAnswer =
  | {
      kind: 'answer';
      status: number;
      text: string;
      /** By their names in lower case. */
      headers: Readonly<Record<string, string>>;
      /** How far the service's clock is ahead of ours (ms), to about a second; undefined if it does not tell. */
      aheadMs: number | undefined;
    }
  /** No connection, or no answer in time. */
  | { kind: 'none'; reason: string };

/** Sends a request; never throws. */
export type Ask = (request: HttpRequest) => Promise<HttpAnswer>;
