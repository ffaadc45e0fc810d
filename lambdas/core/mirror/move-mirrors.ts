import type { MirrorJob } from '../envelope.ts';
import { isDue } from '../outbox.ts';
import type { HandOver, Outbox, OutboxEntry, PageRecord, TakeOver } from '../page-record.ts';
import { type Comparison, compareSide, type Taken } from './compare-side.ts';
import { handOver, owe, takeOver, takeOversIn } from './entries.ts';
import { pageIdInLink } from './link.ts';
import type { SideReading } from './read-side.ts';

/** What came of reading the page. */
export type MirrorOutcome =
  /** It was not read, or the reading was older than what is known. */
  | { kind: 'none' }
  | { kind: 'read'; sides: readonly SideReading[] }
  /** Nothing can be seen of it. */
  | { kind: 'gone'; reason: string }
  | { kind: 'deferred'; at: number }
  | { kind: 'parked'; reason: string; hint: string };

export interface MirrorInput {
  outcome: MirrorOutcome;
  /** What the other side asks for. */
  jobs: readonly MirrorJob[];
  /** The record of a page on the other side, if there is one. */
  partnerOf(mirror: string, pageId: string): PageRecord | undefined;
  now: number;
  /** Until when what is claimed now is nobody else's (ms). */
  claimUntil: number;
}

/** What is to be done for a claimed entry. */
export type MirrorAct =
  | { kind: 'hand-over'; entry: HandOver; partner: string }
  | { kind: 'write'; entry: TakeOver; reading: SideReading; taken: Taken }
  | { kind: 'refuse'; entry: HandOver | TakeOver; reason: string; hint: string };

export interface MovedMirrors {
  record: PageRecord;
  acts: MirrorAct[];
}

/** The pages on the other side that a reading is to be compared with. */
export function partnersOf(
  { mirror, side, link }: SideReading,
  { mirrors = {}, outbox }: PageRecord,
  jobs: readonly MirrorJob[],
): string[] {
  const asking = [...takeOversIn(outbox), ...jobs].filter((one) => one.mirror === mirror.key);
  const own = side === 'from' ? link && pageIdInLink(link) : mirrors[mirror.key]?.partner;
  return [...new Set([...(own ? [own] : []), ...asking.map(({ partner }) => partner)])];
}

/**
 * Moves on what a record knows and owes of its mirrors, and claims what is due: pure, like the plan that goes
 * before it.
 */
export function moveMirrors(before: PageRecord, input: MirrorInput): MovedMirrors {
  const { outcome, jobs, now } = input;
  const outbox = jobs.reduce<Outbox>(
    (owed, { pageId, mirror, partner }) => owe(owed, takeOver(pageId, mirror, partner, now)),
    before.outbox,
  );
  const record = { ...before, outbox };
  const ofDue = (change: (entry: TakeOver) => OutboxEntry) =>
    outbox.map((entry) => (entry.kind === 'take-over' && isDue(entry, now) ? change(entry) : entry));
  switch (outcome.kind) {
    case 'none':
      return claim(record, [], input);
    case 'read':
      return readMirrors(record, outcome.sides, input);
    case 'gone': {
      const left = outbox.filter(({ kind }) => kind !== 'hand-over');
      const refusals = takeOversIn(left).map((entry) => refusal(entry, outcome.reason, UNSEEN_HINT));
      return claim({ ...record, outbox: left }, refusals, input);
    }
    case 'deferred': {
      const progress = { state: 'pending', at: outcome.at } as const;
      return claim({ ...record, outbox: ofDue((entry) => ({ ...entry, progress })) }, [], input);
    }
    case 'parked': {
      const { reason, hint } = outcome;
      const progress = { state: 'failed', failedAt: now, reason, hint } as const;
      return claim({ ...record, outbox: ofDue((entry) => ({ ...entry, progress })) }, [], input);
    }
  }
}

function refusal(entry: HandOver | TakeOver, reason: string, hint: string): MirrorAct {
  return { kind: 'refuse', entry, reason, hint };
}

const UNSEEN_HINT =
  "Share the page with this workspace's connection, or mend the link that leads to it; then retry it, or drop it.";

