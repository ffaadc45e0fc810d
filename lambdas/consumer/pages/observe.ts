import type { Notice, OutboxEntry, PageRecord } from '../../core/page-record.ts';
import { idsIn, isPending } from '../../core/pending-notices.ts';
import { OBSERVED_MS } from '../notices/silent-until.ts';

/**
 * A record in a workspace that is only observed: what is new is taken out, to be logged. What was owed before
 * stays owed; where a notice was made anew for more people, to those who waited.
 */
export function observe(
  before: PageRecord,
  learned: PageRecord,
  now: number,
): { record: PageRecord; observed: Notice[] } {
  const observed: Notice[] = [];
  const outbox = learned.outbox.flatMap((entry): OutboxEntry[] => {
    if (entry.kind !== 'notice' || before.outbox.some(({ id }) => id === entry.id)) return [put(entry, now)];
    const waiting = idsIn(before.outbox.filter(isPending).filter((one) => isOfOneKind(one, entry)));
    const people = entry.people.filter(({ id }) => waiting.has(id));
    const others = entry.people.filter(({ id }) => !waiting.has(id));
    if (others.length > 0 || entry.people.length === 0) observed.push({ ...entry, people: others });
    return people.length > 0 ? [put({ ...entry, people }, now)] : [];
  });
  return { record: { ...learned, outbox }, observed };
}

/** Off until somebody may have ended the observing. */
function put(entry: OutboxEntry, now: number): OutboxEntry {
  if (entry.kind === 'read' || entry.progress.state === 'failed' || entry.progress.at > now) return entry;
  return { ...entry, progress: { ...entry.progress, at: now + OBSERVED_MS } };
}

function isOfOneKind(one: Notice, other: Notice): boolean {
  const kindOf = ({ rule, channel, subject }: Notice) => JSON.stringify([rule, channel, subject]);
  return kindOf(one) === kindOf(other);
}
