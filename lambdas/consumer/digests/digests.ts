import { digestDueAt } from '../../core/digests.ts';
import type { Notice } from '../../core/page-record.ts';
import type { DigestStore } from '../../core/ports/digests.ts';
import type { Log } from '../../core/ports/log.ts';

interface Ports {
  digests: DigestStore;
  log: Log;
}

/** What one turn leaves to digests. */
export class Digests {
  readonly #joining = new Map<string, Set<string>>();
  readonly #workspace: string;
  readonly #ports: Ports;

  constructor(workspace: string, ports: Ports) {
    this.#workspace = workspace;
    this.#ports = ports;
  }

  /** Their page's record says by now that a digest is to tell them. */
  note(notices: readonly Notice[]): void {
    for (const { id, digest } of notices) {
      if (digest === undefined) continue;
      this.#joining.set(digest, (this.#joining.get(digest) ?? new Set()).add(id));
    }
  }

  /** One write for each digest. Whoever a digest does not learn of is told singly in the end. */
  async write(): Promise<void> {
    await Promise.all([...this.#joining].map(([digest, members]) => this.#join(digest, [...members])));
  }

  async #join(digest: string, members: readonly string[]): Promise<void> {
    const { digests, log } = this.#ports;
    try {
      if (await digests.join(this.#workspace, digest, members, digestDueAt(digest))) return;
      log.warn('A digest was joined too late', { digest, members: members.length });
    } catch (error) {
      log.warn('A digest could not be joined', { digest, members: members.length, reason: String(error) });
    }
  }
}
