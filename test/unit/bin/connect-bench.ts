import type { CommandError } from '../../../bin/commands/command-error.ts';
import type { ConnectPorts, PendingHandshake } from '../../../bin/commands/connect-ports.ts';
import { type ConnectOutcome, connectWorkspace } from '../../../bin/commands/connect-workspace.ts';
import { hashSetupKey } from '../../../lambdas/core/handshake.ts';
import { parseWebhookTokens, type WebhookTokens } from '../../../lambdas/core/webhook-tokens.ts';

export const WORKSPACE = 'main';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

interface Item {
  setupKeyHash: string;
  /** Seconds. */
  expiresAt: number;
  token?: string;
}

/** `pagebell connect` with every port in memory. Time passes only while the command sleeps. */
export class ConnectBench {
  /** Milliseconds since the command started. */
  elapsed = 0;
  readonly start = Date.parse('2026-11-22T10:00:00Z');
  item: Item | undefined;
  stored: string | undefined;
  /** Thrown by the port's next calls, the first one first. */
  readonly lookFailures: (Error | undefined)[] = [];
  readonly writeFailures: (Error | undefined)[] = [];
  readFailure: Error | undefined;
  retryAnswer = false;
  readonly retriesAsked: CommandError[] = [];
  readonly shownAddresses: string[] = [];
  readonly shownTokens: { token: string; isAnother: boolean }[] = [];
  questionsAsked = 0;
  isWaitingShown = false;
  readonly #interruption = new AbortController();
  readonly #events: { at: number; run: () => void }[] = [];
  #answer: ((answer: 'yes' | 'no' | 'left') => void) | undefined;

  /** Lets something happen at a time after the start. */
  at(elapsed: number, run: () => void): this {
    this.#events.push({ at: elapsed, run });
    this.#events.sort((a, b) => a.at - b.at);
    return this;
  }

  /** Notion posts a handshake to the address shown: the receiver keeps it under the conditions of its own. */
  post(token: string, address = this.shownAddresses.at(-1)): boolean {
    const key = new URL(address ?? '').searchParams.get('setup') ?? '';
    const isKept =
      this.item?.setupKeyHash === hashSetupKey(key) && this.item.expiresAt > Math.floor(this.now / 1000);
    if (this.item && isKept) this.item = { ...this.item, token };
    return isKept;
  }

  answer(said: 'yes' | 'no' | 'left'): void {
    if (!this.#answer) throw new Error('nothing is asked');
    this.#answer(said);
  }

  interrupt(): void {
    this.#interruption.abort();
  }

  run(webhookUrl = 'https://hooks.example.com/webhooks/notion'): Promise<ConnectOutcome> {
    return connectWorkspace({ workspace: WORKSPACE, webhookUrl }, this.#ports(), this.#interruption.signal);
  }

  get now(): number {
    return this.start + this.elapsed;
  }

  get tokens(): WebhookTokens | undefined {
    return this.stored === undefined ? undefined : parseWebhookTokens(this.stored);
  }

  #ports(): ConnectPorts {
    return {
      pending: {
        open: async (_, setupKeyHash, expiresAt) => {
          this.item = { setupKeyHash, expiresAt };
        },
        look: async (_, hash): Promise<PendingHandshake> => {
          const failure = this.lookFailures.shift();
          if (failure) throw failure;
          if (this.item?.setupKeyHash !== hash) return { kind: 'gone' };
          const { token } = this.item;
          return token === undefined ? { kind: 'waiting' } : { kind: 'token', token };
        },
        close: async (_, hash) => {
          if (this.item?.setupKeyHash === hash) this.item = undefined;
        },
      },
      tokens: {
        read: async () => {
          if (this.readFailure) throw this.readFailure;
          return this.tokens;
        },
        write: async (_, value) => {
          const failure = this.writeFailures.shift();
          if (failure) throw failure;
          this.stored = value;
        },
      },
      operator: {
        showAddress: (url) => void this.shownAddresses.push(url),
        showWaiting: () => {
          this.isWaitingShown = true;
          return () => {
            this.isWaitingShown = false;
          };
        },
        showToken: (token, isAnother) => void this.shownTokens.push({ token, isAnother }),
        askVerified: (signal) => this.#ask(signal),
        askRetry: async (failure) => {
          this.retriesAsked.push(failure);
          return this.retryAnswer;
        },
      },
      clock: { now: () => this.now, sleep: (ms, signal) => this.#sleep(ms, signal) },
      randomBytes: (count) => Buffer.alloc(count, 251),
    };
  }

  #ask(signal: AbortSignal): Promise<'yes' | 'no' | 'left'> {
    this.questionsAsked += 1;
    return new Promise((resolve) => {
      this.#answer = resolve;
      signal.addEventListener('abort', () => resolve('left'));
    });
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const until = this.elapsed + ms;
    for (let next = this.#events[0]; next && next.at <= until && !signal.aborted; next = this.#events[0]) {
      this.#events.shift();
      this.elapsed = Math.max(this.elapsed, next.at);
      next.run();
      await new Promise(setImmediate); // whoever heard of it goes on before time does
    }
    if (!signal.aborted) this.elapsed = until;
  }
}
