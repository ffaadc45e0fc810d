import { RateWindow } from '../local/notion/rate-window.ts';
import { PEOPLE } from '../test/chaos/cast.ts';
import type { HttpCall, HttpReply, HttpServer } from '../test/chaos/faulty-fetch.ts';
import { NotionServer } from '../test/chaos/notion-server.ts';

/** What Notion refuses beyond: so many calls in a fixed window, which begins with the first of them. */
export interface CallLimit {
  calls: number;
  windowMs: number;
}

/** A Notion workspace that answers in 300 ms, and refuses what is beyond its limit. */
export class LimitedNotion extends NotionServer {
  override readonly wayMs: HttpServer['wayMs'] = [145, 155];
  /** When each call that was answered arrived (ms). */
  readonly served: number[] = [];
  /** Calls that were answered 429. */
  refused = 0;
  readonly #now: () => number;
  readonly #window: RateWindow;

  constructor({ calls, windowMs }: CallLimit, now: () => number) {
    super(PEOPLE, now);
    this.#now = now;
    this.#window = new RateWindow(calls, { now }, windowMs);
  }

  override serve(call: HttpCall): HttpReply {
    const waitSeconds = this.#window.spend();
    if (waitSeconds > 0) {
      this.refused += 1;
      const body = { object: 'error', status: 429, code: 'rate_limited', message: 'Too many calls.' };
      return { status: 429, body, headers: { 'retry-after': String(waitSeconds) } };
    }
    this.served.push(this.#now());
    return super.serve(call);
  }
}
