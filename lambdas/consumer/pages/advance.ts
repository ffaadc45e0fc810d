import { gather, type Way } from '../../core/digests.ts';
import type { MirrorAct } from '../../core/mirror/claim-mirrors.ts';
import { type MirrorOutcome, moveMirrors } from '../../core/mirror/move-mirrors.ts';
import type { PartnerOf } from '../../core/mirror/partners.ts';
import {
  type Claim,
  claimDue,
  owedRead,
  oweRead,
  reopen,
  withoutOwedRead,
  withoutWakes,
} from '../../core/outbox.ts';
import type { Channel, Notice, PageRecord, Sighting } from '../../core/page-record.ts';
import { plan } from '../../core/plan.ts';
import type { Reading } from '../../core/plan-input.ts';
import { planSettings } from '../../core/plan-settings.ts';
import { putOff, quietUntil } from '../../core/quiet-hours.ts';
import { whereItHolds } from '../../core/rules/holds.ts';
import type { WorkspaceSettings } from '../../core/settings.ts';
import { untoldOf } from '../../core/told-before.ts';
import { forget, planGone, takenOut, withoutOpposites } from '../../core/untold.ts';
import { watchOf } from '../../core/watch.ts';
import { observe } from './observe.ts';
import type { PageWork } from './page-work.ts';
import type { ReadOutcome } from './read-page.ts';

export interface Step {
  work: PageWork;
  /** Undefined: the page was not read. */
  outcome: Exclude<ReadOutcome, { kind: 'halted' }> | undefined;
  /** Why it was read. */
  sightings: readonly Sighting[];
  /** When the page's data source was first seen (ms). */
  baseline: number | undefined;
  settings: WorkspaceSettings;
  /** Where new notices go. */
  channels: readonly Channel[];
  now: number;
  /** What pages on the other side of mirrors hold. */
  partnerOf: PartnerOf;
  /** How a notice about a page of this data source goes into its channel. */
  wayOf(notice: Notice, dataSourceId: string | undefined): Way;
  /** Until when what is claimed now is nobody else's (ms). */
  claimUntil: number;
}

export interface Advanced {
  record: PageRecord;
  /** What is to be sent once the record is saved. */
  claims: Claim[];
  /** What is to be done for mirrors once the record is saved. */
  acts: MirrorAct[];
  /** What is left to digests, which are to be told of it once the record is saved. */
  joining: Notice[];
  /** What would be sent, were it not only to be observed. */
  observed: Notice[];
}

/**
 * Moves a record on by what was learned: pure, so that it can be done again on a record that somebody else
 * has changed in between.
 */
export function advance(record: PageRecord, step: Step): Advanced {
  const { settings, now, wayOf, claimUntil } = step;
  const planned = reopened(learn(record, step), askedFor(record, step), step);
  const { partnerOf, work } = step;
  const outcome = mirrorOutcome(record, step);
  const { mirrors = [] } = settings;
  const { record: learned, acts } = moveMirrors(planned, {
    outcome,
    mirrors,
    jobs: work.mirrors,
    partnerOf,
    now,
    claimUntil,
  });
  if (settings.mode === 'observe') return { ...observe(record, learned, now), claims: [], acts, joining: [] };
  const quiet = quietUntil(settings.quietHours, now);
  const awake = quiet === undefined ? learned.outbox : putOff(learned.outbox, now, quiet);
  const { dataSourceId } = learned.state ?? {};
  const { outbox: apart, joining } = gather(awake, now, (notice) => wayOf(notice, dataSourceId));
  const { outbox, claims } = claimDue(apart, now, claimUntil);
  return { record: { ...learned, outbox }, claims, acts, joining, observed: [] };
}

/** What a reading means for mirrors: only one that is newer than what is known tells anything. */
function mirrorOutcome(record: PageRecord, { outcome }: Step): MirrorOutcome {
  switch (outcome?.kind) {
    case undefined:
      return { kind: 'none' };
    case 'blind':
    case 'gone':
      return { kind: 'gone', reason: outcome.reason };
    case 'deferred':
    case 'parked':
      return outcome;
    case 'read':
      if (isOutdated(record, outcome.reading)) return { kind: 'none' };
      return { kind: 'read', sides: outcome.reading.sides ?? [] };
  }
}

function isOutdated({ readStartedAt }: PageRecord, { startedAt }: Reading): boolean {
  return readStartedAt !== undefined && startedAt <= readStartedAt;
}

/** Ids of the notices that operators ask for again: by now, or when the page could not be read. */
function askedFor({ outbox }: PageRecord, { work }: Step): string[] {
  const now = work.retries.flatMap(({ notices }) => notices);
  return [...new Set([...now, ...(owedRead(outbox)?.reopens ?? [])])];
}

/**
 * The record with what operators ask for again. Who is still to be told, only a read can say: without one it
 * stays given up. Of what does not hold any more a comment is tried nevertheless: it is looked for before
 * anything else. Whom nothing told is told should it come to hold again.
 */
function reopened(record: PageRecord, ids: readonly string[], step: Step): PageRecord {
  const { outcome, now } = step;
  if (ids.length === 0 || (outcome?.kind !== 'read' && outcome?.kind !== 'gone')) return record;
  const watch = watchOf(step.settings, record.state?.dataSourceId);
  const toTry = (notice: Notice) =>
    whereItHolds(notice, record, watch) ??
    (outcome.kind === 'read' && notice.channel === 'comment' ? notice : undefined);
  const tried = reopen(record.outbox, ids, toTry, now);
  const taken = takenOut(record.outbox, tried);
  const outbox = withoutOpposites(tried, taken);
  return { ...record, ...forget(record, untoldOf(taken, outbox)), outbox };
}

function learn(record: PageRecord, step: Step): PageRecord {
  const { outcome, sightings, baseline, settings, channels, now } = step;
  switch (outcome?.kind) {
    case undefined:
      return record;
    case 'blind':
      return { ...record, outbox: withoutWakes(withoutOwedRead(record.outbox)) };
    case 'gone': {
      const owed = { ...record, outbox: withoutOwedRead(record.outbox) };
      return { ...record, ...planGone(owed, now) };
    }
    case 'deferred': {
      const settlement = { kind: 'pending', at: outcome.at, reason: outcome.reason } as const;
      const outbox = oweRead(record.outbox, sightings, settlement, now, askedFor(record, step));
      return { ...record, outbox };
    }
    case 'parked': {
      const settlement = { kind: 'failed', reason: outcome.reason, hint: outcome.hint } as const;
      const outbox = oweRead(record.outbox, sightings, settlement, now, askedFor(record, step));
      return { ...record, outbox };
    }
    case 'read': {
      const { reading } = outcome;
      if (isOutdated(record, reading)) return record;
      const planned = plan({
        pageId: record.pageId,
        version: record.version + 1,
        previous: record.state,
        previousAt: record.readStartedAt,
        current: reading,
        outbox: withoutOwedRead(record.outbox),
        sightings,
        memory: record.memory,
        settings: planSettings(settings, channels, reading.state.dataSourceId),
        baseline,
        now,
      });
      const { memory: _, ...rest } = record;
      const { memory, ...learned } = planned;
      return { ...rest, ...learned, ...(memory && { memory }), readStartedAt: reading.startedAt };
    }
  }
}
