import type { IncomingMessage } from 'node:http';
import type { LocalRun } from '../local-run.ts';
import { pages } from '../ui/pages.ts';
import { readBody } from './http-api.ts';
import { type HttpResult, message } from './http-result.ts';

const LARGEST_BODY = 64 * 1024;
const METHODS = ['GET', 'HEAD', 'POST'];

/** The pages of the local run itself: `/` and everything below `/local/`. */
export async function localPages(run: LocalRun, request: IncomingMessage, path: string): Promise<HttpResult> {
  const { method = '', headers } = request;
  if (!METHODS.includes(method)) return message(405, 'Method Not Allowed');
  const body = await readBody(request, LARGEST_BODY);
  if (!body) return message(413, 'Request Entity Too Large');
  const response = await pages.fetch(
    new Request(new URL(path, run.url), {
      method,
      headers: { 'content-type': headers['content-type'] ?? '' },
      body: method === 'POST' ? new Uint8Array(body) : null,
    }),
    run,
  );
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  };
}
