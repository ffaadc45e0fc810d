import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { requestTimeouts } from './request-timeouts.ts';

const KEPT_MS = 5 * 60_000;
/** A secret that is not there may be stored any moment. */
const MISSING_KEPT_MS = 15_000;
/** An older answer is better than none while the store does not answer, which is asked again so often. */
const KEPT_WITHOUT_STORE_MS = 60 * 60_000;
const ASKED_AGAIN_MS = 15_000;

/** The secret store does not answer, or refuses. */
export class SecretsUnavailable extends Error {
  override readonly name = 'SecretsUnavailable';
}

/** Secrets of workspaces: SecureString parameters at `<prefix>/<workspace>/<name>`. */
export class Secrets {
  readonly #client: SSMClient;
  readonly #prefix: string;
  readonly #now: () => number;
  readonly #kept = new Map<string, { value: Promise<string | undefined>; readAt: number }>();
  readonly #lastRead = new Map<string, { value: string | undefined; readAt: number }>();

  constructor(prefix: string, client: SSMClient = openSsm(), now: () => number = Date.now) {
    this.#prefix = prefix;
    this.#client = client;
    this.#now = now;
  }

  /**
   * @param maxAgeMs how old an answer may be; left out: five minutes, and an hour while the store does not answer
   * @returns undefined where nothing is stored
   * @throws {SecretsUnavailable}
   */
  get(workspace: string, name: string, maxAgeMs?: number): Promise<string | undefined> {
    return this.#get(`${this.#prefix}/${workspace}/${name}`, maxAgeMs);
  }

  /** As `get`, of a parameter at `<prefix>/<name>`, which is no workspace's. */
  shared(name: string, maxAgeMs?: number): Promise<string | undefined> {
    return this.#get(`${this.#prefix}/${name}`, maxAgeMs);
  }

  async #get(path: string, maxAgeMs: number | undefined): Promise<string | undefined> {
    try {
      return await this.#getFresh(path, maxAgeMs ?? KEPT_MS);
    } catch (error) {
      const last = this.#lastRead.get(path);
      const now = this.#now();
      if (maxAgeMs !== undefined || !last || now - last.readAt >= KEPT_WITHOUT_STORE_MS) throw error;
      const { value } = last;
      const readAt = now - keptMs(value) + ASKED_AGAIN_MS;
      this.#kept.set(path, { value: Promise.resolve(value), readAt });
      return value;
    }
  }

  async #getFresh(path: string, maxAgeMs: number): Promise<string | undefined> {
    const kept = this.#kept.get(path);
    if (kept) {
      const value = await kept.value;
      if (this.#now() - kept.readAt < Math.min(maxAgeMs, keptMs(value))) return value;
    }
    const value = this.#read(path);
    this.#kept.set(path, { value, readAt: this.#now() });
    // A failed read is not kept: the next one who asks tries again.
    value.catch(() => this.#kept.delete(path));
    return value;
  }

  async #read(path: string): Promise<string | undefined> {
    const readAt = this.#now();
    const value = await this.#ask(path);
    this.#lastRead.set(path, { value, readAt });
    return value;
  }

  async #ask(path: string): Promise<string | undefined> {
    try {
      const answer = await this.#client.send(new GetParameterCommand({ Name: path, WithDecryption: true }));
      return answer.Parameter?.Value || undefined;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw new SecretsUnavailable(`${path} could not be read`, { cause: error });
    }
  }
}

function keptMs(value: string | undefined): number {
  return value === undefined ? MISSING_KEPT_MS : KEPT_MS;
}

/** The SDK repeats a read with jitter: three tries of at most a second each. */
export function openSsm(timeoutMs = 1000): SSMClient {
  return new SSMClient({ maxAttempts: 3, requestHandler: requestTimeouts(timeoutMs) });
}
