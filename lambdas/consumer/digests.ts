import { digestDueAt, lookAtAfter, type Way } from '../core/digests.ts';
import { isDue } from '../core/outbox.ts';
import type { Notice, PageRecord } from '../core/page-record.ts';
import { destinationOf } from './slack-ways.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/** What one turn leaves to digests. */
export class Digests {
  readonly #joining = new Map<string, Set<string>>();
  readonly #workspace: string;
  readonly #ports: Pick<ConsumerPorts, 'digests' | 'log'>;

  constructor(workspace: string, ports: Pick<ConsumerPorts, 'digests' | 'log'>) {
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

/** How the notices of a record go into their channels; for those that were left to a digest it looks there. */
export async function waysOf(
  { outbox }: PageRecord,
  turn: Turn,
  { clock, digests }: ConsumerPorts,
): Promise<(notice: Notice, dataSourceId: string | undefined) => Way> {
  const now = clock.now();
  const left = outbox.flatMap((entry) => (entry.kind === 'notice' && isDue(entry, now) ? [entry] : []));
  const ways = new Map<string, Way>();
  for (const { id, digest } of left) {
    if (digest === undefined) continue;
    const record = await digests.load(turn.workspace.key, digest);
    const hasIt = record?.members.includes(id);
    const lookAt = lookAtAfter(Math.max(now, record?.progress.dueAt ?? 0));
    ways.set(id, hasIt ? { kind: 'digest', digest, lookAt } : SINGLE);
  }
  return ({ id, digest, progress }, dataSourceId) => {
    const decided = ways.get(id);
    if (decided) return decided;
    // Left to it by somebody else in the meantime: that is not to be judged without a look.
    if (digest !== undefined) return { kind: 'digest', digest, lookAt: lookAtAfter(clock.now()) };
    const destination = destinationOf(dataSourceId, turn);
    // Who was perhaps told by somebody who died does not wait for others.
    if (progress.state === 'sending' || destination === undefined) return SINGLE;
    return turn.singles.wayOf(id, destination, clock.now());
  };
}

const SINGLE: Way = { kind: 'single' };
