import type { MirrorAct } from '../../core/mirror/claim-mirrors.ts';
import type { PartnerOf } from '../../core/mirror/partners.ts';
import { settleMirrors } from '../../core/mirror/settle-mirrors.ts';
import type { PageRecord } from '../../core/page-record.ts';
import type { Advanced } from '../pages/advance.ts';
import { type PageWork, update } from '../pages/page-work.ts';
import { settleEntry } from '../settle-entry.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { handOver } from './hand-over.ts';
import { otherEnd } from './mirror-partners.ts';
import { type TakenOver, takeOver } from './take-over.ts';

/** What was done for a mirror, and what became of it. */
export interface Mirrored {
  act: MirrorAct;
  /** For people: what was done. */
  what: string;
  delivered: TakenOver;
}

/** Does what the mirrors of a page ask for, and saves what became of it. */
export async function mirrorAll(
  { record, acts }: Pick<Advanced, 'record' | 'acts'>,
  work: PageWork,
  partnerOf: PartnerOf,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Mirrored[]> {
  if (acts.length === 0) return [];
  const done: Mirrored[] = [];
  for (const act of acts) {
    const call = () => outcomeOf(act, record, partnerOf, turn, ports);
    const delivered = await settleEntry(act.entry, work, call, turn, ports);
    const mirrored = { act, what: inWords(act, turn), delivered };
    logMirrored(mirrored, work, ports);
    done.push(mirrored);
  }
  const now = ports.clock.now();
  const ended = done.map(({ act, delivered }) => ({ act, ...delivered }));
  await update(record, (current) => ({ record: settleMirrors(current, ended, now) }), ports.pages);
  return done;
}

async function outcomeOf(
  act: MirrorAct,
  record: PageRecord,
  partnerOf: PartnerOf,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<TakenOver> {
  switch (act.kind) {
    case 'refuse':
      return { settlement: { kind: 'failed', reason: act.reason, hint: act.hint } };
    case 'hand-over':
      return handOver(act, record, turn, ports);
    case 'write':
      return takeOver(act, record, partnerOf, turn, ports);
  }
}

function inWords({ entry }: MirrorAct, { workspace }: Turn): string {
  const mirror = workspace.mirrors?.find(({ key }) => key === entry.mirror);
  const there = mirror ? otherEnd(mirror, workspace.key).workspace : 'the other side';
  return entry.kind === 'hand-over' ? `mirrored to ${there}` : `taken over from ${there}`;
}

function logMirrored(
  { act, what, delivered: { settlement, written } }: Mirrored,
  { workspace, pageId }: PageWork,
  { log }: ConsumerPorts,
): void {
  const fields = { workspace, pageId, mirror: act.entry.mirror, what, outcome: settlement.kind };
  const taken = act.kind === 'write' ? (written ?? act.taken) : undefined;
  const properties = taken && Object.keys(taken.values);
  const reason = settlement.kind === 'delivered' ? undefined : settlement.reason;
  log.info('Mirror', { ...fields, properties, reason });
  const isDone = settlement.kind === 'delivered' || written !== undefined;
  if (act.kind !== 'write' || !taken || !isDone) return;
  for (const property of taken.lost) {
    const winner = act.reading.side === 'from' ? 'to' : 'from';
    log.warn('Both sides of a mirror were edited: the later edit counts', { ...fields, property, winner });
  }
}
