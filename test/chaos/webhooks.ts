import { createHmac } from 'node:crypto';
import {
  ASSIGNEE_PROPERTY,
  BOT_ID,
  DATA_SOURCE,
  DUE_PROPERTY,
  LEFT_OUT_PROPERTY,
  LINK_PROPERTY,
  POINTS_PROPERTY,
  STATUS_PROPERTY,
} from './cast.ts';
import type { Delivery } from './schedule.ts';
import type { VirtualTime } from './virtual-time.ts';

export const WEBHOOK_TOKEN = 'secret_of-the-chaos-bench';

/** One POST, as it arrives. */
export interface WebhookPost {
  body: string;
  signature: string;
}

interface Edit {
  type: 'page.created' | 'page.properties_updated' | 'page.moved' | 'page.deleted' | 'page.undeleted';
  pageId: string;
  author: string;
  /** Decoded. */
  propertyIds: readonly string[];
}

/** Edits that are told of together. */
interface Bundle {
  /** When the first webhook of it arrives (ms); undefined: none does. */
  toldAt: number | undefined;
  type: Edit['type'];
  pageId: string;
  authors: Set<string>;
  propertyIds: Set<string>;
}

/** Notion combines edits of about a minute. */
const AGGREGATION_MS = 60_000;
/** From one try to the next, while the endpoint does not answer well. */
const RETRY_MS = [60_000, 5 * 60_000, 20 * 60_000, 60 * 60_000, 3 * 60 * 60_000, 6 * 60 * 60_000];

/** Notion's sender of webhooks. */
export class Webhooks {
  readonly #time: VirtualTime;
  readonly #post: (post: WebhookPost) => Promise<number>;
  readonly #open = new Map<string, Bundle>();
  readonly #dataSource: string;
  #events = 0;
  /** Not acknowledged yet, or not even sent. */
  pending = 0;

  /** @param post resolves to the status of the answer */
  constructor(time: VirtualTime, post: (post: WebhookPost) => Promise<number>, dataSource = DATA_SOURCE) {
    this.#dataSource = dataSource;
    this.#time = time;
    this.#post = post;
  }

  /** Returns when the first webhook of an edit arrives (ms), unless none does. */
  tell(edit: Edit, { delaysMs, isAggregated }: Delivery): number | undefined {
    const open = this.#open.get(edit.pageId);
    if (open && isAggregated && edit.type === open.type) {
      open.authors.add(edit.author);
      for (const id of edit.propertyIds) open.propertyIds.add(id);
      return open.toldAt;
    }
    const { type, pageId, author, propertyIds } = edit;
    const isOpen = isAggregated && type === 'page.properties_updated';
    const sentAt = this.#time.now() + (isOpen ? AGGREGATION_MS : 0);
    const toldAt = delaysMs.length === 0 ? undefined : sentAt + Math.min(...delaysMs);
    const bundle = { type, pageId, authors: new Set([author]), propertyIds: new Set(propertyIds), toldAt };
    if (isOpen) this.#sendLater(bundle, sentAt, delaysMs);
    else this.#send(bundle, delaysMs);
    return toldAt;
  }

  #sendLater(bundle: Bundle, at: number, delaysMs: readonly number[]): void {
    this.#open.set(bundle.pageId, bundle);
    this.pending += 1;
    this.#time.at(at, () => {
      this.#open.delete(bundle.pageId);
      this.pending -= 1;
      this.#send(bundle, delaysMs);
    });
  }

  #send(bundle: Bundle, delaysMs: readonly number[]): void {
    this.#events += 1;
    const id = `e0000000-0000-4000-8000-${String(this.#events).padStart(12, '0')}`;
    const timestamp = new Date(this.#time.now()).toISOString();
    for (const delayMs of delaysMs) {
      this.pending += 1;
      this.#time.at(this.#time.now() + delayMs, () => void this.#try({ id, timestamp, bundle }, 1));
    }
  }

  async #try(event: { id: string; timestamp: string; bundle: Bundle }, attempt: number): Promise<void> {
    const { id, timestamp, bundle } = event;
    const payload = {
      id,
      timestamp,
      type: bundle.type,
      authors: [...bundle.authors].map((author) => ({
        id: author,
        type: author === BOT_ID ? 'bot' : 'person',
      })),
      attempt_number: attempt,
      entity: { id: bundle.pageId, type: 'page' },
      data: {
        parent: { id: this.#dataSource, type: 'database', data_source_id: this.#dataSource },
        ...(bundle.type === 'page.properties_updated' && {
          updated_properties: [...bundle.propertyIds].map(encodeURIComponent),
        }),
      },
    };
    const body = JSON.stringify(payload);
    const signature = `sha256=${createHmac('sha256', WEBHOOK_TOKEN).update(body).digest('hex')}`;
    const status = await this.#post({ body, signature });
    const again = status === 200 ? undefined : RETRY_MS[attempt - 1];
    if (again === undefined) this.pending -= 1;
    else this.#time.at(this.#time.now() + again, () => void this.#try(event, attempt + 1));
  }
}

export const ASSIGNED = [ASSIGNEE_PROPERTY];
export const RENAMED = ['title'];
export const DUE_SET = [DUE_PROPERTY];
export const POINTS_SET = [POINTS_PROPERTY];
export const LINK_SET = [LINK_PROPERTY];
export const STATUS_SET = [STATUS_PROPERTY];
export const LEFT_OUT_SET = [LEFT_OUT_PROPERTY];
