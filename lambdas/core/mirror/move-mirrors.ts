import type { MirrorJob } from '../envelope.ts';
import { isDue } from '../outbox.ts';
import type { Outbox, OutboxEntry, PageRecord, TakeOver } from '../page-record.ts';
import type { MirrorSettings } from '../settings.ts';
import { claimMirrors, type MirrorAct, type MovedMirrors, refusal } from './claim-mirrors.ts';
import { type Comparison, compareSide } from './compare-side.ts';
import { handOver, isMirrorEntry, owe, takeOver, takeOversIn } from './entries.ts';
import { LACKING_HINT, lackingReason } from './lacking.ts';
import { goesWith, type PartnerOf } from './partners.ts';
import { type SideReading, sideIn } from './read-side.ts';
import type { KnownSide } from './side-schema.ts';

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
  /** All that the workspace is on one side of. */
  mirrors: readonly MirrorSettings[];
  /** What the other side asks for. */
  jobs: readonly MirrorJob[];
  partnerOf: PartnerOf;
  now: number;
  /** Until when what is claimed now is nobody else's (ms). */
  claimUntil: number;
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
  const { record, acts } = learn({ ...before, outbox }, input);
  return claimMirrors(record, acts, { ...input, isRead: outcome.kind !== 'none' });
}

function learn(record: PageRecord, input: MirrorInput): MovedMirrors {
  const { outcome, now } = input;
  const ofDue = (change: (entry: TakeOver) => OutboxEntry): MovedMirrors => {
    const outbox = record.outbox.map((entry) =>
      entry.kind === 'take-over' && isDue(entry, now) ? change(entry) : entry,
    );
    return { record: { ...record, outbox }, acts: [] };
  };
  switch (outcome.kind) {
    case 'none':
      return { record, acts: [] };
    case 'read':
      return readMirrors(record, outcome.sides, input);
    case 'gone':
      return leaveMirrors(record, new Set(), { reason: outcome.reason, hint: UNSEEN_HINT }, input);
    case 'deferred':
      return ofDue((entry) => ({ ...entry, progress: { state: 'pending', at: outcome.at } }));
    case 'parked': {
      const { reason, hint } = outcome;
      return ofDue((entry) => ({ ...entry, progress: { state: 'failed', failedAt: now, reason, hint } }));
    }
  }
}

const UNSEEN_HINT =
  "Share the page with this workspace's connection, take it out of the trash, or mend the link that leads to it; then retry it, or drop it.";

function readMirrors(record: PageRecord, sides: readonly SideReading[], input: MirrorInput): MovedMirrors {
  const shown = new Set(sides.map(({ mirror }) => mirror.key));
  let { record: moved, acts } = leaveMirrors(record, shown, ASTRAY, input);
  for (const reading of sides) {
    const side = readMirror(moved, reading, input);
    moved = side.record;
    acts = [...acts, ...side.acts];
  }
  return { record: moved, acts };
}

const ASTRAY = {
  reason: 'the page is not in the data source of the mirror',
  hint: 'Move the page there, or let the link lead to another page; then retry it, or drop it.',
};

/**
 * The page shows nothing of other mirrors. What it linked to with them is free for other pages, and owed nothing;
 * who still links to this page hears why nothing comes of it. Nobody waits for a mirror that is not configured.
 */
function leaveMirrors(
  record: PageRecord,
  shown: ReadonlySet<string>,
  { reason, hint }: { reason: string; hint: string },
  { mirrors, partnerOf }: MirrorInput,
): MovedMirrors {
  const sideOf = (key: string) => {
    const mirror = mirrors.find((one) => one.key === key);
    return mirror && sideIn(mirror, record.workspace);
  };
  const isAwaited = ({ mirror, partner }: TakeOver) =>
    sideOf(mirror) === 'to' && goesWith(record.pageId, { mirror, pageId: partner }, partnerOf);
  const outbox = record.outbox.filter(
    (entry) =>
      !isMirrorEntry(entry) || shown.has(entry.mirror) || (entry.kind === 'take-over' && isAwaited(entry)),
  );
  const known = Object.entries(record.mirrors ?? {}).flatMap(([key, side]): [string, KnownSide][] => {
    const isLeft = !shown.has(key);
    if (isLeft && sideOf(key) === 'from') return [];
    return [[key, isLeft && sideOf(key) === 'to' ? { ...side, isAway: true } : side]];
  });
  const acts = takeOversIn(outbox)
    .filter(({ mirror }) => !shown.has(mirror))
    .map((entry) => refusal(entry, reason, hint));
  const left = record.mirrors && { mirrors: Object.fromEntries(known) };
  return { record: { ...record, ...left, outbox }, acts };
}

function readMirror(record: PageRecord, reading: SideReading, input: MirrorInput): MovedMirrors {
  const { key } = reading.mirror;
  const asking = takeOversIn(record.outbox).filter(({ mirror }) => mirror === key);
  const compared = compareSide(record, reading, asking, input.partnerOf);
  const { outbox, take } = owed(record, key, compared, input.now);
  const acts = compared.refused.map((entry) => refusal(entry, TAKEN, TAKEN_HINT));
  if (take) acts.push(taking(take, reading, compared));
  return { record: { ...record, mirrors: { ...record.mirrors, [key]: compared.known }, outbox }, acts };
}

const TAKEN = 'another page links to this one and is mirrored here already';
const TAKEN_HINT = 'Take one of the two links away, then retry it, or drop it.';

function taking(entry: TakeOver, reading: SideReading, { taken, lacking }: Comparison): MirrorAct {
  return taken
    ? { kind: 'write', entry, reading, taken }
    : refusal(entry, lackingReason(lacking), LACKING_HINT);
}

/** The outbox with what the comparison asks for. What was given up waits for the operator, or for the next edit. */
function owed(
  { pageId, outbox }: PageRecord,
  key: string,
  { isNews, isMutual, owes, taken, lacking, known, refused }: Comparison,
  now: number,
): { outbox: OutboxEntry[]; take: TakeOver | undefined } {
  const hand = handOver(pageId, key, now);
  const isAsked = taken !== undefined || lacking.length > 0;
  const take = isAsked && known.partner ? takeOver(pageId, key, known.partner, now) : undefined;
  const isGivenUp = (id: string) => outbox.some((one) => one.id === id && one.progress.state === 'failed');
  const isWaiting = isGivenUp(hand.id) && !isNews;
  // While the other side does not go with this page, nobody knows whether it was ever told.
  const isUnheard = known.link !== undefined && !isMutual;
  const stays = new Set([
    ...refused.map(({ id }) => id),
    ...(owes || isWaiting || isUnheard ? [hand.id] : []),
    ...(take ? [take.id] : []),
  ]);
  let next = outbox.filter((entry) => !isMirrorEntry(entry) || entry.mirror !== key || stays.has(entry.id));
  if (owes && !isWaiting) next = owe(next, hand);
  if (take && taken && (isNews || !isGivenUp(take.id))) next = owe(next, take);
  return { outbox: next, take };
}
