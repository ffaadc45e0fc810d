import { type Claim, type Settlement, settle } from '../core/outbox.ts';
import type { Outbox, PageRecord } from '../core/page-record.ts';
import { forgetUntold } from '../core/plan.ts';
import type { Advanced } from './advance.ts';
import { deliver } from './deliver.ts';
import type { Delivered } from './delivery.ts';
import { type PageWork, update } from './page-work.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/** Makes every claimed call at once and saves what became of them, whatever else happens. */
export async function deliverAll(
  { record, claims }: Advanced,
  { pageId, messageIds }: PageWork,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered[]> {
  const { state: page } = record;
  if (!page || claims.length === 0) return [];
  const ended = await Promise.allSettled(
    claims.map(async (claim): Promise<Ended> => {
      const delivered = await deliver({ ...claim, pageId, page, messageIds }, turn, ports);
      logDelivered(claim, delivered, pageId, ports);
      return { claim, delivered };
    }),
  );
  const known = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const now = ports.clock.now();
  await update(record, (current) => ({ record: settleAll(current, known, now) }), ports.pages);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return known.map(({ delivered }) => delivered);
}

interface Ended {
  claim: Claim;
  delivered: Delivered;
}

function settleAll(record: PageRecord, ended: readonly Ended[], now: number): PageRecord {
  const outbox = ended.reduce<Outbox>(
    (before, { claim, delivered }) => settle(before, claim.notice.id, delivered.settlement, now),
    record.outbox,
  );
  // A comment is dropped where the page is gone: whom it was for are told should the page come back.
  const dropped = ended.flatMap(({ claim: { notice }, delivered }) =>
    delivered.settlement.kind === 'dropped' && notice.channel === 'comment' ? [notice] : [],
  );
  return { ...record, ...forgetUntold(record.state, dropped), outbox };
}

function logDelivered(
  { notice }: Claim,
  { settlement }: Delivered,
  pageId: string,
  { log }: ConsumerPorts,
): void {
  const { id: noticeId, rule, channel, attempts } = notice;
  const fields = { noticeId, pageId, rule, channel, attempts, outcome: settlement.kind };
  log.info('Notice', { ...fields, reason: reasonOf(settlement) });
  log.count(`Notice${settlement.kind === 'delivered' ? 'Delivered' : 'NotDelivered'}`);
}

function reasonOf(settlement: Settlement): string | undefined {
  return settlement.kind === 'delivered' ? undefined : settlement.reason;
}
