import type { HttpReply } from './faulty-fetch.ts';

export interface RichTextPart {
  text?: { content: string; link?: { url: string } };
  mention?: { user: { id: string } };
}

export interface CommentBody {
  parent: { page_id: string };
  rich_text: RichTextPart[];
}

/** As the product writes what it mirrors, by the names of the properties. */
export type WrittenProperties = Readonly<
  Record<string, { status?: { name: string }; select?: { name: string }; number?: number | null }>
>;

export interface UpdateBody {
  properties: WrittenProperties;
}

const ROUTES = [
  { name: 'page', method: 'GET', path: /^\/v1\/pages\/[^/]+$/ },
  { name: 'update', method: 'PATCH', path: /^\/v1\/pages\/[^/]+$/ },
  { name: 'people', method: 'GET', path: /^\/v1\/pages\/[^/]+\/properties\/[^/]+$/ },
  { name: 'me', method: 'GET', path: /^\/v1\/users\/me$/ },
  { name: 'user', method: 'GET', path: /^\/v1\/users\/[^/]+$/ },
  { name: 'comment', method: 'POST', path: /^\/v1\/comments$/ },
  { name: 'comments', method: 'GET', path: /^\/v1\/comments$/ },
  { name: 'schema', method: 'GET', path: /^\/v1\/data_sources\/[^/]+$/ },
  { name: 'query', method: 'POST', path: /^\/v1\/data_sources\/[^/]+\/query$/ },
  { name: 'dataSources', method: 'POST', path: /^\/v1\/search$/ },
] as const;

/** The operation of a request; undefined for one that Pagebell has no reason to make. */
export function operationOf(method: string, path: string): string | undefined {
  return ROUTES.find((route) => route.method === method && route.path.test(path))?.name;
}

export const ERROR_CODES: Readonly<Record<number, string>> = {
  400: 'validation_error',
  401: 'unauthorized',
  403: 'restricted_resource',
  404: 'object_not_found',
  409: 'conflict_error',
  429: 'rate_limited',
  503: 'service_unavailable',
  504: 'gateway_timeout',
  529: 'service_overload',
};

export function notFound(id: string): HttpReply {
  const message = `Could not find it: ${id}.`;
  return { status: 404, body: { object: 'error', status: 404, code: 'object_not_found', message } };
}

export function invalidCursor(cursor: string): HttpReply {
  const message = `The start_cursor provided is invalid: ${cursor}`;
  return { status: 400, body: { object: 'error', status: 400, code: 'validation_error', message } };
}

export function listEnd(next: number, length: number): object {
  return { has_more: next < length, next_cursor: next < length ? String(next) : null };
}

export function minuteOf(time: number): string {
  return new Date(Math.floor(time / 60_000) * 60_000).toISOString();
}

export function commentId(number: number): string {
  return `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** With mentions as `@id`. */
export function textOf(parts: readonly RichTextPart[]): string {
  return parts.map(({ text, mention }) => (mention ? `@${mention.user.id}` : (text?.content ?? ''))).join('');
}

export function idOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
}
