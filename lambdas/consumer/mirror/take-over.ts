import { classify } from '../../core/classify.ts';
import type { MirrorAct } from '../../core/mirror/claim-mirrors.ts';
import { LACKING_HINT, lackingReason } from '../../core/mirror/lacking.ts';
import type { PartnerOf } from '../../core/mirror/partners.ts';
import type { SideReading } from '../../core/mirror/read-side.ts';
import { isSameValue } from '../../core/mirror/same-value.ts';
import type { Values } from '../../core/mirror/side-schema.ts';
import { fromCommon, optionsIn, type WritableValue } from '../../core/mirror/value.ts';
import type { PageRecord } from '../../core/page-record.ts';
import { type Delivered, settlementOf } from '../notices/delivery.ts';
import { onlyObserved } from '../notices/silent-until.ts';
import { update } from '../pages/page-work.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';

type Write = Extract<MirrorAct, { kind: 'write' }>;

/** Writes into the page what it takes over. */
export async function takeOver(
  act: Write,
  record: PageRecord,
  partnerOf: PartnerOf,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  const { entry, reading, taken } = act;
  const values = toWrite(reading, taken.values);
  if (!values.ok) return failed(values.reason, KIND_HINT);
  const unknown = await unknownOption(act, values.properties, record, turn, ports);
  if (unknown) return unknown;
  if (turn.workspace.mode === 'observe') {
    const properties = Object.keys(values.properties);
    ports.log.info('Observed, not written', { pageId: record.pageId, mirror: entry.mirror, properties });
    return { settlement: onlyObserved(ports.clock.now()) };
  }
  const written = await turn.notion.update(record.pageId, values.properties);
  if (!written.ok) {
    const verdict = classify('write', written.failure, ports.clock.now());
    if (verdict.kind === 'unknown') throw new Error('an edit that can be repeated cannot end as unknown');
    if (verdict.kind === 'gone') return failed(verdict.reason, GONE_HINT);
    if (verdict.kind !== 'committed') return settlementOf(verdict, { notice: entry }, ports);
  }
  const isAgreed = reading.side === 'to' || (await agree(act, record, partnerOf, ports));
  if (isAgreed && taken.lacking.length > 0) return failed(lackingReason(taken.lacking), LACKING_HINT);
  if (isAgreed) return { settlement: { kind: 'delivered' } };
  const reason = 'the other side has moved meanwhile';
  return { settlement: { kind: 'pending', at: ports.clock.now(), reason } };
}

const GONE_HINT = "Share the page with this workspace's connection, then retry it, or drop it.";
const KIND_HINT =
  'Mirror properties of one kind (a status may go with a select): mend `mirrors` in pagebell.config.ts, deploy, then retry it.';

function failed(reason: string, hint: string): Delivered {
  return { settlement: { kind: 'failed', reason, hint } };
}

type ToWrite = { ok: true; properties: Record<string, WritableValue> } | { ok: false; reason: string };

/** By the names that the properties have on this side. */
function toWrite({ mirror, side, types }: SideReading, values: Values): ToWrite {
  const properties: Record<string, WritableValue> = {};
  for (const { from, to, options } of mirror.properties) {
    const value = values[from];
    const type = types[from];
    if (value === undefined || type === undefined) continue;
    const name = side === 'from' ? from : to;
    const written = fromCommon(value, type, side === 'from' ? options : {});
    if (!written) return { ok: false, reason: `the property "${name}" is of the kind ${type} here` };
    properties[name] = written;
  }
  return { ok: true, properties };
}

/** Notion would make an option that is not there, or refuse it. */
async function unknownOption(
  { entry, reading: { mirror, side } }: Write,
  properties: Readonly<Record<string, WritableValue>>,
  { state }: PageRecord,
  { dataSources }: Turn,
  ports: ConsumerPorts,
): Promise<Delivered | undefined> {
  const asked = Object.entries(properties).filter(([, value]) => optionsIn(value).length > 0);
  if (asked.length === 0 || state?.dataSourceId === undefined) return undefined;
  const schema = await dataSources.schemaNow(state.dataSourceId);
  if (!schema.ok) {
    const verdict = classify('read', schema.failure, ports.clock.now());
    if (verdict.kind === 'unknown') throw new Error('a read cannot end as unknown');
    if (verdict.kind === 'gone') return failed(verdict.reason, GONE_HINT);
    return settlementOf(verdict, { notice: entry }, ports);
  }
  for (const [name, value] of asked) {
    const options = schema.value.find((property) => property.name === name)?.options ?? [];
    if (optionsIn(value).every((option) => options.some((one) => one.name === option))) continue;
    const place = mirror.properties.findIndex((one) => (side === 'from' ? one.from : one.to) === name);
    return failed(
      `the property "${name}" does not have the option that the other side shows`,
      `Add it to the property, or map it in \`${mirror.place}.properties[${place}].options\` in pagebell.config.ts and deploy; then retry it.`,
    );
  }
  return undefined;
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

function hasBase(base: Values, taken: Write['taken']): boolean {
  return Object.keys(taken.values).every((property) => isSameValue(base[property], taken.base[property]));
}
