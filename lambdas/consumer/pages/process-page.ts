import { isAwaited } from '../../core/awaited-events.ts';
import { takeOver, takeOversIn } from '../../core/mirror/entries.ts';
import { givenUp, isAwake, isDue, isGivenUp, owedRead, READ_ID, type Settlement } from '../../core/outbox.ts';
import { dueAt, type PageRecord, type Sighting } from '../../core/page-record.ts';
import { isPending } from '../../core/pending-notices.ts';
import { quietUntil } from '../../core/quiet-hours.ts';
import { alreadySeen, isIrrelevant, mergeSightings, sightingOf } from '../../core/sightings.ts';
import { type Mirrored, mirrorAll } from '../mirror/mirror-all.ts';
import { loadPartners } from '../mirror/mirror-partners.ts';
import { channelsOf } from '../notices/channels.ts';
import { deliverAll } from '../notices/deliver-all.ts';
import type { Tried } from '../notices/settle-notices.ts';
import { waysOf } from '../notices/ways-of.ts';
import { park } from '../park.ts';
import type { PageEnding, TaskResult } from '../task.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { type Advanced, advance } from './advance.ts';
import { loadOrEmpty, type PageWork, update } from './page-work.ts';
import { type ReadOutcome, readPage } from './read-page.ts';

/**
 * The one way through a page: load its record; read the page if something asks for it, and plan; claim what
 * is due; save all of that in one write; call; save the outcomes in one write. Whoever dies in between leaves
 * a record whose due time brings the page back.
 */
export async function processPage(work: PageWork, turn: Turn, ports: ConsumerPorts): Promise<TaskResult> {
  const [loaded] = await Promise.all([loadOrEmpty(work, ports.pages), ...watchedByEvents(work, turn)]);
  if (isStale(work, loaded)) return { kind: 'stale', reason: 'not due any more' };
  const wish = await wishToRead(work, loaded, turn, ports);
  const outcome = wish.kind === 'read' ? await read(wish, work, loaded, turn, ports) : undefined;
  if (outcome?.kind === 'halted') return outcome;

  const sides = outcome?.kind === 'read' ? (outcome.reading.sides ?? []) : [];
  const partnerOf = await loadPartners(sides, loaded, work, turn, ports);
  const step = {
    work,
    outcome,
    partnerOf,
    sightings: wish.kind === 'read' ? wish.sightings : [],
    baseline: outcome?.kind === 'read' ? await turn.dataSources.note(outcome.reading) : undefined,
    settings: turn.workspace,
    channels: channelsOf(
      turn,
      (outcome?.kind === 'read' ? outcome.reading.state : loaded.state)?.dataSourceId,
    ),
    wayOf: await waysOf(loaded, turn, ports),
    claimUntil: turn.claimUntil,
  };
  const advanced = await update(
    loaded,
    (record) => advance(record, { ...step, now: ports.clock.now() }),
    ports.pages,
  );
  turn.digests.note(advanced.joining);
  logObserved(advanced, ports);
  // Neither waits for the other: what a mirror writes was decided from a reading that grows older.
  const [mirrored, tried] = await both(
    mirrorAll(advanced, work, partnerOf, turn, ports),
    deliverAll(advanced, work, turn, ports),
  );
  const page: PageEnding = {
    isWorked: outcome !== undefined || tried.length > 0 || mirrored.length > 0,
    state: advanced.record.state,
    told: tried.flatMap(({ claim, delivered }) =>
      delivered.settlement.kind === 'delivered' ? [claim.notice] : [],
    ),
    toldAt: ports.clock.now(),
  };
  return { ...resultOf(wish, outcome, { tried, mirrored }, advanced.joining.length), page };
}

/** Both run to their end before either's exception is thrown. */
async function both<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

/** Loads what the events' data sources watch beside the record, since neither needs the other. */
function watchedByEvents({ events }: PageWork, { dataSources }: Turn): Promise<unknown>[] {
  return events.map(({ dataSourceId }) => dataSources.watchedIds(dataSourceId));
}

/** Who has it in hand, or has done it, made its due time later than the job's. One that was put off unread is earlier. */
function isStale({ events, retries, mirrors, due }: PageWork, { outbox }: PageRecord): boolean {
  const at = dueAt(outbox);
  const isAsked = events.length + retries.length + mirrors.length > 0;
  return !isAsked && due.every((job) => at === undefined || job.dueAt < at);
}

type Wish =
  | { kind: 'read'; sightings: Sighting[]; attempts: number; since: number }
  | { kind: 'none'; reason: string };

