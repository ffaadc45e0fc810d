import * as z from 'zod/mini';
import type { EventJob } from './envelope.ts';
import { decodePropertyId, parseId } from './ids.ts';

/** Types that can concern an assignee. The last two do not exist, but a well-known tutorial sends them. */
const WATCHED_TYPES = new Set([
  'page.created',
  'page.properties_updated',
  'page.moved',
  'page.undeleted',
  'page.deleted',
  'page.updated',
  'database.row_added',
]);

/** What may be said of any event in a log. */
export interface EventAbout {
  eventId?: string | undefined;
  entityId?: string | undefined;
  type: string;
  timestamp?: string | undefined;
  attempt?: number | undefined;
}

export type WebhookEvent = Omit<EventJob, 'kind' | 'workspace' | 'receivedAt'>;

export type ParsedEvent =
  | { kind: 'watched'; event: WebhookEvent; about: EventAbout }
  | { kind: 'ignored'; reason: string; about: EventAbout }
  | { kind: 'malformed'; error: string };

/** A field of the wrong type counts as missing: samples and captures differ, and most may be missing. */
const lenient = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.optional(schema), undefined);

const payloadSchema = z.object({
  id: lenient(z.string()),
  timestamp: lenient(z.string()),
  attempt_number: lenient(z.number()),
  entity: lenient(z.object({ id: lenient(z.string()) })),
  authors: lenient(z.array(z.object({ id: z.string() }))),
  data: lenient(
    z.object({
      parent: lenient(z.object({ data_source_id: lenient(z.string()) })),
      updated_properties: lenient(z.array(z.string())),
    }),
  ),
});

/**
 * Reads the body of a verified webhook. Needed are `type` and `entity.id`; the envelope is that of
 * https://developers.notion.com/reference/webhooks-events-delivery.
 */
export function parseWebhookEvent(body: string): ParsedEvent {
  const value = parseObject(body);
  if (!value) return { kind: 'malformed', error: 'the body is not a JSON object' };
  const { type } = value;
  if (typeof type !== 'string' || type === '') return { kind: 'malformed', error: '`type` is missing' };

  const payload = z.parse(payloadSchema, value);
  const pageId = parseId(payload.entity?.id);
  const about: EventAbout = {
    eventId: payload.id?.slice(0, 100),
    entityId: pageId,
    type: type.slice(0, 100),
    timestamp: payload.timestamp?.slice(0, 40),
    attempt: payload.attempt_number,
  };
  if (!WATCHED_TYPES.has(type)) return { kind: 'ignored', reason: 'type not watched', about };
  if (!pageId) return { kind: 'ignored', reason: '`entity.id` is missing', about };

  const eventTime = payload.timestamp === undefined ? Number.NaN : Date.parse(payload.timestamp);
  const authors = payload.authors?.map(({ id }) => parseId(id));
  const event: WebhookEvent = {
    pageId,
    type,
    eventId: about.eventId || undefined,
    eventTime: Number.isNaN(eventTime) ? undefined : eventTime,
    propertyIds: payload.data?.updated_properties?.map(decodePropertyId),
    authors: authors?.every((id) => id !== undefined) ? authors : undefined,
    dataSourceId: parseId(payload.data?.parent?.data_source_id),
  };
  return { kind: 'watched', event, about };
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
