import { classify } from '../../core/classify.ts';
import type { MirrorAct } from '../../core/mirror/claim-mirrors.ts';
import type { Taken } from '../../core/mirror/compare-side.ts';
import type { PartnerOf } from '../../core/mirror/partners.ts';
import { isSameValue } from '../../core/mirror/same-value.ts';
import type { Values } from '../../core/mirror/side-schema.ts';
import {
  asksForOptions,
  onlyWritable,
  type Writable,
  withKnownOptions,
  writableOf,
} from '../../core/mirror/writable.ts';
import type { PageRecord } from '../../core/page-record.ts';
import { type Delivered, settlementOf } from '../notices/delivery.ts';
import { onlyObserved } from '../notices/silent-until.ts';
import { update } from '../pages/page-work.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

type Write = Extract<MirrorAct, { kind: 'write' }>;

/** What became of a take-over. */
export interface TakenOver extends Delivered {
  /** What was written where it is not all that was asked for. */
  written?: Taken;
}

/** Writes into the page what it takes over. */
export async function takeOver(
  act: Write,
  record: PageRecord,
  partnerOf: PartnerOf,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<TakenOver> {
  const found = await whatCanBeWritten(act, record, turn, ports);
  if ('settlement' in found) return found;
  const { values, faults } = found;
  const taken = onlyWritable(act.taken, found);
  const delivered: Delivered =
    values.length > 0
      ? await write({ ...act, taken }, values, record, partnerOf, turn, ports)
      : { settlement: { kind: 'delivered' } };
  if (delivered.settlement.kind !== 'delivered' || faults.length === 0) return delivered;
  const reason = faults.map((fault) => fault.reason).join('; ');
  const hint = [...new Set(faults.map((fault) => fault.hint))].join(' ');
  return { ...failed(reason, hint), written: taken };
}

async function write(
  act: Write,
  values: Writable['values'],
  record: PageRecord,
  partnerOf: PartnerOf,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  const { entry, reading } = act;
  const { pageId } = record;
  if (turn.workspace.mode === 'observe') {
    const properties = values.map(({ name }) => name);
    ports.log.info('Observed, not written', { pageId, mirror: entry.mirror, properties });
    return { settlement: onlyObserved(ports.clock.now()) };
  }
  const properties = Object.fromEntries(values.map(({ name, value }) => [name, value]));
  const written = await turn.notion.update(pageId, properties);
  if (!written.ok) {
    const verdict = classify('write', written.failure, ports.clock.now());
    if (verdict.kind === 'unknown')
      return { settlement: { kind: 'sending', at: turn.claimUntil, reason: verdict.reason } };
    if (verdict.kind === 'gone') return failed(verdict.reason, GONE_HINT);
    if (verdict.kind !== 'committed') return settlementOf(verdict, { notice: entry }, ports);
  }
  const isAgreed = reading.side === 'to' || (await agree(act, record, partnerOf, ports));
  if (isAgreed) return { settlement: { kind: 'delivered' } };
  const reason = 'the other side has moved meanwhile';
  return { settlement: { kind: 'pending', at: ports.clock.now(), reason } };
}

const GONE_HINT = "Share the page with this workspace's connection, then retry it, or drop it.";

function failed(reason: string, hint: string): Delivered {
  return { settlement: { kind: 'failed', reason, hint } };
}

/** Options are looked at right before one is written. */
async function whatCanBeWritten(
  { entry, reading, taken }: Write,
  { state }: PageRecord,
  { dataSources }: Turn,
  ports: ConsumerPorts,
): Promise<Writable | Delivered> {
  const writable = writableOf(reading, taken);
  if (!asksForOptions(writable) || state?.dataSourceId === undefined) return writable;
  const schema = await dataSources.schemaNow(state.dataSourceId);
  if (schema.ok) return withKnownOptions(writable, schema.value);
  const verdict = classify('read', schema.failure, ports.clock.now());
  if (verdict.kind === 'unknown') throw new Error('a read cannot end as unknown');
  if (verdict.kind === 'gone') return failed(verdict.reason, GONE_HINT);
  return settlementOf(verdict, { notice: entry }, ports);
}

/** Writes down in the other side's record that both are equal now. False if what was agreed there is another by now. */
async function agree(
  { entry, taken }: Write,
  { pageId }: PageRecord,
  partnerOf: PartnerOf,
  { pages }: ConsumerPorts,
): Promise<boolean> {
  const partner = partnerOf(entry.mirror, entry.partner);
  if (!partner) return false;
  const changed = await update(
    partner,
    (record) => {
      const side = record.mirrors?.[entry.mirror];
      const isStill = side?.partner === pageId && hasBase(side.base ?? {}, taken);
      if (!side || !isStill) return { record, isStill: false };
      const base = { ...side.base, ...taken.values };
      return {
        record: { ...record, mirrors: { ...record.mirrors, [entry.mirror]: { ...side, base } } },
        isStill,
      };
    },
    pages,
  );
  return changed.isStill;
}

function hasBase(base: Values, taken: Taken): boolean {
  return Object.keys(taken.values).every((property) => isSameValue(base[property], taken.base[property]));
}
