import { isDue } from '../outbox.ts';
import type { HandOver, OutboxEntry, PageRecord, TakeOver } from '../page-record.ts';
import type { Taken } from './compare-side.ts';
import { isMirrorEntry } from './entries.ts';
import type { SideReading } from './read-side.ts';

/** What is to be done for a claimed entry. */
export type MirrorAct =
  | { kind: 'hand-over'; entry: HandOver; partner: string }
  | { kind: 'write'; entry: TakeOver; reading: SideReading; taken: Taken }
  | { kind: 'refuse'; entry: HandOver | TakeOver; reason: string; hint: string };

export interface MovedMirrors {
  record: PageRecord;
  acts: MirrorAct[];
}

interface ClaimInput {
  now: number;
  /** Until when what is claimed now is nobody else's (ms). */
  claimUntil: number;
  /** Without a reading nobody knows what is to be taken over. */
  isRead: boolean;
}

export function refusal(entry: HandOver | TakeOver, reason: string, hint: string): MirrorAct {
  return { kind: 'refuse', entry, reason, hint };
}

/**
 * Takes what is due, with the acts for it, and notes what is about to be written: whoever dies over it, or does
 * not hear of it again, leaves that behind. An entry for which there is no act asks for nothing any more.
 */
export function claimMirrors(
  record: PageRecord,
  acts: readonly MirrorAct[],
  { now, claimUntil, isRead }: ClaimInput,
): MovedMirrors {
  const claimed: MirrorAct[] = [];
  const progress = { state: 'sending', at: claimUntil } as const;
  const outbox = record.outbox.flatMap((entry): OutboxEntry[] => {
    if (!isMirrorEntry(entry) || !isDue(entry, now)) return [entry];
    if (entry.kind === 'take-over' && !isRead) return [entry];
    const act =
      entry.kind === 'hand-over' ? handing(entry, record) : acts.find((one) => one.entry.id === entry.id);
    if (!act) return [];
    claimed.push(withEntry(act, entry));
    return [{ ...entry, progress }];
  });
  return { record: claimed.reduce(withWriting, { ...record, outbox }), acts: claimed };
}

function withWriting(record: PageRecord, act: MirrorAct): PageRecord {
  const side = record.mirrors?.[act.entry.mirror];
  if (act.kind !== 'write' || !side) return record;
  const writing = { ...side.writing, ...act.taken.values };
  return { ...record, mirrors: { ...record.mirrors, [act.entry.mirror]: { ...side, writing } } };
}

/** As the entry stands in the outbox: its failures count. */
function withEntry(act: MirrorAct, { attempts, since, exceptions }: OutboxEntry): MirrorAct {
  const counted = { attempts, since, exceptions };
  switch (act.kind) {
    case 'hand-over':
      return { ...act, entry: { ...act.entry, ...counted } };
    case 'write':
      return { ...act, entry: { ...act.entry, ...counted } };
    case 'refuse':
      return { ...act, entry: { ...act.entry, ...counted } };
  }
}

function handing(entry: HandOver, { mirrors = {} }: PageRecord): MirrorAct | undefined {
  const { partner, link } = mirrors[entry.mirror] ?? {};
  if (partner !== undefined) return { kind: 'hand-over', entry, partner };
  if (link === undefined) return undefined;
  return refusal(entry, 'what the link holds is no address of a page in Notion', LINK_HINT);
}

const LINK_HINT =
  'Put the address of the page on the other side there (Copy link, in its menu), then retry it.';
