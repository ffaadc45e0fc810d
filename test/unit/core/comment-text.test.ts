import * as fc from 'fast-check';
import {
  commentText,
  isMarkedWith,
  noticeLinkOf,
  type RichText,
} from '../../../lambdas/core/comment-text.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { DEFAULT_WORDS } from '../../../lambdas/core/default-messages.ts';
import { MOST_MENTIONS } from '../../../lambdas/core/notices.ts';
import type { Assignee } from '../../../lambdas/core/page-record.ts';
import { anyText } from './arbitraries.ts';
import { assertProperty } from './assert-property.ts';
import { notice, people, person, state, uuid } from './builders.ts';

const LINK = 'https://pagebell.example/dashboard/notices/n-1';
const NOBODY = new Set<string>();
const [ANA, BEN] = [person(1, 'Ana'), person(2, 'Ben')];

interface Given {
  template?: string;
  people?: readonly Assignee[];
  title?: string;
  asText?: ReadonlySet<string>;
  part?: { number: number; of: number };
}

function comment({
  template = '{people}, yours ({pagebell})',
  people: told = [ANA],
  title = 'T',
  asText,
  part,
}: Given) {
  return commentText(
    template,
    notice(told, part && { part }),
    state(told, { title }),
    DEFAULT_WORDS,
    LINK,
    asText ?? NOBODY,
  );
}

/** A comment as it reads; mentions as `@id`, links as `[word](address)`. */
function read(text: readonly RichText[]): string {
  return text
    .map((piece) => {
      if (piece.type === 'mention') return `@${piece.mention.user.id}`;
      const { content, link } = piece.text;
      return link ? `[${content}](${link.url})` : content;
    })
    .join('');
}

test('mentions everybody, and carries the link by which it is found again', () => {
  expect(comment({ people: [ANA, BEN] })).toEqual([
    { type: 'mention', mention: { type: 'user', user: { id: ANA.id } } },
    { type: 'text', text: { content: ', ' } },
    { type: 'mention', mention: { type: 'user', user: { id: BEN.id } } },
    { type: 'text', text: { content: ', yours (' } },
    { type: 'text', text: { content: 'Pagebell', link: { url: LINK } } },
    { type: 'text', text: { content: ')' } },
  ]);
});

test.each<[string, Given, string]>([
  ['a title', { template: '{title}: {people} {pagebell}' }, `T: @${ANA.id} [Pagebell](${LINK})`],
  ['a page without a title', { template: '{title}', title: ' \n ' }, 'Untitled'],
  ['a title of several lines', { template: '{title}', title: ' a\n\tb ' }, 'a b'],
  ['a title that looks like a placeholder', { template: '{title}', title: '{people}' }, '{people}'],
  ['a placeholder that nobody knows', { template: '{who}, {toString}' }, '{who}, {toString}'],
  ['a template with other braces', { template: '{ people } {{title}}' }, '{ people } {T}'],
  ['a part', { template: '{people}', part: { number: 2, of: 3 } }, `@${ANA.id} (2 of 3)`],
  ['a group', { template: '{people}', people: [{ id: uuid(9), kind: 'group', name: 'Design' }] }, 'Design'],
  [
    'a group without a name',
    { template: '{people}', people: [{ id: uuid(9), kind: 'group' }] },
    'A team member',
  ],
  [
    'a user without a name',
    { template: '{people}', people: [{ id: uuid(9), kind: 'unknown' }] },
    `@${uuid(9)}`,
  ],
  [
    'a user whom Notion refuses',
    { template: '{people}', people: [ANA, BEN], asText: new Set([ANA.id]) },
    `Ana, @${BEN.id}`,
  ],
])('%s', (_, given, expected) => {
  expect(read(comment(given))).toBe(expected);
});

