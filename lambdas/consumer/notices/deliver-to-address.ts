import { emailText } from '../../core/email-text.ts';
import { wordingOf } from '../../core/wording.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import type { Delivered, Delivery } from './delivery.ts';
import { sendEmail } from './send-email.ts';
import { aboutAssignees, NO_SUCH_STEP, toldAt } from './told-at.ts';

/** Sends one e-mail to the address that a step of a ladder names. Nobody can be muted there. */
export async function deliverToAddress(
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered> {
  const { email: settings } = turn.workspace;
  const { notice, page } = delivery;
  const to = toldAt(delivery, turn.workspace)?.email;
  if (to === undefined || !settings) return NO_SUCH_STEP;
  const { escalation, words } = wordingOf(turn.workspace, page.dataSourceId, notice.people);
  const templates = { subject: escalation.subject, email: escalation.toAddress };
  const text = emailText(templates, aboutAssignees(delivery), page, words, '');
  return sendEmail(settings, { ...text, to }, delivery, turn, ports);
}
