import type { JournalLine } from '../../../lambdas/core/journal.ts';
import type { JournalReader } from '../../../lambdas/core/ports/journal.ts';
import { Unreachable } from '../command-error.ts';

interface Awaiting {
  journal: Pick<JournalReader, 'latest'>;
  clock: { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> };
}

const POLL_MS = 1000;
const LATEST = 100;

/**
 * Waits for the end of an event. One that was given back comes again, so that is told only if nothing else
 * came in time.
 */
export async function awaitOutcome(
  eventId: string,
  { workspace, forMs }: { workspace: string; forMs: number },
  { journal, clock }: Awaiting,
  signal: AbortSignal,
): Promise<JournalLine | undefined> {
  const until = clock.now() + forMs;
  let last: JournalLine | undefined;
  for (;;) {
    const isLast = clock.now() >= until;
    const lines = await journal.latest(workspace, LATEST).catch(noneIfUnreachable);
    last = lines.find((line) => line.eventId === eventId) ?? last;
    const isFinal = last !== undefined && last.outcome !== 'halted' && last.outcome !== 'failed';
    if (isFinal || isLast || signal.aborted) return last;
    await clock.sleep(POLL_MS, signal);
  }
}

function noneIfUnreachable(error: unknown): JournalLine[] {
  if (error instanceof Unreachable) return [];
  throw error;
}