/** Whether the page must be read, and why. */
async function wishToRead(
  work: PageWork,
  record: PageRecord,
  { dataSources, workspace }: Turn,
  { clock }: ConsumerPorts,
): Promise<Wish> {
  const fresh: Sighting[] = [];
  const reasons = new Set<string>();
  for (const event of work.events) {
    const watchedIds = await dataSources.watchedIds(event.dataSourceId ?? record.state?.dataSourceId);
    if (alreadySeen(event, record) && !isAwaited(event, record)) reasons.add('already seen');
    else if (isIrrelevant(event, watchedIds, record.outbox)) reasons.add('no watched property was edited');
    else fresh.push(sightingOf(event));
  }
  const now = clock.now();
  const owed = owedRead(record.outbox);
  // A retry tells only those who are still assigned: who that is must be read.
  const isAskedFor =
    fresh.length > 0 ||
    work.retries.length > 0 ||
    work.mirrors.length > 0 ||
    takeOversIn(record.outbox).some((entry) => isDue(entry, now)) ||
    (owed !== undefined && isDue(owed, now)) ||
    isAwake(record.outbox, now) ||
    isToBeNamed(record, workspace, now);
  if (!isAskedFor) return { kind: 'none', reason: [...reasons].join(', ') || 'nothing is due' };
  // Even a read that was given up says why the page is to be read.
  const sightings = mergeSightings(owed?.sightings ?? [], fresh);
  const counted = owed?.progress.state === 'failed' ? undefined : owed;
  return { kind: 'read', sightings, attempts: counted?.attempts ?? 0, since: counted?.since ?? now };
}

/**
 * Whether a message that waited is due for a page that had no title: who makes a card in a board types it after Notion
 * told of the card, and no event that is watched tells of that.
 */
function isToBeNamed(
  { state, outbox }: PageRecord,
  { mode, quietHours }: Turn['workspace'],
  now: number,
): boolean {
  if (state?.title !== '' || mode === 'observe' || quietUntil(quietHours, now) !== undefined) return false;
  return outbox.some((entry) => isPending(entry) && entry.channel !== 'comment' && isDue(entry, now));
}

/** Reads the page; a read that is given up is copied to the dead-letter queue first. */
async function read(
  wish: Extract<Wish, { kind: 'read' }>,
  { workspace, pageId, messageIds, mirrors }: PageWork,
  known: PageRecord,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<ReadOutcome> {
  const answered = await readPage(pageId, known.state, wish.attempts, turn, ports);
  const isTooLate = answered.kind === 'deferred' && isGivenUp(wish, ports.clock.now());
  const outcome: ReadOutcome = isTooLate ? { ...givenUp(answered.reason), kind: 'parked' } : answered;
  if (outcome.kind === 'parked') {
    const { reason, hint } = outcome;
    const takeOvers = [
      ...takeOversIn(known.outbox).filter((entry) => isDue(entry, ports.clock.now())),
      ...mirrors.map(({ mirror, partner }) => takeOver(pageId, mirror, partner, 0)),
    ];
    const entries = [READ_ID, ...new Set(takeOvers.map(({ id }) => id))];
    await park({ workspace, pageId, entries, messageIds, reason, hint }, ports);
  }
  return outcome;
}

function resultOf(
  wish: Wish,
  outcome: Exclude<ReadOutcome, { kind: 'halted' }> | undefined,
  { tried, mirrored }: { tried: readonly Tried[]; mirrored: readonly Mirrored[] },
  joining: number,
): Exclude<TaskResult, { kind: 'stale' }> {
  const delivered = [...tried, ...mirrored].map((one) => one.delivered);
  const [halt] = delivered
    .flatMap(({ haltUntil: until, settlement }) => (until === undefined ? [] : [{ until, settlement }]))
    .sort((a, b) => b.until - a.until);
  if (halt) return { kind: 'halted', reason: reasonOf(halt.settlement), until: halt.until };
  if (outcome?.kind === 'parked' || outcome?.kind === 'deferred') return outcome;
  const failed = delivered.find(({ settlement }) => settlement.kind === 'failed');
  if (failed) return { kind: 'parked', reason: reasonOf(failed.settlement) };
  const owed = delivered.find(({ settlement }) => OWED.has(settlement.kind));
  if (owed) return { kind: 'deferred', reason: reasonOf(owed.settlement) };
  const sent = tried.filter(({ delivered }) => delivered.settlement.kind === 'delivered').length;
  const moved = mirrored.flatMap((one) => (one.delivered.settlement.kind === 'delivered' ? [one.what] : []));
  const inDigest = joining > 0 ? [`${joining} left to a digest`] : [];
  const told = sent > 0 ? [`${sent} delivered`] : [];
  if (sent > 0 || moved.length > 0)
    return { kind: 'done', reason: [...told, ...inDigest, ...moved].join(', ') };
  if (joining > 0) return { kind: 'deferred', reason: inDigest.join() };
  if (outcome?.kind === 'gone' || outcome?.kind === 'blind')
    return { kind: 'skipped', reason: outcome.reason };
  if (outcome?.kind === 'read' && outcome.reading.isLeftOut)
    return { kind: 'skipped', reason: 'the conditions of its data source leave the page out' };
  return { kind: 'skipped', reason: wish.kind === 'none' ? wish.reason : 'nobody is newly assigned' };
}

const OWED: ReadonlySet<Settlement['kind']> = new Set(['pending', 'sending', 'threw']);

function reasonOf(settlement: Settlement): string {
  return settlement.kind === 'delivered' ? 'delivered' : settlement.reason;
}

function logObserved({ observed, record }: Advanced, { log }: ConsumerPorts): void {
  for (const { id: noticeId, rule, channel, people } of observed) {
    const { pageId } = record;
    log.info('Observed, not sent', { noticeId, pageId, rule, channel, people: people.map(({ id }) => id) });
  }
}
