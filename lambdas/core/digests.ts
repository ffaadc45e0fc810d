import { MINUTE, minuteOf } from './minutes.ts';
import { isToChannel } from './notices.ts';
import type { Notice, Outbox, OutboxEntry } from './page-record.ts';

/** How a notice to a Slack channel goes: by itself, or with others in the digest of its minute. */
export type Way =
  | { kind: 'single' }
  /** `lookAt` (ms): unless it was told by then, it looks whether the digest still has it. */
  | { kind: 'digest'; digest: string; lookAt: number };

/** Longer than a digest takes that meets no trouble: its minute, a tick of the timer, a few messages. */
const LOOK_AFTER_MS = 10 * MINUTE;

/**
 * The id of the digest of a destination's minute.
 *
 * @param destination a channel's id, or what stands for the webhook
 */
export function digestIdOf(destination: string, now: number): string {
  return `${destination}#${minuteOf(now)}`;
}

export function destinationOfDigest(id: string): string {
  return id.slice(0, id.lastIndexOf('#'));
}

/** When a digest is first to be told (ms): once its minute is over. */
export function digestDueAt(id: string): number {
  return Number(id.slice(id.lastIndexOf('#') + 1)) + MINUTE;
}

/** When members look whether a digest that is to be told at `dueAt` (ms) still has them. */
export function lookAtAfter(dueAt: number): number {
  return dueAt + LOOK_AFTER_MS;
}

/**
 * Puts off those of the notices to channels that are due and are to be told in a digest. Whose digest has lost it
 * goes singly after all, or joins another.
 *
 * @returns the outbox, and which notices a digest does not have yet
 */
export function gather(
  outbox: Outbox,
  now: number,
  wayOf: (notice: Notice) => Way,
): { outbox: OutboxEntry[]; joining: Notice[] } {
  const joining: Notice[] = [];
  const next = outbox.map((entry): OutboxEntry => {
    const { progress } = entry;
    if (entry.kind !== 'notice' || !isToChannel(entry.channel)) return entry;
    if (progress.state === 'failed' || progress.at > now) return entry;
    const { digest: known, ...notice } = entry;
    const way = wayOf(entry);
    if (way.kind === 'single') return notice;
    const { digest, lookAt } = way;
    const gathered = { ...notice, digest, progress: { ...progress, at: lookAt } };
    if (known !== digest) joining.push(gathered);
    return gathered;
  });
  return { outbox: next, joining };
}
