import type { WebhookTokens } from '../../lambdas/core/webhook-tokens.ts';
import type { CommandError } from './command-error.ts';

/** All that connecting a workspace touches. */
export interface ConnectPorts {
  pending: PendingHandshakes;
  tokens: StoredTokens;
  operator: Operator;
  /** Asks Notion's API to make the subscription; undefined: it is made by hand. Never throws. */
  subscribe?: (url: string) => Promise<Subscribed>;
  clock: {
    /** Milliseconds since 1970. */
    now(): number;
    /** Resolves early, and does not throw, once the signal is aborted. */
    sleep(ms: number, signal: AbortSignal): Promise<void>;
  };
  randomBytes(count: number): Buffer;
}

export type Subscribed = { kind: 'made' } | { kind: 'refused'; reason: string };

/** The operator's side of the item that waits for Notion's handshake: one a workspace, made and removed here. */
export interface PendingHandshakes {
  /**
   * Replaces whatever waited before.
   *
   * @param expiresAt seconds since 1970
   * @throws {CommandError}
   */
  open(workspace: string, setupKeyHash: string, expiresAt: number): Promise<void>;
  /** @throws {CommandError} */
  look(workspace: string, setupKeyHash: string): Promise<PendingHandshake>;
  /** Removes the item, unless another setup key has replaced it. */
  close(workspace: string, setupKeyHash: string): Promise<void>;
}

export type PendingHandshake =
  | { kind: 'waiting' }
  /** The last one that came. */
  | { kind: 'token'; token: string }
  /** Expired and removed, or replaced by another setup key. */
  | { kind: 'gone' };

/** The webhook tokens that the receiver verifies with. */
export interface StoredTokens {
  /**
   * Undefined if none was ever active.
   *
   * @throws {CommandError}
   */
  read(workspace: string): Promise<WebhookTokens | undefined>;
  /**
   * @param value as `rotated` makes it
   * @throws {CommandError}
   */
  write(workspace: string, value: string): Promise<void>;
}

/** The person at the terminal. */
export interface Operator {
  /**
   * Tells which address to register, and how.
   *
   * @param expiresAt when the address stops to work (ms)
   * @param subscribed what came of asking Notion's API for it; undefined: it was not asked
   */
  showAddress(url: string, expiresAt: number, subscribed: Subscribed | undefined): void;
  /** Shows that the command waits, until the returned function is called. */
  showWaiting(until: number): () => void;
  /** @param isAnother Notion has sent another one, and this is the one that counts now */
  showToken(token: string, isAnother: boolean): void;
  /** Asks whether Notion says that the subscription is verified. An aborted question is answered `left`. */
  askVerified(signal: AbortSignal): Promise<'yes' | 'no' | 'left'>;
  /** Tells what failed and asks whether to try again. */
  askRetry(failure: CommandError, signal: AbortSignal): Promise<boolean>;
}
