import { type SlackText, slackText } from '../../core/messages.ts';
import { isPlace } from '../../core/notices.ts';
import { wordingOf } from '../../core/wording.ts';
import { worded } from '../notices/deliver.ts';
import { mentionsIn } from '../notices/mentions.ts';
import { aboutAssignees } from '../notices/told-at.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import type { Member } from './digest-members.ts';

/** A member, and what the message says of it. */
export interface Line {
  member: Member;
  text: SlackText;
}

/** A member's line: the text of its own message, were it told singly. */
export async function lineOf(member: Member, turn: Turn, ports: ConsumerPorts): Promise<Line> {
  const { page, notice } = member;
  const wording = wordingOf(turn.workspace, page.dataSourceId, notice.people);
  const { escalation, words } = wording;
  if (isPlace(notice.channel))
    return { member, text: slackText(escalation.toChannel, aboutAssignees(member), page, words) };
  const slackIds = await mentionsIn(notice.people, page.dataSourceId, turn, ports);
  const template = wording[notice.rule].slack;
  return { member, text: slackText(template, worded(member, turn, ports), page, words, slackIds) };
}
