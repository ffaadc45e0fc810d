import type { Failure, Result } from '../../core/failure.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { noTimeLeft } from './who-is-who.ts';

type Post = () => Promise<Result<void>>;

/** What a turn allows. */
interface Limits {
  /** No call begins after this (ms). */
  lastCallAt: number;
  /** Whether a short wait of Slack's may be sat out. */
  mayWait: boolean;
}

/**
 * One lane for each destination in Slack, which takes about one message a second: a channel, the webhook, a
 * person. No pace is kept that Slack did not ask for: it allows short bursts.
 */
export class SlackLanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #limits: Limits;
  readonly #clock: Clock;

  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Posts once all that was to go there before is posted, or put back. */
  post(destination: string, post: Post): Promise<Result<void>> {
    const lane = this.#lanes.get(destination) ?? new Lane(this.#limits, this.#clock);
    this.#lanes.set(destination, lane);
    return lane.post(post);
  }
}

/** Slack's waits, all in all, that a lane sits out: whatever else the workspace has waits behind it. */
const PATIENCE_MS = 5000;
const LEAST_WAIT_MS = 100;

class Lane {
  readonly #limits: Limits;
  readonly #clock: Clock;
  #patienceMs = PATIENCE_MS;
  #last: Promise<unknown> = Promise.resolve();
  /** Slack is not asked before `until` (ms). */
  #closed: { until: number; because: Failure } | undefined;

  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  post(post: Post): Promise<Result<void>> {
    const posted = this.#last.then(() => this.#postInTurn(post));
    // Whoever posted hears of an exception; it holds up nobody behind.
    this.#last = posted.catch(() => undefined);
    return posted;
  }

  async #postInTurn(post: Post): Promise<Result<void>> {
    for (;;) {
      const refused = this.#refusal();
      if (refused) return { ok: false, failure: refused };
      const posted = await post();
      if (posted.ok) return posted;
      const waitMs = this.#waitAfter(posted.failure);
      if (waitMs === undefined) {
        this.#closeAfter(posted.failure);
        return posted;
      }
      this.#patienceMs -= waitMs;
      await this.#clock.sleep(waitMs);
    }
  }

  /** Why Slack is not to be asked now: certainly not posted. */
  #refusal(): Failure | undefined {
    const now = this.#clock.now();
    if (now > this.#limits.lastCallAt) return noTimeLeft(now);
    if (!this.#closed || now >= this.#closed.until) return undefined;
    const { because, until } = this.#closed;
    if (because.kind === 'answer') return { ...because, retryAfterMs: until - now };
    return { kind: 'unreachable', service: 'slack', message: `not asked again: ${because.message}` };
  }

  /** How long to wait before the same is posted again; undefined: it is left to the outbox. */
  #waitAfter(failure: Failure): number | undefined {
    if (!this.#limits.mayWait || !isTooMany(failure) || failure.retryAfterMs === undefined) return undefined;
    const waitMs = Math.max(failure.retryAfterMs, LEAST_WAIT_MS);
    const isInTime = this.#clock.now() + waitMs <= this.#limits.lastCallAt;
    return waitMs <= this.#patienceMs && isInTime ? waitMs : undefined;
  }

  /** What waits behind need not hear the same, nor wait for another time-out. */
  #closeAfter(failure: Failure): void {
    const endOfTurn = this.#limits.lastCallAt;
    if (failure.kind === 'no-answer') this.#closed = { until: endOfTurn, because: failure };
    if (!isTooMany(failure)) return;
    const { retryAfterMs } = failure;
    const until = retryAfterMs === undefined ? endOfTurn : this.#clock.now() + retryAfterMs;
    this.#closed = { until, because: failure };
  }
}

function isTooMany(failure: Failure): failure is Extract<Failure, { kind: 'answer' }> {
  return failure.kind === 'answer' && failure.status === 429;
}
