import type { LocalClock } from '../../clock.ts';
import type { FifoQueue, ReceivedMessage } from './fifo-queue.ts';

/**
 * Receives, and where there is nothing waits until there is.
 *
 * @param waitMs at most, on the clock
 * @param signal ends the wait: nothing is received for a caller that has gone
 */
export async function receiveOrWait(
  queue: FifoQueue,
  receive: () => ReceivedMessage[],
  waitMs: number,
  clock: LocalClock,
  signal: AbortSignal,
): Promise<ReceivedMessage[]> {
  const deadline = clock.now() + waitMs;
  while (!signal.aborted) {
    const received = receive();
    if (received.length > 0 || clock.now() >= deadline) return received;
    await changeOrTime(queue, Math.min(deadline, queue.nextVisibleAt() ?? deadline), clock, signal);
  }
  return [];
}

/** Resolves when the queue changes, the time has come, or the signal is aborted. */
async function changeOrTime(
  queue: FifoQueue,
  until: number,
  clock: LocalClock,
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  const finish = () => done.abort();
  const forget = queue.onceChanged(finish);
  signal.addEventListener('abort', finish);
  await clock.sleep(until - clock.now(), done.signal).catch(() => undefined); // cut short by one of the two
  forget();
  signal.removeEventListener('abort', finish);
}
