import { isPlace } from './notices.ts';
import { CHANNELS, type Notice, type Outbox, type OutboxEntry, PLACES } from './page-record.ts';

/**
 * Of notices that are told to nobody after all, those that nobody knows of by another: what an earlier channel has
 * told, or may yet tell, is told. A later one does not count: rather a message twice than no comment.
 *
 * @param outbox may still hold them where they only wait: what waits tells nobody
 */
export function untoldOf(taken: readonly Notice[], outbox: Outbox): Notice[] {
  return taken.flatMap((notice): Notice[] => {
    const others = outbox.flatMap((entry) => (mayTell(entry) && tellsBefore(entry, notice) ? [entry] : []));
    const known = new Set([...(notice.told ?? []), ...others.flatMap(receiversOf)]);
    if (notice.subject) return known.size > 0 ? [] : [notice];
    const people = notice.people.filter(({ id }) => !known.has(id));
    return people.length > 0 ? [{ ...notice, people }] : [];
  });
}

/** What is under way, or given up and perhaps asked for again. */
function mayTell(entry: OutboxEntry): entry is Notice {
  return entry.kind === 'notice' && entry.progress.state !== 'pending';
}

function unique(known: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...known, ...more])];
}

/** Notes in what later channels are still to tell, and in what failed in its own, whom this notice has told. */
export function noteTold(outbox: Outbox, notice: Notice): OutboxEntry[] {
  return outbox.map((entry): OutboxEntry => {
    if (entry.kind !== 'notice') return entry;
    const receivers = receiversOf(notice);
    if (tellsBefore(notice, entry)) return { ...entry, told: unique(entry.told, receivers) };
    if (tellsAgain(notice, entry)) return { ...entry, toldSince: unique(entry.toldSince, receivers) };
    return entry;
  });
}

const IN_ORDER = [...CHANNELS, ...PLACES];

/** Whether one tells the same as another, in an earlier channel. */
function tellsBefore(one: Notice, other: Notice): boolean {
  return (
    IN_ORDER.indexOf(one.channel) < IN_ORDER.indexOf(other.channel) &&
    one.rule === other.rule &&
    JSON.stringify(one.subject) === JSON.stringify(other.subject)
  );
}

/** Whether one tells of the same change as another that was given up in its channel, and may be asked for again. */
function tellsAgain(one: Notice, other: Notice): boolean {
  const isOfChange = !one.subject && !other.subject && one.rule === other.rule;
  return isOfChange && one.channel === other.channel && other.progress.state === 'failed';
}

/** Ids of people, or the place. */
function receiversOf({ channel, people }: Notice): string[] {
  return isPlace(channel) ? [channel] : people.map(({ id }) => id);
}
