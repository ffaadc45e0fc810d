import { MOST_DEATHS } from '../core/deaths.ts';
import { exceptionsOf, givenUp, isGivenUp, type Settlement } from '../core/outbox.ts';
import { StoreUnavailable } from '../core/ports.ts';
import { peopleRule } from '../core/rules/people-rules.ts';
import { deliverComment } from './deliver-comment.ts';
import { deliverSlack } from './deliver-slack.ts';
import type { Delivered, Delivery } from './delivery.ts';
import { park } from './park.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/** Makes the call for one claim. What is given up is copied to the dead-letter queue before this returns. */
export async function deliver(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  const { notice, pageId, messageIds } = delivery;
  const delivered = await attempt(stillTrue(delivery), turn, ports);
  const settlement = giveUpInTime(delivery, delivered.settlement, ports);
  if (settlement.kind === 'failed') {
    const { reason, hint } = settlement;
    await park(
      { workspace: turn.workspace.key, pageId, entries: [notice.id], messageIds, reason, hint },
      ports,
    );
  }
  return { ...delivered, settlement };
}

/** Who died over it may have been long ago: it is for those only of whom it still holds. */
function stillTrue(delivery: Delivery): Delivery {
  const { notice, page, lookFirst } = delivery;
  if (!lookFirst) return delivery;
  const people = notice.people.filter(({ id }) => peopleRule(notice.rule).holds(id, page));
  return { ...delivery, notice: { ...notice, people } };
}

async function attempt(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  try {
    return await byChannel(delivery, turn, ports);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return { settlement: afterException(error, delivery, turn, ports) };
  }
}

async function byChannel(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  if (delivery.notice.people.length === 0) return NOBODY;
  switch (delivery.notice.channel) {
    case 'comment':
      return deliverComment(delivery, turn, ports);
    case 'slack':
      return deliverSlack(delivery, turn, ports);
  }
}

const NOBODY: Delivered = { settlement: { kind: 'dropped', reason: 'it holds of nobody any more' } };

/** A fault in the code, or in what an adapter let through: the call may have been made. */
function afterException(
  error: unknown,
  { notice }: Delivery,
  turn: Turn,
  { log }: ConsumerPorts,
): Settlement {
  const reason = `unexpected: ${error}`;
  log.error('A notice threw', {
    noticeId: notice.id,
    reason,
    stack: error instanceof Error ? error.stack : undefined,
  });
  if (exceptionsOf(notice) + 1 < MOST_DEATHS) return { kind: 'threw', at: turn.claimUntil, reason };
  return { kind: 'failed', reason, hint: 'Read the errors in the log of the consumer, then retry it.' };
}

function giveUpInTime({ notice }: Delivery, settlement: Settlement, { clock }: ConsumerPorts): Settlement {
  const isPassing = settlement.kind === 'pending' || settlement.kind === 'sending';
  if (!isPassing || !isGivenUp(notice, clock.now())) return settlement;
  return givenUp(settlement.reason);
}
