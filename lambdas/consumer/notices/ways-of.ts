import { lookAtAfter, type Way } from '../../core/digests.ts';
import { pageIdOfNotice } from '../../core/notices.ts';
import { isDue } from '../../core/outbox.ts';
import type { Notice, PageRecord } from '../../core/page-record.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { destinationOfNotice } from './slack-ways.ts';

/**
 * How the notices of a record go into their channels. For those that were left to a digest it looks there; what
 * that has lost is decided on anew.
 */
export async function waysOf(
  { outbox }: PageRecord,
  turn: Turn,
  { clock, digests }: ConsumerPorts,
): Promise<(notice: Notice, dataSourceId: string | undefined) => Way> {
  const now = clock.now();
  const left = outbox.flatMap((entry) => (entry.kind === 'notice' && isDue(entry, now) ? [entry] : []));
  const known = new Map<string, Way>();
  const lost = new Set<string>();
  for (const { id, digest } of left) {
    if (digest === undefined) continue;
    const record = await digests.load(turn.workspace.key, digest);
    const lookAt = lookAtAfter(Math.max(now, record?.progress.dueAt ?? 0));
    if (record?.members.includes(id)) known.set(id, { kind: 'digest', digest, lookAt });
    else lost.add(id);
  }
  return (notice, dataSourceId) => {
    const { id, digest, progress } = notice;
    const decided = known.get(id);
    if (decided) return decided;
    // Left to it by somebody else in the meantime: that is not to be judged without a look.
    if (digest !== undefined && !lost.has(id))
      return { kind: 'digest', digest, lookAt: lookAtAfter(clock.now()) };
    const destination = destinationOfNotice(notice, dataSourceId, turn);
    // Who was perhaps told by somebody who died does not wait for others: a whole digest's members do.
    const isHurried = progress.state === 'sending' && digest === undefined;
    // By its page's id a digest finds it again.
    const isFindable = pageIdOfNotice(id) !== undefined;
    if (isHurried || !isFindable || destination === undefined) return SINGLE;
    return turn.singles.wayOf(id, destination, clock.now());
  };
}

const SINGLE: Way = { kind: 'single' };