test('names and titles are one line, and cut between characters', () => {
  const asText = new Set([ANA.id]);
  const long = { ...ANA, name: `  ${'😀'.repeat(51)}` };
  expect(read(comment({ template: '{people}', people: [long], asText }))).toBe(`${'😀'.repeat(49)}…`);
  const exact = { ...ANA, name: '😀'.repeat(50) };
  expect(read(comment({ template: '{people}', people: [exact], asText }))).toBe(exact.name);
  expect(read(comment({ template: '{title}', title: '😀'.repeat(201) }))).toBe(`${'😀'.repeat(199)}…`);
  expect(read(comment({ template: '{title}', title: '😀'.repeat(200) }))).toBe('😀'.repeat(200));
});

describe('the mark', () => {
  test('is found among links, by the whole id only', () => {
    const link = noticeLinkOf('https://pagebell.example/dashboard', 'abc-5-assigned-comment-1');
    expect(link).toBe('https://pagebell.example/dashboard/notices/abc-5-assigned-comment-1');
    expect(isMarkedWith(['https://example.com', link], 'abc-5-assigned-comment-1')).toBe(true);
    expect(isMarkedWith([link], 'abc-5-assigned-comment')).toBe(false);
    expect(isMarkedWith([link], 'bc-5-assigned-comment-1')).toBe(false);
    expect(isMarkedWith([`${link}1`], 'abc-5-assigned-comment-1')).toBe(false);
    expect(isMarkedWith([], 'abc-5-assigned-comment-1')).toBe(false);
  });

  test('is in every comment whose template the configuration takes', () => {
    const links = comment({}).flatMap((piece) => (piece.type === 'text' ? (piece.text.link?.url ?? []) : []));
    expect(isMarkedWith(links, 'n-1')).toBe(true);
  });
});

const PLACEHOLDERS = ['{people}', '{pagebell}', '{title}'];

/** Any template that the configuration takes. */
const template = fc
  .record({
    placeholders: fc.shuffledSubarray(PLACEHOLDERS, { minLength: 2 }),
    another: fc.option(fc.constantFrom(...PLACEHOLDERS), { nil: '' }),
    words: fc.array(fc.string({ maxLength: 240 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ placeholders, another, words }) =>
    [...words.map((word, index) => word + (placeholders[index] ?? '')), another].join(''),
  )
  .filter(isTaken);

function isTaken(comment: string): boolean {
  try {
    resolveConfig({ workspaces: [{ key: 'main', messages: { assigned: { comment } } }] });
    return true;
  } catch {
    return false;
  }
}

test('a template with a placeholder twice is not taken: there would be no room for the mentions', () => {
  expect(isTaken('{people} {pagebell}')).toBe(true);
  expect(isTaken('{people} {pagebell} {people}')).toBe(false);
});

/** https://developers.notion.com/reference/request-limits */
test('keeps Notion’s limits: 100 elements, 2,000 characters in each, none empty', () => {
  const name = fc.oneof(anyText(300), fc.constant(undefined));
  const assignee = fc.record({ kind: fc.constantFrom('person', 'group', 'unknown'), name });
  const told = fc
    .array(assignee, { minLength: 1, maxLength: MOST_MENTIONS, size: 'max' })
    .map((each) =>
      each.map(({ kind, name }, index): Assignee => ({ id: uuid(index), kind, ...(name && { name }) })),
    );
  assertProperty(
    fc.property(template, told, anyText(3000), fc.boolean(), (each, all, title, isPart) => {
      const text = comment({
        template: each,
        people: all,
        title,
        asText: new Set([uuid(0), uuid(7)]),
        ...(isPart && { part: { number: 10, of: 23 } }),
      });
      expect(text.length).toBeLessThanOrEqual(100);
      const contents = text.flatMap((piece) => (piece.type === 'text' ? [piece.text.content] : []));
      expect(contents.filter((content) => content.length === 0 || content.length > 2000)).toEqual([]);
    }),
  );
});

test('forty-five people, the most of one comment, are all mentioned', () => {
  const all = people(MOST_MENTIONS);
  const text = comment({
    people: all,
    template: 'Hello {people}: {title} ({pagebell})!',
    part: { number: 1, of: 2 },
  });
  expect(text.filter(({ type }) => type === 'mention')).toHaveLength(45);
  expect(text.length).toBeLessThanOrEqual(100);
});
