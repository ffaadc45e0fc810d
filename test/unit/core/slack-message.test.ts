import * as fc from 'fast-check';
import { DEFAULT_WORDS } from '../../../lambdas/core/default-messages.ts';
import type { Assignee } from '../../../lambdas/core/page-record.ts';
import { slackMessage } from '../../../lambdas/core/slack-message.ts';
import { anyText } from './arbitraries.ts';
import { assertProperty } from './assert-property.ts';
import { notice, people, person, state, uuid } from './builders.ts';

const DEFAULT = '{people}, this page is now yours: *<{url}|{title}>*';
const URL = 'https://www.notion.so/Launch-1?a=1&b=2';

interface Given {
  template?: string;
  people?: readonly Assignee[];
  title?: string;
  url?: string;
}

/** What Slack gets: the plain text for notifications, and the text of its one section. */
function message({
  template = DEFAULT,
  people: told = [person(1, 'Ana')],
  title = 'Launch',
  url = URL,
}: Given) {
  const { text, blocks } = slackMessage(
    template,
    notice(told, { channel: 'slack' }),
    state(told, { title, url }),
    DEFAULT_WORDS,
    'Ask to be muted.',
  );
  const [section, context, ...more] = blocks;
  expect(more).toEqual([]);
  expect(context).toEqual({
    type: 'context',
    elements: [{ type: 'plain_text', text: 'Ask to be muted.' }],
  });
  if (section?.type !== 'section') throw new Error('the first block is no section');
  expect(section.text.verbatim).toBe(true);
  return { text, mrkdwn: section.text.text };
}

test('mentions whose Slack id is known; what a notification shows names them', () => {
  const told = [person(1, 'Ana'), person(2, 'Ben')];
  const { text, blocks } = slackMessage(
    DEFAULT,
    notice(told, { channel: 'slack' }),
    state(told, { url: URL }),
    DEFAULT_WORDS,
    '',
    new Map([[person(1).id, 'UANA00']]),
  );
  expect(text).toMatch(/^Ana, Ben, /);
  expect(blocks).toMatchObject([{ text: { text: expect.stringMatching(/^<@UANA00>, Ben, /) } }]);
});

test('of a page that is nobody’s says so', () => {
  const { text, blocks } = slackMessage(
    '{url}: {people}.',
    notice([]),
    state([], { url: URL }),
    DEFAULT_WORDS,
    '',
  );
  expect(text).toMatch(/: nobody\.$/);
  expect(blocks).toHaveLength(1);
});

test('makes a link of an address that a template has bare, and nothing of what looks like a mention', () => {
  const given = { template: '{people}: {title} {url}', people: [person(1, '@here')], title: '#general' };
  expect(message(given)).toEqual({
    text: '@here: #general https://www.notion.so/Launch-1?a=1&amp;b=2',
    mrkdwn: '@here: #general <https://www.notion.so/Launch-1?a=1&amp;b=2>',
  });
});

test('names people, title and link', () => {
  expect(message({ people: [person(1, 'Ana'), person(2, 'Ben')] })).toEqual({
    text: 'Ana, Ben, this page is now yours: Launch https://www.notion.so/Launch-1?a=1&amp;b=2',
    mrkdwn: 'Ana, Ben, this page is now yours: *<https://www.notion.so/Launch-1?a=1&amp;b=2|Launch>*',
  });
});

test.each<[string, Given, string]>([
  ['a title that calls everybody', { template: '{title}', title: '<!channel>' }, '&lt;!channel&gt;'],
  ['a title with an entity', { template: '{title}', title: 'R&amp;D' }, 'R&amp;amp;D'],
  [
    'a name that is a link',
    { template: '{people}', people: [person(1, '<https://x|Ana>')] },
    '&lt;https://x|Ana&gt;',
  ],
  ['a title that ends the link', { template: '<{url}|{title}>', title: 'a>b|c', url: 'u' }, '<u|a&gt;b|c>'],
  ['an address with a bar', { template: '<{url}|x>', url: 'https://n/a|b>c' }, '<https://n/a%7Cb&gt;c|x>'],
  [
    'a title that looks like a placeholder',
    { template: '{title}', title: '{people} $& $1' },
    '{people} $&amp; $1',
  ],
  ['a placeholder that nobody knows', { template: '{who} {constructor}' }, '{who} {constructor}'],
  ['a page without a title', { template: '{title}', title: '' }, 'Untitled'],
  [
    'somebody without a name',
    { template: '{people}', people: [{ id: uuid(1), kind: 'unknown' }] },
    'A team member',
  ],
  ['a group', { template: '{people}', people: [{ id: uuid(1), kind: 'group', name: 'Design' }] }, 'Design'],
  ['a title of several lines', { template: '{title}', title: 'a\r\nb' }, 'a b'],
  ['a long title', { template: '{title}', title: '😀'.repeat(300) }, `${'😀'.repeat(199)}…`],
])('%s', (_, given, expected) => {
  expect(message(given).mrkdwn).toBe(expected);
});

