import { exceptionsOf } from '../outbox.ts';
import type { HandOver, Outbox, OutboxEntry, TakeOver } from '../page-record.ts';

type MirrorEntry = HandOver | TakeOver;

export function handOver(pageId: string, mirror: string, now: number): HandOver {
  return { kind: 'hand-over', id: `${hexOf(pageId)}-hand-over-${mirror}`, mirror, ...fresh(now) };
}

/** @param partner the page on the other side */
export function takeOver(pageId: string, mirror: string, partner: string, now: number): TakeOver {
  const id = `${hexOf(pageId)}-take-over-${mirror}-${hexOf(partner)}`;
  return { kind: 'take-over', id, mirror, partner, ...fresh(now) };
}

function fresh(now: number) {
  return { progress: { state: 'pending', at: now } as const, attempts: 0, since: now };
}

function hexOf(pageId: string): string {
  return pageId.replaceAll('-', '');
}

/**
 * Puts an entry into the outbox, for one of the same id that may be there. Unless that was given up its failures
 * count on, and who backs off from one goes on doing so: a page that is edited all the time asks all the time. Nor
 * is a write that nobody heard of repeated before it would have shown itself.
 */
export function owe(outbox: Outbox, entry: MirrorEntry): OutboxEntry[] {
  const before = outbox.find(({ id }) => id === entry.id);
  const others = outbox.filter(({ id }) => id !== entry.id);
  if (!before || before.progress.state === 'failed') return [...others, entry];
  const isUnheard = before.kind === 'take-over' && before.progress.state === 'sending';
  if (isUnheard || before.attempts + exceptionsOf(before) > 0) return [...others, before];
  return [...others, entry];
}

export function isMirrorEntry(entry: OutboxEntry): entry is MirrorEntry {
  return entry.kind === 'hand-over' || entry.kind === 'take-over';
}

/** Those that ask for the page to be compared with the one on the other side. */
export function takeOversIn(outbox: Outbox): TakeOver[] {
  return outbox.filter((entry) => entry.kind === 'take-over');
}
