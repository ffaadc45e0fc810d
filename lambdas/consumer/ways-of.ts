import { lookAtAfter, type Way } from '../core/digests.ts';
import { isDue } from '../core/outbox.ts';
import type { Notice, PageRecord } from '../core/page-record.ts';
import { destinationOf } from './slack-ways.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

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
