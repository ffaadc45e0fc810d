import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TableCall } from './table-units.ts';

/** Node tells here of each request that a server of this process begins to answer: the table's is one of them. */
const CHANNEL = 'http.server.request.start';

export interface HeardCall extends TableCall {
  /** Name of the function that made it; empty: none of them. */
  from: string;
}

export interface HeardTable {
  /** In their order; to be taken out by who has looked at them. */
  calls: HeardCall[];
  stop(): void;
}

/** Hears all that reaches the table from now on. */
export function hearTable(): HeardTable {
  const calls: HeardCall[] = [];
  const listen = (message: unknown) => {
    // What this channel publishes: https://nodejs.org/api/diagnostics_channel.html#http
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const target = String(request.headers['x-amz-target'] ?? '');
    if (!target.startsWith('DynamoDB_')) return;
    const operation = target.slice(target.indexOf('.') + 1);
    const call = { operation, body: '', answer: '', from: nameIn(request.headers['user-agent']) };
    calls.push(call);
    request.on('data', (chunk: Buffer) => {
      call.body += chunk.toString();
    });
    const end = response.end.bind(response);
    response.end = (chunk?: unknown) => {
      call.answer = String(chunk ?? '');
      return end(chunk); // all that the table's server passes
    };
  };
  subscribe(CHANNEL, listen);
  return { calls, stop: () => unsubscribe(CHANNEL, listen) };
}

/** The SDK writes `app/` and the name that it finds in AWS_SDK_UA_APP_ID. */
function nameIn(userAgent = ''): string {
  return /(?:^| )app\/(\S+)/.exec(userAgent)?.[1] ?? '';
}
