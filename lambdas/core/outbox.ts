import { oneMore } from './backoff.ts';
import type { Notice, Outbox, OutboxEntry, OwedRead, Sighting } from './page-record.ts';
import { mergeSightings } from './sightings.ts';
import { noteTold } from './told-before.ts';

/** What became of a claimed entry. */
export type Settlement =
  | { kind: 'delivered' }
  /** It holds no more, and is told should it come to hold again; or it `cannotBeTold` at all, then or now. */
  | { kind: 'dropped'; reason: string; cannotBeTold?: true }
  /** Failed passingly, certainly not done: to be done at `at` (ms). */
  | { kind: 'pending'; at: number; reason: string }
  /** Not its own failure, and nothing was learned: to be gone on with at `at` (ms). */
  | { kind: 'returned'; to: 'pending' | 'sending'; at: number; reason: string }
  /** Perhaps done: to be looked up at `at` (ms). */
  | { kind: 'sending'; at: number; reason: string }
  /** An unexpected exception, and perhaps done: to be looked up at `at` (ms). */
  | { kind: 'threw'; at: number; reason: string }
  | { kind: 'failed'; reason: string; hint: string };

/** A notice taken for sending. */
export interface Claim {
  notice: Notice;
  /** An earlier try may have been done: look before repeating it. */
  lookFirst: boolean;
}

/** Whether the time of an entry has come. */
export function isDue(entry: OutboxEntry, now: number): boolean {
  return entry.progress.state !== 'failed' && entry.progress.at <= now;
}

/**
 * Takes every notice whose time has come: until `until` (ms) nobody else touches them.
 *
 * A notice already in `sending` was left there by somebody whose time is over.
 */
export function claimDue(
  outbox: Outbox,
  now: number,
  until: number,
): { outbox: OutboxEntry[]; claims: Claim[] } {
  const claims: Claim[] = [];
  const next = outbox.map((entry) => {
    if (entry.kind !== 'notice' || !isDue(entry, now)) return entry;
    const lookFirst = entry.progress.state === 'sending';
    const notice: Notice = { ...entry, progress: { state: 'sending', at: until } };
    claims.push({ notice, lookFirst });
    return notice;
  });
  return { outbox: next, claims };
}

/** Writes down what became of an entry. One that is not there any more stays away. */
export function settle(outbox: Outbox, id: string, settlement: Settlement, now: number): OutboxEntry[] {
  const entry = outbox.find((each) => each.id === id);
  const isTold = entry?.kind === 'notice' && settlement.kind === 'delivered';
  const noted = isTold ? noteTold(outbox, entry) : outbox;
  return noted.flatMap((each) => (each.id === id ? settled(each, settlement, now) : [each]));
}

function settled(entry: OutboxEntry, settlement: Settlement, now: number): OutboxEntry[] {
  switch (settlement.kind) {
    case 'delivered':
    case 'dropped':
      return [];
    case 'returned':
      return [{ ...entry, progress: { state: settlement.to, at: settlement.at } }];
    case 'pending':
    case 'sending': {
      const progress = { state: settlement.kind, at: settlement.at };
      return [{ ...entry, progress, ...oneMore(entry, now) }];
    }
    case 'threw':
      return [
        { ...entry, progress: { state: 'sending', at: settlement.at }, exceptions: exceptionsOf(entry) + 1 },
      ];
    case 'failed': {
      const { reason, hint } = settlement;
      return [{ ...entry, progress: { state: 'failed', failedAt: now, reason, hint } }];
    }
  }
}

/** How often work on an entry ended in an unexpected exception. */
export function exceptionsOf({ exceptions = 0 }: Pick<OutboxEntry, 'exceptions'>): number {
  return exceptions;
}

/** What fails passingly for so long is given up. */
const GIVE_UP_MS = 24 * 60 * 60_000;

/** Whether an entry that now failed once more has done so for too long. */
export function isGivenUp(
  { attempts, since }: Pick<OutboxEntry, 'attempts' | 'since'>,
  now: number,
): boolean {
  return attempts > 0 && now - since >= GIVE_UP_MS;
}
/** What the operator is told of an entry that is given up. */
export function givenUp(reason: string): { kind: 'failed'; reason: string; hint: string } {
  return {
    kind: 'failed',
    reason: `still failing after a day: ${reason}`,
    hint: 'See to it that the service answers again, then retry it.',
  };
}

