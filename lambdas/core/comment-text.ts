import type { Notice, PageState } from './page-record.ts';
import { detailsOf, fillText, mapValues, nameOf, ownValue, PLACEHOLDER, titleOf } from './placeholders.ts';
import type { Words } from './settings.ts';

/** The parts of Notion's rich text that a comment needs. */
export type RichText =
  | { type: 'text'; text: { content: string; link?: { url: string } } }
  | { type: 'mention'; mention: { type: 'user'; user: { id: string } } };

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

/** The link in a comment that names its notice. */
export function noticeLinkOf(dashboardUrl: string, noticeId: string): string {
  return `${dashboardUrl}/notices/${noticeId}`;
}

/** Whether a comment with these links is the one for this notice. */
export function isMarkedWith(links: readonly string[], noticeId: string): boolean {
  return links.some((link) => link.endsWith(`/${noticeId}`));
}

function partOf({ number, of }: NonNullable<Notice['part']>, words: Words): string {
  return fillText(words.part, { number: String(number), of: String(of) });
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
      index % 2 === 0 ? literal(piece) : (ownValue(values, piece) ?? literal(`{${piece}}`)),
    );
}

function literal(piece: string): RichText[] {
  return piece === '' ? [] : [text(piece)];
}
