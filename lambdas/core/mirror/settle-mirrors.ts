import { type Settlement, settle } from '../outbox.ts';
import type { Outbox, PageRecord } from '../page-record.ts';
import type { MirrorAct } from './claim-mirrors.ts';
import type { Taken } from './compare-side.ts';

interface Ended {
  act: MirrorAct;
  settlement: Settlement;
  /** What was written where it is not all that was asked for. */
  written?: Taken;
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
    (known, { act, ...end }) => (act.kind === 'write' ? withOutcome(known, act, end) : known),
    { ...record, outbox },
  );
}

type Write = Extract<MirrorAct, { kind: 'write' }>;

function withOutcome(
  record: PageRecord,
  act: Write,
  { settlement, written }: Omit<Ended, 'act'>,
): PageRecord {
  if (written) return withTaken(withoutWriting(record, act), { ...act, taken: written });
  switch (settlement.kind) {
    case 'delivered':
      return withTaken(withoutWriting(record, act), act);
    case 'returned':
    case 'dropped':
      return withoutWriting(record, act);
    // Perhaps done: the next reading shows it.
    case 'pending':
    case 'sending':
    case 'threw':
    case 'failed':
      return record;
  }
}

function withoutWriting(record: PageRecord, { entry: { mirror }, taken }: Write): PageRecord {
  const known = record.mirrors?.[mirror];
  if (!known?.writing) return record;
  const { writing, ...side } = known;
  const open = Object.entries(writing).filter(([property]) => !(property in taken.values));
  return {
    ...record,
    mirrors: {
      ...record.mirrors,
      [mirror]: { ...side, ...(open.length > 0 && { writing: Object.fromEntries(open) }) },
    },
  };
}

function withTaken(record: PageRecord, { entry: { mirror }, reading, taken }: Write): PageRecord {
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
