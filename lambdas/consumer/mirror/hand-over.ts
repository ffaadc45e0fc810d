import type { MirrorAct } from '../../core/mirror/claim-mirrors.ts';
import type { PageRecord } from '../../core/page-record.ts';
import type { Delivered } from '../notices/delivery.ts';
import { onlyObserved } from '../notices/silent-until.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { otherEnd } from './mirror-partners.ts';

/** Once the queue has the job, the other side is to be looked at whatever happens here. */
export async function handOver(
  { entry, partner }: Extract<MirrorAct, { kind: 'hand-over' }>,
  { pageId, version }: PageRecord,
  { workspace }: Turn,
  { queue, log, clock }: ConsumerPorts,
): Promise<Delivered> {
  const mirror = workspace.mirrors?.find(({ key }) => key === entry.mirror);
  if (!mirror) return { settlement: { kind: 'dropped', reason: 'the mirror is not configured any more' } };
  if (workspace.mode === 'observe') {
    log.info('Observed, not handed over', { pageId, mirror: mirror.key, partner });
    return { settlement: onlyObserved(clock.now()) };
  }
  const there = otherEnd(mirror, workspace.key).workspace;
  const hex = [pageId, partner].map((id) => id.replaceAll('-', ''));
  await queue.send(
    { kind: 'mirror', workspace: there, pageId: partner, mirror: mirror.key, partner: pageId, version },
    ['mirror', hex[0], version, hex[1]].join(':'),
  );
  return { settlement: { kind: 'delivered' } };
}
