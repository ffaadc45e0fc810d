import type { Notice } from '../../core/page-record.ts';
import { whenDue } from '../../core/rules/reminder.ts';
import { watchOf } from '../../core/watch.ts';
import { wordingOf } from '../../core/wording.ts';
import { settleEntry } from '../settle-entry.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { deliverComment, lookForComment } from './deliver-comment.ts';
import { deliverDirectMessage } from './deliver-direct-message.ts';
import { deliverEmail } from './deliver-email.ts';
import { deliverSlack } from './deliver-slack.ts';
import { deliverToAddress } from './deliver-to-address.ts';
import { deliverToChannel } from './deliver-to-channel.ts';
import type { Delivered, Delivery } from './delivery.ts';
import { stillWished } from './still-wished.ts';

/** Tells of one claim, unless it is found to have been told. */
export async function deliver(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  const call = async () =>
    (await outcomeBefore(delivery, turn, ports)) ?? (await tell(delivery, turn, ports));
  return settleEntry(delivery.notice, delivery, call, turn, ports);
}

/** Only a comment can be looked up; it is before anything else is decided: what was told is told, true or not. */
async function outcomeBefore(
  delivery: Delivery,
  turn: Turn,
  ports: ConsumerPorts,
): Promise<Delivered | undefined> {
  if (!delivery.lookFirst || delivery.notice.channel !== 'comment') return undefined;
  return lookForComment(delivery, turn, ports);
}

async function tell(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  const { notice, page: state, memory } = delivery;
  const wish = stillWished(notice, { state, memory }, turn);
  if (wish.kind === 'dropped') return { settlement: wish };
  const still = { ...delivery, notice: wish.notice };
  return byChannel({ ...still, notice: worded(still, turn, ports) }, turn, ports);
}

async function byChannel(delivery: Delivery, turn: Turn, ports: ConsumerPorts): Promise<Delivered> {
  switch (delivery.notice.channel) {
    case 'comment':
      return deliverComment(delivery, turn, ports);
    case 'email':
      return deliverEmail(delivery, turn, ports);
    case 'slack':
      return deliverSlack(delivery, turn, ports);
    case 'slack-dm':
      return deliverDirectMessage(delivery, turn, ports);
    case 'slack-channel':
      return deliverToChannel(delivery, turn, ports);
    case 'email-address':
      return deliverToAddress(delivery, turn, ports);
  }
}

/** What is due tomorrow when it is planned may be due today when it is told. */
export function worded(
  { notice, page }: Pick<Delivery, 'notice' | 'page'>,
  { workspace }: Turn,
  { clock }: ConsumerPorts,
): Notice {
  const { subject } = notice;
  const { reminders } = watchOf(workspace, page.dataSourceId);
  if (subject?.kind !== 'due' || !reminders) return notice;
  const { words } = wordingOf(workspace, page.dataSourceId, notice.people);
  const when = whenDue(subject.day, clock.now(), reminders.timeZone, words);
  return { ...notice, subject: { ...subject, when } };
}
