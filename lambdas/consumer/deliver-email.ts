import { classify } from '../core/classify.ts';
import { emailText } from '../core/email-text.ts';
import { addressOf } from './addresses.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/**
 * Sends one e-mail. Where its outcome is unknown it is sent again later: a duplicate beats a loss. Whose
 * address is not known is not told, which is no failure.
 */
export async function deliverEmail(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  const { notice, page } = delivery;
  const { email: settings, messages } = turn.workspace;
  const [person] = notice.people;
  if (!settings || !person) return dropped('no e-mail is configured any more');

  const address = await addressOf(person, turn, ports);
  if (address.kind === 'none') return dropped(address.reason);
  if (address.kind === 'failed') return settlementOf(address.verdict, delivery, ports);

  const now = ports.clock.now();
  if (now > turn.lastCallAt) {
    return settlementOf(
      { kind: 'halted', reason: 'no time left in this invocation', forMs: 0 },
      delivery,
      ports,
    );
  }
  const sent = await ports.mailer.send(settings.from, {
    ...emailText(messages[notice.rule], notice, page, messages.mute),
    to: address.address,
    replyTo: settings.replyTo,
  });
  if (sent.ok) return { settlement: { kind: 'delivered' } };
  const verdict = classify('email', sent.failure, ports.clock.now());
  if (verdict.kind === 'unknown') throw new Error('an e-mail is never looked up');
  return settlementOf(verdict, delivery, ports);
}

function dropped(reason: string): Delivered {
  return { settlement: { kind: 'dropped', reason } };
}