/** The read that the page owes, be it due, put off or given up. */
export function owedRead(outbox: Outbox): OwedRead | undefined {
  return outbox.find(isRead);
}

/** A sweep saw that the page may have changed: a read is owed now, unless one is pending in any case. */
export function askForRead(outbox: Outbox, now: number): OutboxEntry[] {
  const owed = owedRead(outbox);
  if (owed && owed.progress.state !== 'failed') return [...outbox];
  return [
    ...withoutOwedRead(outbox),
    { ...freshRead(owed, [], now), progress: { state: 'pending', at: now } },
  ];
}

/**
 * The read failed: it is owed, with what was known of why the page was to be read. What was to wake the page
 * by now asks for nothing more.
 *
 * @param settlement when to try again, or that only the operator can say
 * @param reopens ids of given-up notices that are asked for again once the page is read
 */
export function oweRead(
  outbox: Outbox,
  sightings: readonly Sighting[],
  settlement: Extract<Settlement, { kind: 'pending' | 'failed' }>,
  now: number,
  reopens: readonly string[] = [],
): OutboxEntry[] {
  const fresh = freshRead(owedRead(outbox), sightings, now);
  const asked = [...new Set([...(fresh.reopens ?? []), ...reopens])];
  const read = asked.length > 0 ? { ...fresh, reopens: asked } : fresh;
  const others = withoutOwedRead(outbox).filter((entry) => entry.kind !== 'wake' || !isDue(entry, now));
  return settle([...others, read], READ_ID, settlement, now);
}

/** The owed read with more reasons; one that was given up begins to count anew. */
function freshRead(owed: OwedRead | undefined, sightings: readonly Sighting[], now: number): OwedRead {
  const known = owed?.progress.state === 'failed' ? { attempts: 0, since: now } : owed;
  return {
    kind: 'read',
    id: READ_ID,
    sightings: mergeSightings(owed?.sightings ?? [], sightings),
    progress: { state: 'pending', at: now },
    attempts: known?.attempts ?? 0,
    since: known?.since ?? now,
    ...(owed?.reopens && { reopens: owed.reopens }),
  };
}

/** A page has been read, so none is owed: a failed one is mended by any that succeeds. */
export function withoutOwedRead(outbox: Outbox): OutboxEntry[] {
  return outbox.filter((entry) => !isRead(entry));
}

/** Whether the page is to be read because a rule wanted it to be looked at by now. */
export function isAwake(outbox: Outbox, now: number): boolean {
  return outbox.some((entry) => entry.kind === 'wake' && isDue(entry, now));
}

export function withoutWakes(outbox: Outbox): OutboxEntry[] {
  return outbox.filter(({ kind }) => kind !== 'wake');
}

/** There is at most one read in an outbox. */
export const READ_ID = 'read';

function isRead(entry: OutboxEntry): entry is OwedRead {
  return entry.kind === 'read';
}

/**
 * The operator asks for failed entries again. Only those of whom it still holds are told. A comment is looked
 * up first: one that was given up may have been posted.
 *
 * @param toTry the notice for those for whom it is to be tried; undefined: for nobody
 */
export function reopen(
  outbox: Outbox,
  ids: readonly string[],
  toTry: (notice: Notice) => Notice | undefined,
  now: number,
): OutboxEntry[] {
  const asked = new Set(ids);
  return outbox.flatMap((entry): OutboxEntry[] => {
    if (!asked.has(entry.id) || entry.progress.state !== 'failed') return [entry];
    const again = { attempts: 0, exceptions: 0, since: now };
    if (entry.kind !== 'notice') return [{ ...entry, ...again, progress: { state: 'pending', at: now } }];
    const notice = toTry(entry);
    const state = entry.channel === 'comment' ? 'sending' : 'pending';
    if (!notice) return [];
    const { digest: _, ...alone } = notice;
    return [{ ...alone, ...again, progress: { state, at: now } }];
  });
}
