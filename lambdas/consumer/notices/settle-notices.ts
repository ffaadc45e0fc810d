import { type Claim, type Settlement, settle } from '../../core/outbox.ts';
import type { Outbox, OutboxEntry, PageRecord } from '../../core/page-record.ts';
import { type Known, whereItHolds } from '../../core/rules/holds.ts';
import { untoldOf } from '../../core/told-before.ts';
import { forget, takenOut, withoutOpposites } from '../../core/untold.ts';
import { type Watch, watchOf } from '../../core/watch.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import type { Delivered } from './delivery.ts';

/** A claimed notice, and what became of it. */
export interface Tried {
  claim: Claim;
  delivered: Delivered;
}

/** Writes down what became of claimed notices, and forgets what nobody was told after all. */
export function settleAll(record: PageRecord, ended: readonly Tried[], turn: Turn, now: number): PageRecord {
  const watch = watchOf(turn.workspace, record.state?.dataSourceId);
  const isTold = ({ delivered }: Tried) => delivered.settlement.kind === 'delivered';
  // First what was told, for others to know of it.
  const noted = settleEach(record.outbox, ended.filter(isTold), now);
  const others = ended.filter((each) => !isTold(each));
  const settled = settleEach(noted, others, now);
  const holding = onlyWhereItHolds(settled, ended, record, watch);
  // What is dropped where the page is gone, or where it ceased to hold while it was being tried, is for people who
  // are told should that come back.
  const cannotBeTold = new Set(
    others.flatMap(({ claim, delivered: { settlement } }) =>
      settlement.kind === 'dropped' && settlement.cannotBeTold ? [claim.notice.id] : [],
    ),
  );
  const taken = takenOut(noted, holding).filter(({ id }) => !cannotBeTold.has(id));
  const outbox = withoutOpposites(holding, taken);
  return { ...record, ...forget(record, untoldOf(taken, outbox)), outbox };
}

function settleEach(outbox: Outbox, ended: readonly Tried[], now: number): Outbox {
  return ended.reduce<Outbox>(
    (before, { claim, delivered }) => settle(before, claim.notice.id, delivered.settlement, now),
    outbox,
  );
}

/** What is to be sent after all is for those only of whom it has not ceased to hold while it was being tried. */
function onlyWhereItHolds(outbox: Outbox, ended: readonly Tried[], known: Known, watch: Watch): Outbox {
  const tried = new Set(ended.map(({ claim }) => claim.notice.id));
  return outbox.flatMap((entry): OutboxEntry[] => {
    if (entry.kind !== 'notice' || entry.progress.state !== 'pending' || !tried.has(entry.id)) return [entry];
    const still = whereItHolds(entry, known, watch);
    return still ? [still] : [];
  });
}

export function logDelivered(
  { notice }: Claim,
  { settlement }: Delivered,
  pageId: string,
  { clock, log }: ConsumerPorts,
): void {
  const { id: noticeId, rule, channel, attempts, heardAt } = notice;
  const isDelivered = settlement.kind === 'delivered';
  const latencyMs = isDelivered && heardAt !== undefined ? clock.now() - heardAt : undefined;
  const fields = { noticeId, pageId, rule, channel, attempts, outcome: settlement.kind };
  log.info('Notice', { ...fields, reason: reasonOf(settlement), latencyMs });
  log.count(isDelivered ? 'NoticeDelivered' : 'NoticeNotDelivered');
  if (latencyMs !== undefined) log.measure('NoticeLatency', Math.max(0, latencyMs));
}

function reasonOf(settlement: Settlement): string | undefined {
  return settlement.kind === 'delivered' ? undefined : settlement.reason;
}
