import type { Assignee, Notice, PageState } from './page-record.ts';
import { detailsOf, fillText, mapValues, nameOf, titleOf } from './placeholders.ts';
import type { Words } from './settings.ts';

/** In the text of a section: https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const MOST_SLACK_CHARACTERS = 3000;
const MOST_SLACK_NAMES = 40;

/** What an incoming webhook of Slack takes. `text` is what a notification shows. */
export interface SlackMessage {
  text: string;
  blocks: SlackBlock[];
}

type SlackBlock =
  | { type: 'section'; text: { type: 'mrkdwn'; text: string; verbatim: true } }
  /** Small and pale, below the rest. */
  | { type: 'context'; elements: [{ type: 'plain_text'; text: string }] };

/** The Slack message for a notice. */
export function slackMessage(
  template: string,
  notice: Notice,
  page: PageState,
  words: Words,
  muteHint: string,
  slackIds?: ReadonlyMap<string, string>,
): SlackMessage {
  const { mrkdwn, plain } = slackText(template, notice, page, words, slackIds);
  return { text: plain, blocks: [sectionOf(mrkdwn), ...hintOf(muteHint)] };
}

/** What a message says; `plain` is what a notification shows. */
export interface SlackText {
  mrkdwn: string;
  plain: string;
}

/**
 * What a notice says in Slack. Whatever comes from Notion is escaped: a title may be `<!channel>`.
 *
 * @param slackIds whom to mention, by their id in Notion; all others are named
 */
export function slackText(
  template: string,
  notice: Pick<Notice, 'people' | 'subject'>,
  page: Pick<PageState, 'title' | 'url'>,
  words: Words,
  slackIds: ReadonlyMap<string, string> = new Map(),
): SlackText {
  const about = {
    ...mapValues(detailsOf(notice), escapeSlack),
    title: escapeSlack(titleOf(page, words)),
    url: escapeSlack(page.url).replaceAll('|', '%7C'),
  };
  const linked = template.replaceAll(/(?<!<)\{url\}/g, '<{url}>');
  const room = MOST_SLACK_CHARACTERS - fillText(linked, { ...about, people: '' }).length;
  const escapedName = (person: Assignee) => escapeSlack(nameOf(person, words));
  const values = { ...about, people: listOf(notice.people, room, words, escapedName) };
  const mentioned = listOf(notice.people, room, words, (person) => {
    const slackId = slackIds.get(person.id);
    return slackId === undefined ? escapedName(person) : `<@${slackId}>`;
  });
  const mrkdwn = fillText(linked, { ...values, people: mentioned });
  const plain = fillText(template.replace(/<\{url\}\|([^>]*)>/g, '$1 {url}').replaceAll('*', ''), values);
  return { mrkdwn, plain };
}

/**
 * Verbatim: a title or a name may be `@here` or `#general`, of which Slack would else make a mention or a link. Nor
 * does it make one of an address then.
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
export function sectionOf(mrkdwn: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } };
}

/** How to be told no longer, below the rest; nothing where the team says nothing of it. */
export function hintOf(muteHint: string): SlackBlock[] {
  return muteHint === '' ? [] : [{ type: 'context', elements: [{ type: 'plain_text', text: muteHint }] }];
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeSlack(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As many as there is room for. */
function listOf(
  people: readonly Assignee[],
  room: number,
  { nobody, andMore, manyPeople }: Words,
  write: (person: Assignee) => string,
): string {
  if (people.length === 0) return nobody;
  const names = people.slice(0, MOST_SLACK_NAMES).map(write);
  for (; names.length > 0; names.pop()) {
    const more = people.length - names.length;
    const rest = more > 0 ? [fillText(andMore, { count: String(more) })] : [];
    const list = [names.join(', '), ...rest].join(' ');
    if (list.length <= room) return list;
  }
  return fillText(manyPeople, { count: String(people.length) });
}