function readMirrors(record: PageRecord, sides: readonly SideReading[], input: MirrorInput): MovedMirrors {
  const acts: MirrorAct[] = [];
  let moved = record;
  for (const reading of sides) {
    const side = readMirror(moved, reading, input);
    moved = side.record;
    acts.push(...side.acts);
  }
  const mirrored = new Set(sides.map(({ mirror }) => mirror.key));
  const astray = takeOversIn(moved.outbox).filter(({ mirror }) => !mirrored.has(mirror));
  acts.push(
    ...astray.map((entry) => refusal(entry, 'the page is not in the data source of the mirror', ASTRAY_HINT)),
  );
  return claim(moved, acts, input);
}

const ASTRAY_HINT = 'Move the page there, or let the link lead to another page; then retry it, or drop it.';

function readMirror(record: PageRecord, reading: SideReading, input: MirrorInput): MovedMirrors {
  const { key } = reading.mirror;
  const asking = takeOversIn(record.outbox).filter(
    (entry) => entry.mirror === key && isDue(entry, input.now),
  );
  const compared = compareSide(record, reading, asking, (pageId) => input.partnerOf(key, pageId));
  const { outbox, wanted } = owed(record, key, compared, asking, input.now);
  const acts = compared.refused.map((entry) => refusal(entry, TAKEN, TAKEN_HINT));
  if (wanted && compared.taken) {
    acts.push(
      reading.missing.length === 0
        ? { kind: 'write', entry: wanted, reading, taken: compared.taken }
        : refusal(
            wanted,
            `there is no property "${reading.missing.join('", "')}" that can be mirrored`,
            MISSING_HINT,
          ),
    );
  }
  return { record: { ...record, mirrors: { ...record.mirrors, [key]: compared.known }, outbox }, acts };
}

const TAKEN = 'another page links to this one and is mirrored here already';
const TAKEN_HINT = 'Take one of the two links away, then retry it, or drop it.';
const MISSING_HINT = 'Add the property, or mend its name in `mirrors` in pagebell.config.ts; then retry it.';

/** The outbox with what the comparison asks for. What was given up waits for the operator, or for the next edit. */
function owed(
  { pageId, outbox }: PageRecord,
  key: string,
  { isNews, owes, taken, known, refused }: Comparison,
  asking: readonly TakeOver[],
  now: number,
): { outbox: OutboxEntry[]; wanted: TakeOver | undefined } {
  const hand = handOver(pageId, key, now);
  const take = taken && known.partner ? takeOver(pageId, key, known.partner, now) : undefined;
  const isGivenUp = (id: string) => outbox.some((one) => one.id === id && one.progress.state === 'failed');
  const isWaiting = isGivenUp(hand.id) && !isNews;
  const wanted =
    take && (isNews || !isGivenUp(take.id) || asking.some(({ id }) => id === take.id)) ? take : undefined;
  const stays = new Set([
    ...refused.map(({ id }) => id),
    ...(owes || isWaiting ? [hand.id] : []),
    ...(take ? [take.id] : []),
  ]);
  let next = outbox.filter(
    (entry) =>
      (entry.kind !== 'hand-over' && entry.kind !== 'take-over') ||
      entry.mirror !== key ||
      stays.has(entry.id),
  );
  if (owes && !isWaiting) next = owe(next, hand);
  if (wanted) next = owe(next, wanted);
  return { outbox: next, wanted };
}

/** Takes what is due, with the acts for it. An entry for which there is none asks for nothing any more. */
function claim(
  record: PageRecord,
  acts: readonly MirrorAct[],
  { now, claimUntil, outcome }: MirrorInput,
): MovedMirrors {
  const claimed: MirrorAct[] = [];
  const progress = { state: 'sending', at: claimUntil } as const;
  const outbox = record.outbox.flatMap((entry): OutboxEntry[] => {
    if ((entry.kind !== 'hand-over' && entry.kind !== 'take-over') || !isDue(entry, now)) return [entry];
    if (entry.kind === 'take-over' && outcome.kind === 'none') return [entry]; // only a reading tells what to do
    const act =
      entry.kind === 'hand-over' ? handing(entry, record) : acts.find((one) => one.entry.id === entry.id);
    if (!act) return [];
    claimed.push(withEntry(act, entry));
    return [{ ...entry, progress }];
  });
  return { record: { ...record, outbox }, acts: claimed };
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
