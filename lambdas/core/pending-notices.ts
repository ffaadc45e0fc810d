import { isPersonal, makeNotices } from './notices.ts';
import type { Assignee, Channel, Notice, Outbox, OutboxEntry, Rule, Subject } from './page-record.ts';

/** A notice that nobody has begun to send. */
export type PendingNotice = Notice & { progress: { state: 'pending' } };

export function isPending(entry: OutboxEntry): entry is PendingNotice {
  return entry.kind === 'notice' && entry.progress.state === 'pending';
}

interface Renewal {
  pageId: string;
  /** Of the record that will hold the outcome. */
  version: number;
  rule: Rule;
  channel: Channel;
  subject?: Subject | undefined;
  /** What waits of that: perhaps nothing. */
  pending: readonly PendingNotice[];
  /** For whom it is to wait: perhaps for nobody. */
  people: readonly Assignee[];
  /** When the first event was received that this answers (ms). */
  heardAt: number | undefined;
  now: number;
}

/**
 * The outbox in which these people wait to be told, and nobody else. A notice of somebody's own stays as it is,
 * and new ones take over nothing of its trouble. One that several share is made anew, with its place and its
 * trouble: who joins it waits with the others.
 */
export function renewPending(outbox: Outbox, renewal: Renewal): OutboxEntry[] {
  const { pending, people, channel, now } = renewal;
  const waiting = idsIn(pending);
  const isUnchanged = people.length === waiting.size && people.every(({ id }) => waiting.has(id));
  if (isUnchanged) return [...outbox];
  const staying = isPersonal(channel) ? idsIn(pending.filter((notice) => isFor(notice, people))) : NOBODY;
  const replaced = new Set(pending.filter((notice) => !isAmong(notice, staying)).map(({ id }) => id));
  const inherited = isPersonal(channel) ? [] : pending;
  const notices = makeNotices({
    ...renewal,
    people: people.filter(({ id }) => !staying.has(id)),
    at: inherited.length > 0 ? Math.max(...inherited.map((notice) => waitOf(notice, now))) : now,
    since: Math.min(now, ...inherited.map(({ since }) => since)),
    attempts: Math.max(0, ...inherited.map(({ attempts }) => attempts)),
    told: [...new Set(inherited.flatMap(({ told = [] }) => told))],
    heardAt: earliest([renewal.heardAt, ...inherited.map(({ heardAt }) => heardAt)]),
  });
  return [...outbox.filter(({ id }) => !replaced.has(id)), ...notices];
}

/** Until when trouble, or quiet hours, put a notice off (ms). What only waited for a digest has leave to go. */
function waitOf({ digest, progress }: PendingNotice, now: number): number {
  return digest === undefined ? progress.at : now;
}

export function idsIn(notices: readonly Notice[]): ReadonlySet<string> {
  return new Set(notices.flatMap(({ people }) => people.map(({ id }) => id)));
}

export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Whether all of a notice's people are among these. */
function isFor(notice: Notice, people: readonly Assignee[]): boolean {
  return notice.people.every((told) => people.some(({ id }) => id === told.id));
}

function isAmong({ people: [first] }: Notice, staying: ReadonlySet<string>): boolean {
  return first !== undefined && staying.has(first.id);
}
