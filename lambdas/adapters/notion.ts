import { Client, isHTTPResponseError, RequestTimeoutError } from '@notionhq/client';
import * as z from 'zod/mini';
import { parseRetryAfter } from '../core/backoff.ts';
import { parseSchema } from '../core/data-source-schema.ts';
import { type Failure, type Result, success } from '../core/failure.ts';
import { parsePage } from '../core/notion-page.ts';
import { parseUser } from '../core/notion-user.ts';
import type { DueFilter, Notion } from '../core/ports/notion.ts';
import { failureOfFetch } from './fetch-failure.ts';
import { parseComments, parseEmail, parseFound, parsePeople, parseQueried } from './notion-answers.ts';
import { toProperties } from './notion-properties.ts';

const NOTION_VERSION = '2026-03-11';
const TIMEOUT_MS = 15_000;
const PAGE_SIZE = 100;

/**
 * Notion's API through its SDK, whose own retries are off: they sleep on billed time, and its time-out does
 * not abort the request.
 *
 * @param baseUrl default: the real API; with or without `/v1` at its end
 */
export function notionApi(token: string, baseUrl?: string, fetch = globalThis.fetch): Notion {
  const client = new Client({
    auth: token,
    notionVersion: NOTION_VERSION,
    retry: false,
    timeoutMs: 2 * TIMEOUT_MS, // ours comes first
    logger: () => {},
    fetch: abortingFetch(fetch),
    ...(baseUrl && { baseUrl: baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '') }),
  });
  return {
    page: (pageId) => ask(async () => parsePage(await client.pages.retrieve({ page_id: pageId }))),

    people: (pageId, propertyId, cursor) =>
      ask(async () =>
        parsePeople(
          await client.pages.properties.retrieve({
            page_id: pageId,
            property_id: encodeURIComponent(propertyId),
            page_size: PAGE_SIZE,
            ...(cursor && { start_cursor: cursor }),
          }),
        ),
      ),

    user: (userId) => ask(async () => parseUser(await client.users.retrieve({ user_id: userId }))),

    email: (userId) => ask(async () => parseEmail(await client.users.retrieve({ user_id: userId }))),

    me: () => ask(async () => parseUser(await client.users.me({}))),

    update: (pageId, values) =>
      ask(async () => {
        await client.pages.update({ page_id: pageId, properties: toProperties(values) });
      }),

    comment: (pageId, text) =>
      ask(async () => {
        await client.comments.create({ parent: { page_id: pageId }, rich_text: [...text] });
      }),

    comments: (pageId, cursor) =>
      ask(async () =>
        parseComments(
          await client.comments.list({
            block_id: pageId,
            page_size: PAGE_SIZE,
            ...(cursor && { start_cursor: cursor }),
          }),
        ),
      ),

    query: (dataSourceId, { from, before }, cursor) =>
      ask(async () =>
        parseQueried(
          await client.dataSources.query({
            data_source_id: dataSourceId,
            filter: {
              and: [
                { timestamp: 'last_edited_time', last_edited_time: { on_or_after: isoOf(from) } },
                { timestamp: 'last_edited_time', last_edited_time: { before: isoOf(before) } },
              ],
            },
            sorts: [{ timestamp: 'last_edited_time', direction: 'ascending' }],
            page_size: PAGE_SIZE,
            ...(cursor && { start_cursor: cursor }),
          }),
        ),
      ),

    queryDue: (dataSourceId, filter, cursor) =>
      ask(async () =>
        parseQueried(
          await client.dataSources.query({
            data_source_id: dataSourceId,
            filter: { and: conditionsOf(filter) },
            sorts: [{ property: filter.property, direction: 'ascending' }],
            page_size: PAGE_SIZE,
            ...(cursor && { start_cursor: cursor }),
          }),
        ),
      ),

    schema: (dataSourceId) =>
      ask(async () => parseSchema(await client.dataSources.retrieve({ data_source_id: dataSourceId }))),

    dataSources: (cursor) =>
      ask(async () =>
        parseFound(
          await client.search({
            filter: { property: 'object', value: 'data_source' },
            page_size: PAGE_SIZE,
            ...(cursor && { start_cursor: cursor }),
          }),
        ),
      ),
  };
}

/**
 * `fetch` with a time-out that aborts the request and its body. What the 2xx of a
 * comment or of an edit says beyond its status is not looked at: it is done, and an unreadable answer must not
 * look like a failure.
 */
function abortingFetch(fetch: typeof globalThis.fetch) {
  return async (
    url: string,
    init: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
  ) => {
    const { method = 'GET', headers = {}, body } = init;
    const response = await fetch(url, {
      method,
      headers,
      ...(typeof body === 'string' && { body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const isWrite = method === 'PATCH' || url.endsWith('/comments');
    if (!isWrite || !response.ok) return response;
    await response.body?.cancel();
    return Response.json({});
  };
}

/** A page without an option is none of those that are left out, whatever Notion takes it to be unequal to. */
function conditionsOf({ property, before, without }: DueFilter) {
  const left = without ? without.options.map((option) => ({ or: isNot(option, without) })) : [];
  return [{ property, date: { before } }, ...left];
}

function isNot(option: string, { property, type }: NonNullable<DueFilter['without']>) {
  return type === 'status'
    ? [
        { property, status: { does_not_equal: option } },
        { property, status: { is_empty: true as const } },
      ]
    : [
        { property, select: { does_not_equal: option } },
        { property, select: { is_empty: true as const } },
      ];
}

async function ask<Value>(call: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return success(await call());
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

const additionalDataSchema = z.object({
  retry_after: z.catch(z.optional(z.string()), undefined),
  committed_resource_id: z.catch(z.optional(z.string()), undefined),
});

function failureOf(error: unknown): Failure {
  if (!isHTTPResponseError(error)) {
    if (RequestTimeoutError.isRequestTimeoutError(error)) {
      return { kind: 'no-answer', service: 'notion', message: error.message };
    }
    return failureOfFetch('notion', error);
  }
  const { status, code, headers, message } = error;
  const additional = z.safeParse(additionalDataSchema, error.additional_data).data;
  const retryAfter = headerOf(headers, 'retry-after') ?? additional?.retry_after;
  return {
    kind: 'answer',
    service: 'notion',
    status,
    code,
    message,
    retryAfterMs: parseRetryAfter(retryAfter, Date.now()),
    committedId: additional?.committed_resource_id,
  };
}

/** The SDK types headers as unknown; they are those of the `fetch` above. */
function headerOf(headers: unknown, name: string): string | undefined {
  return headers instanceof Headers ? (headers.get(name) ?? undefined) : undefined;
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
