import { type Settlement, settle } from '../outbox.ts';
import type { Outbox, PageRecord } from '../page-record.ts';
import type { MirrorAct } from './move-mirrors.ts';

interface Ended {
  act: MirrorAct;
  settlement: Settlement;
}

/**
 * Writes down what became of mirrors. What was written is known of the page at once, with the time of the
 * other side's edit: when it comes back as a webhook, it is no news.
 */
export function settleMirrors(record: PageRecord, ended: readonly Ended[], now: number): PageRecord {
  const outbox = ended.reduce<Outbox>(
    (before, { act, settlement }) => settle(before, act.entry.id, settlement, now),
    record.outbox,
  );
  return ended.reduce<PageRecord>(
    (known, { act, settlement }) =>
      act.kind === 'write' && settlement.kind === 'delivered' ? withTaken(known, act) : known,
    { ...record, outbox },
  );
}

function withTaken(
  record: PageRecord,
  { entry: { mirror }, reading, taken }: Extract<MirrorAct, { kind: 'write' }>,
): PageRecord {
  const side = record.mirrors?.[mirror];
  if (!side) return record;
  const written = {
    ...side,
    values: { ...side.values, ...taken.values },
    changedAt: { ...side.changedAt, ...taken.changedAt },
    ...(reading.side === 'to' && { base: { ...side.base, ...taken.values } }),
  };
  return { ...record, mirrors: { ...record.mirrors, [mirror]: written } };
}
