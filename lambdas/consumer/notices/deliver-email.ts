import { emailText } from '../../core/email-text.ts';
import { wordingOf } from '../../core/wording.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { addressOf } from './addresses.ts';
import { type Delivered, type Delivery, settlementOf, untellable } from './delivery.ts';
import { sendEmail } from './send-email.ts';

/** Tells one person by e-mail. Whose address is not known is not told, which is no failure. */
export async function deliverEmail(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  const { notice, page } = delivery;
  const { email: settings } = turn.workspace;
  const [person] = notice.people;
  if (!settings || !person) return untellable('no e-mail is configured any more');

  const address = await addressOf(person, turn, ports);
  if (address.kind === 'none') return untellable(address.reason);
  if (address.kind === 'failed') return settlementOf(address.verdict, delivery, ports);

  const wording = wordingOf(turn.workspace, page.dataSourceId, notice.people);
  const text = emailText(wording[notice.rule], notice, page, wording.words, wording.mute);
  return sendEmail(settings, { ...text, to: address.address }, delivery, turn, ports);
}
