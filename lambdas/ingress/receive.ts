import { createHash, randomUUID } from 'node:crypto';
import { hashSetupKey, parseHandshake } from '../core/handshake.ts';
import type { HandshakeStore } from '../core/ports/handshakes.ts';
import type { Log } from '../core/ports/log.ts';
import type { JobQueue } from '../core/ports/queue.ts';
import type { WorkspaceSettings } from '../core/settings.ts';
import { parseSignature, verifySignature } from '../core/signature.ts';
import { type EventAbout, parseWebhookEvent } from '../core/webhook-event.ts';
import type { WebhookRequest, WebhookResponse } from './request.ts';

/** All that the receiver touches. */
export interface IngressPorts {
  log: Log;
  now(): number;
  queue: JobQueue;
  handshakes: HandshakeStore;
  /**
   * The workspace's valid webhook tokens; none before `pagebell connect`.
   *
   * @param maxAgeMs how old the answer may be; the usual if left out
   */
  tokens(workspace: string, maxAgeMs?: number): Promise<string[]>;
}

const MOST_BYTES = 256 * 1024;
/** A wrong signature may mean a new token; forged ones must not flood the secret store. */
const REFRESH_MS = 60_000;
const RETRY_AFTER_SECONDS = 30;
/** `pagebell connect` makes 32 random bytes, as base64url. */
const SETUP_KEY = /^[\w-]{43}$/;

/**
 * Answers one POST. 200 says that SQS has the event, or that Pagebell has no use for it and the log says why:
 * Notion pauses a subscription whose endpoint answers errors.
 */
export async function receive(
  request: WebhookRequest,
  workspaces: readonly WorkspaceSettings[],
  ports: IngressPorts,
): Promise<WebhookResponse> {
  const workspace = workspaces.find(({ key }) => key === (request.workspace ?? workspaces[0]?.key));
  if (!workspace) return { status: 404, body: { error: 'unknown workspace' } };
  if (request.body.length > MOST_BYTES) return { status: 413, body: { error: 'body over 256 KB' } };
  try {
    const token = parseHandshake(request.body);
    if (token !== undefined) return await acceptHandshake(token, request.setupKey, workspace.key, ports);
    return (
      (await refuseUnsigned(request, workspace.key, ports)) ?? (await acceptEvent(request, workspace, ports))
    );
  } catch (error) {
    // Not acknowledged, so Notion tries again.
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    ports.log.error('A webhook could not be taken', { workspace: workspace.key, reason });
    ports.log.count('IngressUnavailable');
    return unavailable('not available, try again');
  }
}

/** Always answered 200: the endpoint must exist before a token does, and nobody learns whether a key was right. */
async function acceptHandshake(
  token: string,
  setupKey: string | undefined,
  workspace: string,
  { handshakes, log, now }: IngressPorts,
): Promise<WebhookResponse> {
  const hash = setupKey !== undefined && SETUP_KEY.test(setupKey) ? hashSetupKey(setupKey) : undefined;
  const isKept = hash !== undefined && (await handshakes.keep(workspace, hash, token, now()));
  log.count(isKept ? 'HandshakeKept' : 'HandshakeForgotten');
  if (isKept) log.info('A handshake was kept: `pagebell connect` shows its token', { workspace });
  else log.warn('A handshake was forgotten: it had no live setup key. Run `pagebell connect`', { workspace });
  return { status: 200, body: { ok: true } };
}

/** The answer for a request that Notion did not sign; undefined if it did. */
async function refuseUnsigned(
  { body, signature }: WebhookRequest,
  workspace: string,
  { log, tokens }: IngressPorts,
): Promise<WebhookResponse | undefined> {
  const refuse = (reason: string): WebhookResponse => {
    log.warn('Refused a webhook', { workspace, reason, bytes: body.length });
    log.count('SignatureRefused');
    return { status: 401, body: { error: 'invalid signature' } };
  };
  const digest = parseSignature(signature);
  if (body.length === 0) return refuse('empty body');
  if (!digest) return refuse(signature === undefined ? 'no signature' : 'malformed signature');

  const known = await tokens(workspace);
  if (verifySignature(body, digest, known)) return undefined;
  const fresh = await tokens(workspace, REFRESH_MS);
  if (verifySignature(body, digest, fresh)) return undefined;
  if (fresh.length > 0) return refuse('wrong signature');
  log.error('No webhook token is active: run `pagebell connect`', { workspace });
  log.count('IngressUnavailable');
  return unavailable('no webhook token is active yet');
}

async function acceptEvent(
  { body }: WebhookRequest,
  workspace: WorkspaceSettings,
  { log, now, queue }: IngressPorts,
): Promise<WebhookResponse> {
  log.countFor(workspace.key, 'EventReceived');
  const parsed = parseWebhookEvent(body.toString('utf8'));
  if (parsed.kind === 'malformed') {
    log.warn('Refused a signed webhook', { workspace: workspace.key, reason: parsed.error });
    log.count('EventMalformed');
    return { status: 400, body: { error: parsed.error } };
  }
  // The tutorial's events have no id: one of our own, so that the log tells one from another.
  const eventId = parsed.about.eventId || randomUUID();
  const about = { ...fieldsOf(parsed.about), eventId, workspace: workspace.key };
  const ignore = (reason: string): WebhookResponse => {
    log.info('Ignored an event', { ...about, reason });
    log.count('EventIgnored');
    return { status: 200, body: { ok: true, ignored: reason } };
  };
  if (parsed.kind === 'ignored') return ignore(parsed.reason);
  const { event } = parsed;
  if (!isWatched(event.dataSourceId, workspace)) return ignore('data source not watched');

  await queue.send(
    { ...event, kind: 'event', workspace: workspace.key, receivedAt: now(), eventId },
    deduplicationId(eventId),
  );
  log.info('Queued an event', about);
  log.count('EventQueued');
  return { status: 200, body: { ok: true } };
}

/** An event that names no data source is decided by the page, once it is read. */
function isWatched(dataSourceId: string | undefined, { dataSources }: WorkspaceSettings): boolean {
  if (!dataSources || dataSourceId === undefined) return true;
  return dataSources.some(({ id }) => id === dataSourceId);
}

/** The bytes of a retry differ, its event id does not. SQS takes only some characters. */
function deduplicationId(eventId: string): string {
  return /^[\w-]+$/.test(eventId) ? eventId : createHash('sha256').update(eventId).digest('hex');
}

function fieldsOf({ eventId, entityId, type, timestamp, attempt }: EventAbout) {
  return { eventId, entityId, type, eventTimestamp: timestamp, attempt };
}

function unavailable(error: string): WebhookResponse {
  return { status: 503, body: { error }, retryAfterSeconds: RETRY_AFTER_SECONDS };
}