test.each([
  ['*<{url}|{title}>*', 'Launch u'],
  ['<{url}|Open {title}> now', 'Open Launch u now'],
  ['*{title}*: {url}', 'Launch: u'],
  ['{title}', 'Launch'],
])('the plain text of %s', (template, text) => {
  expect(message({ template, url: 'u' }).text).toBe(text);
});

test.each([
  [40, /^Person 0, .*, Person 39$/],
  [41, /^Person 0, .*, Person 39 and 1 more$/],
  [100, /^Person 0, .*, Person 39 and 60 more$/],
])('of %i people at most 40 are named', (count, expected) => {
  expect(message({ template: '{people}', people: people(count) }).mrkdwn).toMatch(expected);
});

test('as many are named as there is room for, and nobody is forgotten', () => {
  const told = people(40).map((each) => ({ ...each, name: '&'.repeat(50) }));
  const { mrkdwn } = message({ people: told, title: '&'.repeat(200) });
  const named = mrkdwn.match(/(?:&amp;){50}(?= and|, &)/g) ?? [];
  expect(named.length).toBeGreaterThan(1);
  expect(mrkdwn).toContain(` and ${40 - named.length} more, this page`);
  expect(mrkdwn.length).toBeGreaterThan(2700);
  expect(mrkdwn.length).toBeLessThanOrEqual(3000);
});

test.each([
  ['room for both', 2992, 'Ben', 'Ana, Ben'],
  ['room for one', 2986, 'Benjamin of the design team', 'Ana and 1 more'],
  ['room for none', 2987, 'Benjamin of the design team', '2 people'],
])('with %s', (_, used, second, expected) => {
  const told = [person(1, 'Ana'), person(2, second)];
  const { mrkdwn } = message({ template: `${'x'.repeat(used)}{people}`, people: told });
  expect(mrkdwn.slice(used)).toBe(expected);
});

describe('whatever Notion says', () => {
  const anything = fc.oneof(
    anyText(300),
    fc.stringMatching(/^[<>&|!@#{}a-z\n]*$/),
    fc.constantFrom('<!channel>', '<@U1>', '&lt;', '{people}', '&'.repeat(300)),
  );
  const told = fc
    .array(anything, { minLength: 1, maxLength: 100, size: 'max' })
    .map((names) => names.map((name, index) => person(index, name)));
  const address = fc.oneof(
    fc.webUrl({ withQueryParameters: true }).filter(({ length }) => length < 300),
    anyText(100),
  );
  const template = fc.constantFrom(
    DEFAULT,
    `${'x'.repeat(900)} ${DEFAULT}`,
    '{people}{title}{url}',
    '{people}',
  );

  test('nothing of it is markup, and Slack’s limit of 3,000 characters is kept', () => {
    assertProperty(
      fc.property(template, told, anything, address, (each, all, title, url) => {
        const { text, mrkdwn } = message({ template: each, people: all, title, url });
        expect(text).not.toBe('');
        expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
        expect(mrkdwn.replace(/<[^<>|]*(\|[^<>]*)?>/, 'link')).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
        expect(mrkdwn.length).toBeLessThanOrEqual(3000);
      }),
    );
  });
});

test('without a hint there is nothing below it', () => {
  const { blocks } = slackMessage(
    DEFAULT,
    notice([person(1)], { channel: 'slack' }),
    state([]),
    DEFAULT_WORDS,
    '',
  );
  expect(blocks).toHaveLength(1);
});
