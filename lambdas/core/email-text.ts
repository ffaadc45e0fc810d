import type { Notice, PageState } from './page-record.ts';
import { detailsOf, fillText, mapValues, namesOf, oneLine, titleOf } from './placeholders.ts';
import type { Words } from './settings.ts';

const SUBJECT_LENGTH = 200;

/** What an e-mail says: the same in both ways of writing. */
export interface EmailText {
  subject: string;
  text: string;
  html: string;
}

export interface EmailTemplates {
  subject: string;
  /** Plain text: empty lines part its paragraphs. */
  email: string;
}

/**
 * The e-mail for a notice. Its HTML is made from the template's plain text; whatever
 * comes from Notion is escaped there.
 *
 * @param muteHint below the rest, unless it is empty
 */
export function emailText(
  { subject, email }: EmailTemplates,
  notice: Notice,
  page: PageState,
  words: Words,
  muteHint: string,
): EmailText {
  const values = {
    ...detailsOf(notice),
    people: namesOf(notice.people, words),
    title: titleOf(page, words),
    url: page.url,
  };
  const plain = mapValues(values, withoutControls);
  const marked = {
    ...mapValues(plain, escapeHtml),
    title: `<strong>${escapeHtml(plain.title)}</strong>`,
    url: linkTo(plain.url),
  };
  return {
    subject: oneLine(fillText(subject, plain), SUBJECT_LENGTH),
    text: [fillText(email, plain), ...(muteHint === '' ? [] : ['', muteHint]), ''].join('\n'),
    html: htmlOf(paragraphsOf(fillText(escapeHtml(email), marked)), muteHint),
  };
}

function htmlOf(paragraphs: readonly string[], muteHint: string): string {
  const small = 'color:#6b6b6b;font-size:13px';
  const hint = muteHint === '' ? [] : [`<p style="${small}">${escapeHtml(muteHint)}</p>`];
  return [
    '<!doctype html>',
    '<html><head><meta charset="utf-8"></head>',
    '<body style="font-family:sans-serif;font-size:15px;line-height:1.5">',
    ...paragraphs.map((paragraph) => `<p>${paragraph}</p>`),
    ...hint,
    '</body></html>',
    '',
  ].join('\n');
}

function paragraphsOf(markup: string): string[] {
  return markup
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replaceAll('\n', '<br>\n'))
    .filter((paragraph) => paragraph !== '');
}

/** Only a web address is made a link. */
function linkTo(url: string): string {
  const escaped = escapeHtml(url);
  return /^https?:\/\//i.test(url) ? `<a href="${escaped}">${escaped}</a>` : escaped;
}

function escapeHtml(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A line break in a header would begin another header, and mail servers refuse the rest. */
function withoutControls(value: string): string {
  return value.replace(/\p{Cc}+/gu, ' ');
}
