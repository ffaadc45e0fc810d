import { emailText } from '../core/email-text.ts';
import type { Delivered, Delivery } from './delivery.ts';
import { sendEmail } from './send-email.ts';
import { aboutAssignees, NO_SUCH_STEP, toldAt } from './told-at.ts';
import type { ConsumerPorts, Turn } from './turn.ts';

/** Sends one e-mail to the address that a step of a ladder names. Nobody can be muted there. */
export async function deliverToAddress(
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  const { email: settings, messages } = turn.workspace;
  const to = toldAt(delivery, turn.workspace)?.email;
  if (to === undefined || !settings) return NO_SUCH_STEP;
  const { subject, toAddress } = messages.escalation;
  const text = emailText({ subject, email: toAddress }, aboutAssignees(delivery), delivery.page, '');
  return sendEmail(settings, { ...text, to }, delivery, turn, ports);
}
