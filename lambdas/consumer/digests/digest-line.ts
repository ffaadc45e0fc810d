import { listMessage } from '../../core/digest-message.ts';
import { isPlace } from '../../core/notices.ts';
import type { MessageSet } from '../../core/settings.ts';
import { type SlackMessage, type SlackText, slackText } from '../../core/slack-message.ts';
import { agreed, wordingOf } from '../../core/wording.ts';
import { worded } from '../notices/deliver.ts';
import { mentionsIn } from '../notices/mentions.ts';
import { aboutAssignees } from '../notices/told-at.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import type { Member } from './digest-members.ts';

/** A member, and what the message says of it. */
export interface Line {
  member: Member;
  text: SlackText;
  /** What would be said above a digest of its like alone. */
  header: string;
  /** Undefined where a step of a ladder tells a channel: nobody can be muted there. */
  mute: string | undefined;
}

/** A member's line: the text of its own message, were it told singly. */
export async function lineOf(member: Member, turn: Turn, ports: ConsumerPorts): Promise<Line> {
  const { page, notice } = member;
  const wording = wordingOf(turn.workspace, page.dataSourceId, notice.people);
  const { digest: header, escalation, mute, words } = wording;
  if (isPlace(notice.channel)) {
    const text = slackText(escalation.toChannel, aboutAssignees(member), page, words);
    return { member, text, header, mute: undefined };
  }
  const slackIds = await mentionsIn(notice.people, page.dataSourceId, turn, ports);
  const template = wording[notice.rule].slack;
  const text = slackText(template, worded(member, turn, ports), page, words, slackIds);
  return { member, text, header, mute };
}

/** @param ofWorkspace what is said above and below lines that do not agree on it */
export function messageOf(
  lines: readonly Line[],
  ofWorkspace: Pick<MessageSet, 'digest' | 'mute'>,
): SlackMessage {
  const mutes = lines.flatMap(({ mute }) => mute ?? []);
  return listMessage(
    agreed(
      lines.map(({ header }) => header),
      ofWorkspace.digest,
    ),
    lines.map(({ text }) => text),
    mutes.length === 0 ? '' : agreed(mutes, ofWorkspace.mute),
  );
}
