import { makeNotices } from './notices.ts';
import {
  type Assignee,
  CHANNELS,
  type Channel,
  type Outbox,
  type OutboxEntry,
  PLACES,
  type Place,
  type Subject,
  type TimedRule,
  type Wake,
} from './page-record.ts';
import { idsIn, isPending, type PendingNotice, renewPending } from './pending-notices.ts';
import type { TimedPlan } from './rules/timed-rule.ts';

interface Update {
  pageId: string;
  version: number;
  rule: TimedRule;
  plan: TimedPlan;
  /** Where new notices go. */
  channels: readonly Channel[];
  mute: Readonly<Record<Channel, readonly string[]>>;
  /** When the first event was received that the reading answers (ms). */
  heardAt: number | undefined;
  now: number;
}

/**
 * The outbox with what a rule tells now, and without what waited and is out of date. Who is not to be told
 * any more leaves what waits; it never grows but by who joined since.
 */
export function updateTimed(outbox: Outbox, update: Update): OutboxEntry[] {
  const { plan } = update;
  let entries = [...outbox];
  for (const channel of CHANNELS) {
    for (const [, pending] of pendingBySubject(outbox, update.rule, channel)) {
      entries = renewed(entries, pending, channel, update);
    }
    if (!update.channels.includes(channel)) continue;
    for (const subject of plan.telling) {
      const people = tellable(plan.audience(subject), channel, update);
      entries = renewPending(entries, { ...update, channel, subject, pending: [], people });
    }
  }
  for (const place of PLACES) entries = updatePlace(entries, place, update);
  return entries;
}

/** There nobody can join or leave, so that what waits stays as it is for as long as it is current. */
function updatePlace(outbox: Outbox, channel: Place, update: Update): OutboxEntry[] {
  const { rule, plan, now } = update;
  const staying = outbox.filter(
    (entry) => !isPendingOf(entry, rule, channel) || plan.isCurrent(entry.subject),
  );
  const telling = plan.telling.filter((subject) => plan.places(subject).includes(channel));
  const own = { people: [], at: now, since: now, attempts: 0 };
  return [...staying, ...telling.flatMap((subject) => makeNotices({ ...update, ...own, channel, subject }))];
}

export function wakeOf(rule: TimedRule, { wakeAt: at }: TimedPlan): Wake[] {
  if (at === undefined) return [];
  const progress = { state: 'pending', at } as const;
  return [{ kind: 'wake', id: `wake-${rule}`, rule, progress, attempts: 0, since: at }];
}

/** What waits of one subject in one channel: never none. */
type Pending = PendingNotice & { subject: Subject };

function renewed(
  entries: OutboxEntry[],
  pending: Pending[],
  channel: Channel,
  update: Update,
): OutboxEntry[] {
  const [first] = pending;
  if (!first) return entries;
  const { plan } = update;
  const { subject } = first;
  const wanted = new Set([...idsIn(pending), ...plan.joining(subject).map(({ id }) => id)]);
  const audience = plan.isCurrent(subject) ? tellable(plan.audience(subject), channel, update) : [];
  const people = audience.filter(({ id }) => wanted.has(id));
  return renewPending(entries, { ...update, channel, subject, pending, people });
}

function tellable(people: readonly Assignee[], channel: Channel, { mute }: Update): Assignee[] {
  return people.filter(({ id, kind }) => kind !== 'bot' && !mute[channel].includes(id));
}

function pendingBySubject(outbox: Outbox, rule: TimedRule, channel: Channel): Map<string, Pending[]> {
  const bySubject = new Map<string, Pending[]>();
  for (const entry of outbox) {
    if (!isPendingOf(entry, rule, channel)) continue;
    const key = JSON.stringify(entry.subject);
    bySubject.set(key, [...(bySubject.get(key) ?? []), entry]);
  }
  return bySubject;
}

function isPendingOf(entry: OutboxEntry, rule: TimedRule, channel: Channel | Place): entry is Pending {
  return isPending(entry) && entry.rule === rule && entry.channel === channel && entry.subject !== undefined;
}
