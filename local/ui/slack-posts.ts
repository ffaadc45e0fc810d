import * as z from 'zod';
import type { SimulatedSlack } from '../slack/server.ts';
import { memberOf } from '../slack/web-api.ts';
import type { SlackPost, TextPart } from './state.ts';
import { webAddress } from './web-address.ts';

type Message = ReturnType<SimulatedSlack['messages']>[number];

const sectionSchema = z.object({
  type: z.literal('section'),
  text: z.object({ type: z.enum(['mrkdwn', 'plain_text']), text: z.string() }),
});

/** `<address|label>`, `<address>`, or `*bold*`; stars within a link are its own. */
const MARKUP = /<([^<>|]+)(?:\|([^<>]*))?>|\*((?:<[^<>]*>|[^*<>\n])+)\*/g;

const MOST_POSTS = 50;

/** The messages of channels and conversations as Slack shows them, newest first. */
export function slackPosts(messages: readonly Message[]): SlackPost[] {
  return messages
    .slice(-MOST_POSTS)
    .reverse()
    .map(({ id, at, to, ...message }) => ({
      id,
      at,
      ...(to && { to: whereOf(to) }),
      text: shownText(message),
    }));
}

function whereOf(to: string): string {
  return memberOf(to)?.name ?? `#${to}`;
}

/** Blocks if there are any; `text` is then only what a notification shows. */
function shownText({ text = '', blocks = [] }: Pick<Message, 'text' | 'blocks'>): TextPart[] {
  const sections = blocks.flatMap((block) => sectionSchema.safeParse(block).data ?? []);
  if (sections.length === 0) return parseMrkdwn(text);
  return sections.flatMap(({ text: { type, text } }, index) => [
    ...(index > 0 ? [{ text: '\n' }] : []),
    ...(type === 'mrkdwn' ? parseMrkdwn(text) : [{ text }]),
  ]);
}

/** The part of Slack's markup that messages of Pagebell hold: https://docs.slack.dev/messaging/formatting-message-text */
export function parseMrkdwn(source: string, style?: 'bold'): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of source.matchAll(MARKUP)) {
    const [whole, address, label, bold] = match;
    parts.push(...plain(source.slice(end, match.index), style));
    if (bold !== undefined) parts.push(...parseMrkdwn(bold, 'bold'));
    else if (address !== undefined) parts.push(link(address, label, style));
    end = match.index + whole.length;
  }
  return [...parts, ...plain(source.slice(end), style)];
}

function plain(source: string, style: 'bold' | undefined): TextPart[] {
  return source === '' ? [] : [{ text: withoutEscapes(source), style }];
}

function link(address: string, label: string | undefined, style: 'bold' | undefined): TextPart {
  if (address.startsWith('@'))
    return { text: `@${memberOf(address.slice(1))?.name ?? address.slice(1)}`, style: 'mention' };
  return { text: withoutEscapes(label ?? address), style, href: webAddress(withoutEscapes(address)) };
}

function withoutEscapes(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
