import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import type { LocalClock } from '../clock.ts';
import { DurableMap } from '../durable-map.ts';
import type { WebhookPayload } from './webhook-payload.ts';

/** Where events go, and the token with which they are signed. */
export interface Subscription {
  url: string;
  secret: string;
}

/** What came of one try: an answer's status, or why there was none. */
type Attempt = { at: number } & ({ status: number } | { error: string });

export interface Delivery {
  payload: WebhookPayload;
  attempts: readonly Attempt[];
  /** What a person at the fault switches did to it: it was never sent, or not sent by Notion. */
  fate?: 'lost' | 'forged' | undefined;
  /** When it is tried next (ms); undefined once it was acknowledged or given up. */
  nextAt?: number | undefined;
}

/** As `attempt_number` counts: https://developers.notion.com/reference/webhooks-events-delivery */
const MOST_ATTEMPTS = 8;
/** Notion tells only that it backs off exponentially and that the last try comes about 24 hours later. */
const FIRST_BACKOFF_MS = 16_000;
const BACKOFF_FACTOR = 4;
/** How long Notion waits for an answer is not documented. */
const TIMEOUT_MS = 10_000;
/** Finished deliveries that are kept to be looked at. */
const KEPT_DELIVERIES = 500;

export interface WebhooksOptions {
  clock: Pick<LocalClock, 'now' | 'sleep'>;
  dataDir?: string | undefined;
}

/** Delivers events as Notion does, and remembers what came of each. Those not acknowledged survive a restart. */
export class Webhooks {
  readonly #clock: Pick<LocalClock, 'now' | 'sleep'>;
  readonly #deliveries: DurableMap<Delivery>;
  readonly #closing = new AbortController();
  readonly #inFlight = new Set<Promise<unknown>>();
  #subscription: Subscription | undefined;
  #held: WebhookPayload[] | undefined;
  /** How many times an event of the workspace is delivered; 0: it is lost on its way. */
  copies: (payload: WebhookPayload) => number = () => 1;

  constructor({ clock, dataDir }: WebhooksOptions) {
    this.#clock = clock;
    this.#deliveries = DurableMap.open<Delivery>(dataDir && join(dataDir, 'notion-deliveries.jsonl'));
  }

  /** Events go there from now on, beginning with those that an earlier run left unacknowledged. */
  subscribe(subscription: Subscription): void {
    const isFirst = this.#subscription === undefined;
    this.#subscription = subscription;
    if (!isFirst) return;
    for (const { payload, nextAt } of this.#deliveries.values()) {
      if (nextAt !== undefined) this.#attemptAt(nextAt, payload.id);
    }
  }

  /** Oldest first. */
  log(): Delivery[] {
    return [...this.#deliveries.values()];
  }

  /** From now on events wait until somebody takes them. */
  hold(): void {
    this.#held ??= [];
  }

  /** Takes the events that were held, oldest first: to be delivered in any order, twice, as one or never. */
  take(): WebhookPayload[] {
    return this.#held?.splice(0) ?? [];
  }

  /** Ends the holding; whatever is still held is delivered. */
  resume(): void {
    const held = this.take();
    this.#held = undefined;
    for (const payload of held) this.deliver(payload);
  }

  /** Delivers an event of the workspace, unless events are held. Without a subscription nobody is told. */
  emit(payload: WebhookPayload): void {
    if (this.#held) {
      this.#held.push(payload);
      return;
    }
    const copies = this.copies(payload);
    for (let copy = 0; copy < copies; copy++) this.deliver(payload);
    if (copies === 0) this.#deliveries.set(payload.id, { payload, attempts: [], fate: 'lost' });
  }

  /**
   * Posts an event as somebody would who does not know the secret, once. Returns what it was answered.
   *
   * @throws {Error} without a subscription, and without an answer
   */
  async forge(payload: WebhookPayload): Promise<number> {
    if (!this.#subscription) throw new Error('nobody has subscribed to events');
    const forged = { ...this.#subscription, secret: newToken() };
    const status = await this.#post(forged, JSON.stringify(payload));
    const attempts = [{ at: this.#clock.now(), status }];
    this.#deliveries.set(payload.id, { payload, attempts, fate: 'forged' });
    return status;
  }

  /** Delivers an event at once; again, if it was delivered before. */
  deliver(payload: WebhookPayload): void {
    if (!this.#subscription) return;
    const nextAt = this.#clock.now();
    const attempts = this.#deliveries.get(payload.id)?.attempts ?? [];
    this.#deliveries.set(payload.id, { payload, attempts, nextAt });
    this.#forgetOldest();
    this.#track(this.#attempt(payload.id));
  }

  /**
   * Posts what an endpoint gets when a subscription is made for it: a token, signed with itself. Events are
   * signed with it only once it is subscribed with.
   */
  async sendHandshake(url: string, token = newToken()): Promise<{ token: string; status: number }> {
    const status = await this.#post({ url, secret: token }, JSON.stringify({ verification_token: token }));
    return { token, status };
  }

  /** Resolves when no request is under way; deliveries that wait for their next try do not count. */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled(this.#inFlight);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled();
    this.#deliveries.close();
  }

  async #attempt(id: string): Promise<void> {
    const payload = this.#deliveries.get(id)?.payload;
    if (!payload || !this.#subscription) return;
    const outcome = await this.#outcomeOf(this.#subscription, JSON.stringify(payload));
    if (this.#closing.signal.aborted) return; // to be repeated by the next run

    const at = this.#clock.now();
    const attempts = [...(this.#deliveries.get(id)?.attempts ?? []), { at, ...outcome }];
    const acknowledged = 'status' in outcome && outcome.status >= 200 && outcome.status < 300;
    if (acknowledged || payload.attempt_number >= MOST_ATTEMPTS) {
      this.#deliveries.set(id, { payload, attempts });
      return;
    }
    const nextAt = at + FIRST_BACKOFF_MS * BACKOFF_FACTOR ** (payload.attempt_number - 1);
    const next = { ...payload, attempt_number: payload.attempt_number + 1 };
    this.#deliveries.set(id, { payload: next, attempts, nextAt });
    this.#attemptAt(nextAt, id);
  }

  #attemptAt(at: number, id: string): void {
    const wait = Math.max(0, at - this.#clock.now());
    this.#clock.sleep(wait, this.#closing.signal).then(
      () => this.#track(this.#attempt(id)),
      () => {}, // closing
    );
  }

  async #outcomeOf(
    subscription: Subscription,
    body: string,
  ): Promise<{ status: number } | { error: string }> {
    try {
      return { status: await this.#post(subscription, body) };
    } catch (error) {
      return { error: reasonOf(error) };
    }
  }

  async #post({ url, secret }: Subscription, body: string): Promise<number> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Pagebell-Simulated-Notion',
        'x-notion-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), this.#closing.signal]),
    });
    await response.body?.cancel();
    return response.status;
  }

  #track(attempt: Promise<void>): void {
    const tracked = attempt.finally(() => this.#inFlight.delete(tracked));
    this.#inFlight.add(tracked);
  }

  #forgetOldest(): void {
    const finished = this.log().filter(({ nextAt }) => nextAt === undefined);
    for (const { payload } of finished.slice(0, -KEPT_DELIVERIES)) this.#deliveries.delete(payload.id);
  }
}

function newToken(): string {
  return `secret_${randomBytes(32).toString('base64url')}`;
}

function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  return isNativeError(error.cause) ? error.cause.message || error.message : error.message;
}
