import { isKey, isSession } from '../core/session.ts';
import type { DashboardPorts } from './ports.ts';

/** A replaced key ends the sessions of the old one within this time. */
const KEY_KEPT_MS = 60_000;
/** A wrong key may be a new one; guesses must not flood the secret store. */
const REFRESH_MS = 5000;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
const FORGET_MS = 60_000;

export type SignIn = { kind: 'signed-in'; key: string } | { kind: 'wrong' } | { kind: 'no-key' };

/**
 * Signs in and knows who is. Guesses are slowed down here, in the memory of one execution environment, and
 * limited for all of them by API Gateway: a counter in the table would need a role that may write. What makes
 * guessing hopeless is the key, 32 random bytes; the brake keeps a flood cheap.
 */
export class Guard {
  readonly #ports: Pick<DashboardPorts, 'clock' | 'key'>;
  #wrong = 0;
  #lastWrongAt = 0;

  constructor(ports: Pick<DashboardPorts, 'clock' | 'key'>) {
    this.#ports = ports;
  }

  /** @throws {StoreUnavailable} */
  async isSignedIn(cookie: string | undefined): Promise<boolean> {
    if (!cookie) return false;
    const key = await this.#ports.key(KEY_KEPT_MS);
    return key !== undefined && isSession(cookie, key, this.#ports.clock.now());
  }

  /** @throws {StoreUnavailable} */
  async hasKey(): Promise<boolean> {
    return (await this.#ports.key(KEY_KEPT_MS)) !== undefined;
  }

  /** @throws {StoreUnavailable} */
  async signIn(given: string): Promise<SignIn> {
    const known = await this.#ports.key(KEY_KEPT_MS);
    if (known !== undefined && isKey(given, known)) return this.#let(known);
    const fresh = await this.#ports.key(REFRESH_MS);
    if (fresh === undefined) return { kind: 'no-key' };
    if (isKey(given, fresh)) return this.#let(fresh);
    await this.#brake();
    return { kind: 'wrong' };
  }

  #let(key: string): SignIn {
    this.#wrong = 0;
    return { kind: 'signed-in', key };
  }

  /** Each wrong key waits longer than the one before. */
  async #brake(): Promise<void> {
    const { clock } = this.#ports;
    const now = clock.now();
    if (now - this.#lastWrongAt > FORGET_MS) this.#wrong = 0;
    this.#lastWrongAt = now;
    this.#wrong += 1;
    await clock.sleep(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#wrong - 1)));
  }
}
