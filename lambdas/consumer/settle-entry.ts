import { MOST_DEATHS } from '../core/deaths.ts';
import { exceptionsOf, givenUp, isGivenUp, type Settlement } from '../core/outbox.ts';
import type { OutboxEntry } from '../core/page-record.ts';
import { isOfTheStore } from '../core/ports/store-errors.ts';
import type { Delivered } from './notices/delivery.ts';
import type { PageWork } from './pages/page-work.ts';
import { park } from './park.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/**
 * Makes the call for one claimed entry of a page's outbox. What throws is tried again a few times, what fails
 * passingly is for a day; what is given up is copied to the dead-letter queue before this resolves.
 *
 * @throws {StoreUnavailable | NewerRecord} nothing is known of the entry then: its claim looks after it
 */
export async function settleEntry<Ended extends Delivered>(
  entry: OutboxEntry,
  { pageId, messageIds }: Pick<PageWork, 'pageId'> & { messageIds: readonly string[] },
  call: () => Promise<Ended>,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Ended | Delivered> {
  const delivered = await attempt(entry, call, turn, ports);
  const settlement = giveUpInTime(entry, delivered.settlement, ports);
  if (settlement.kind === 'failed') {
    const { reason, hint } = settlement;
    const workspace = turn.workspace.key;
    await park({ workspace, pageId, entries: [entry.id], messageIds, reason, hint }, ports);
  }
  return { ...delivered, settlement };
}

async function attempt<Ended extends Delivered>(
  entry: OutboxEntry,
  call: () => Promise<Ended>,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Ended | Delivered> {
  try {
    return await call();
  } catch (error) {
    if (isOfTheStore(error)) throw error;
    return { settlement: afterException(error, entry, turn, ports) };
  }
}

/** A fault in the code, or in what an adapter let through: the call may have been made. */
function afterException(error: unknown, entry: OutboxEntry, turn: Turn, { log }: ConsumerPorts): Settlement {
  const reason = `unexpected: ${error}`;
  const stack = error instanceof Error ? error.stack : undefined;
  log.error('Work on an entry threw', { entry: entry.id, reason, stack });
  if (exceptionsOf(entry) + 1 < MOST_DEATHS) return { kind: 'threw', at: turn.claimUntil, reason };
  return { kind: 'failed', reason, hint: 'Read the errors in the log of the consumer, then retry it.' };
}

function giveUpInTime(entry: OutboxEntry, settlement: Settlement, { clock }: ConsumerPorts): Settlement {
  const isPassing = settlement.kind === 'pending' || settlement.kind === 'sending';
  return isPassing && isGivenUp(entry, clock.now()) ? givenUp(settlement.reason) : settlement;
}
