import { classify } from '../../core/classify.ts';
import type { Email } from '../../core/ports/mailer.ts';
import type { EmailSettings } from '../../core/settings.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { type Delivered, type Delivery, settlementOf } from './delivery.ts';

/** Sends one e-mail. Where its outcome is unknown it is sent again later: a duplicate beats a loss. */
export async function sendEmail(
  { from, replyTo }: EmailSettings,
  email: Omit<Email, 'replyTo'>,
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  if (ports.clock.now() > turn.lastCallAt) return settlementOf(NO_TIME, delivery, ports);
  const sent = await ports.mailer.send(from, { ...email, replyTo });
  if (sent.ok) return { settlement: { kind: 'delivered' } };
  const verdict = classify('email', sent.failure, ports.clock.now());
  if (verdict.kind === 'unknown') throw new Error('an e-mail is never looked up');
  return settlementOf(verdict, delivery, ports);
}

const NO_TIME = { kind: 'halted', reason: 'no time left in this invocation', forMs: 0 } as const;
