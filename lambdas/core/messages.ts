import type { Assignee, Notice, PageState } from './page-record.ts';
import type { Words } from './settings.ts';

const TITLE_LENGTH = 200;
/** In the text of a section: https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const MOST_SLACK_CHARACTERS = 3000;
const MOST_SLACK_NAMES = 40;
const NAME_LENGTH = 50;

/** The parts of Notion's rich text that a comment needs. */
export type RichText =
  | { type: 'text'; text: { content: string; link?: { url: string } } }
  | { type: 'mention'; mention: { type: 'user'; user: { id: string } } };

/** What an incoming webhook of Slack takes. `text` is what a notification shows. */
export interface SlackMessage {
  text: string;
  blocks: SlackBlock[];
}

type SlackBlock =
  | { type: 'section'; text: { type: 'mrkdwn'; text: string } }
  /** Small and pale, below the rest. */
  | { type: 'context'; elements: [{ type: 'plain_text'; text: string }] };

/**
 * The comment for a notice. Users are mentioned; groups, and users who cannot be mentioned, are named.
 *
 * @param template with `{people}`, `{pagebell}` and perhaps `{title}`
 * @param noticeLink ends in the notice's id: by it the comment is found again
 * @param asText ids of users whom Notion refuses to mention
 */
export function commentText(
  template: string,
  notice: Notice,
  page: PageState,
  words: Words,
  noticeLink: string,
  asText: ReadonlySet<string>,
): RichText[] {
  const part = notice.part ? [text(` ${partOf(notice.part, words)}`)] : [];
  return [
    ...fill(template, {
      people: notice.people.flatMap((person, index) => [
        ...(index > 0 ? [text(', ')] : []),
        person.kind === 'group' || asText.has(person.id) ? text(nameOf(person, words)) : mention(person.id),
      ]),
      title: [text(titleOf(page, words))],
      ...mapValues(detailsOf(notice), (detail) => [text(detail)]),
      pagebell: [{ type: 'text', text: { content: 'Pagebell', link: { url: noticeLink } } }],
    }),
    ...part,
  ];
}

/** What only notices of some rules tell: values of placeholders, not escaped. */
export function detailsOf({ subject }: Pick<Notice, 'subject'>): Readonly<Record<string, string>> {
  switch (subject?.kind) {
    case undefined:
      return {};
    case 'due':
      return { date: subject.day, when: subject.when ?? subject.day };
    case 'status':
      return { status: oneLine(subject.status, NAME_LENGTH) };
  }
}

/** The link in a comment that names its notice. */
export function noticeLinkOf(dashboardUrl: string, noticeId: string): string {
  return `${dashboardUrl}/notices/${noticeId}`;
}

/** Whether a comment with these links is the one for this notice. */
export function isMarkedWith(links: readonly string[], noticeId: string): boolean {
  return links.some((link) => link.endsWith(`/${noticeId}`));
}

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
  const room = MOST_SLACK_CHARACTERS - fillText(template, { ...about, people: '' }).length;
  const escapedName = (person: Assignee) => escapeSlack(nameOf(person, words));
  const values = { ...about, people: listOf(notice.people, room, words, escapedName) };
  const mentioned = listOf(notice.people, room, words, (person) => {
    const slackId = slackIds.get(person.id);
    return slackId === undefined ? escapedName(person) : `<@${slackId}>`;
  });
  const mrkdwn = fillText(template, { ...values, people: mentioned });
  const plain = fillText(template.replace(/<\{url\}\|([^>]*)>/g, '$1 {url}').replaceAll('*', ''), values);
  return { mrkdwn, plain };
}

export function sectionOf(mrkdwn: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn } };
}

/** How to be told no longer, below the rest; nothing where the team says nothing of it. */
export function hintOf(muteHint: string): SlackBlock[] {
  return muteHint === '' ? [] : [{ type: 'context', elements: [{ type: 'plain_text', text: muteHint }] }];
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeSlack(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function titleOf(page: Pick<PageState, 'title'>, { untitled }: Words): string {
  return oneLine(page.title, TITLE_LENGTH) || untitled;
}

function partOf({ number, of }: NonNullable<Notice['part']>, words: Words): string {
  return fillText(words.part, { number: String(number), of: String(of) });
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

export function namesOf(people: readonly Assignee[], words: Words): string {
  return people.map((person) => nameOf(person, words)).join(', ') || words.nobody;
}

function nameOf(person: Assignee, { somebody }: Words): string {
  return oneLine(person.name ?? '', NAME_LENGTH) || somebody;
}

/** Cut between characters, not within one. */
export function oneLine(value: string, length: number): string {
  const characters = [...value.replaceAll(/\s+/g, ' ').trim()];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}

function text(content: string): RichText {
  return { type: 'text', text: { content } };
}

function mention(id: string): RichText {
  return { type: 'mention', mention: { type: 'user', user: { id } } };
}

/** A placeholder without a value stays as it is written. */
function fill(template: string, values: Readonly<Record<string, RichText[]>>): RichText[] {
  return template
    .split(PLACEHOLDER)
    .flatMap((piece, index) =>
      index % 2 === 0 ? literal(piece) : (own(values, piece) ?? literal(`{${piece}}`)),
    );
}

export function fillText(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER, (placeholder, name: string) => own(values, name) ?? placeholder);
}

function mapValues<From, To>(
  values: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

const PLACEHOLDER = /\{(\w+)\}/g;

function literal(piece: string): RichText[] {
  return piece === '' ? [] : [text(piece)];
}

function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
