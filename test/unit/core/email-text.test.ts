import * as fc from 'fast-check';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { emailText } from '../../../lambdas/core/email-text.ts';
import { anyText } from './arbitraries.ts';
import { assertProperty } from './assert-property.ts';
import { notice, person, state } from './builders.ts';

const [workspace] = resolveConfig({}).workspaces;
if (!workspace) throw new Error('there is always a workspace');
const { messages } = workspace;
const URL = 'https://www.notion.so/Launch-1?a=1&b=2';

interface Given {
  name?: string;
  title?: string;
  url?: string;
  subject?: string;
  email?: string;
  hint?: string;
}

function written({
  name = 'Ana',
  title = 'Launch',
  url = URL,
  hint = 'Ask to be muted.',
  ...templates
}: Given = {}) {
  const told = [person(1, name)];
  const about = state(told, { title, url });
  return emailText(
    { ...messages.assigned, ...templates },
    notice(told, { channel: 'email' }),
    about,
    messages.words,
    hint,
  );
}

/** What a mail program shows of the HTML. */
function shown(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

test('of a page that is nobody’s says so', () => {
  const templates = { subject: '{title}', email: '{people} {url}' };
  const { text } = emailText(templates, notice([]), state([], { url: URL }), messages.words, '');
  expect(text).toBe(`nobody ${URL}\n`);
});

test('says whose the page is, where it is, and how to be told no longer, in both ways', () => {
  const { subject, text, html } = written();
  expect(subject).toBe('Now yours: Launch');
  expect(text).toBe(`Ana, this page is now yours: Launch\n\n${URL}\n\nAsk to be muted.\n`);
  expect(html).toContain('<p>Ana, this page is now yours: <strong>Launch</strong></p>');
  const address = URL.replace('&', '&amp;');
  expect(html).toContain(`<p><a href="${address}">${address}</a></p>`);
  expect(html).toMatch(/<p style="[^"]*">Ask to be muted\.<\/p>\n<\/body>/);
});

test('without a hint nothing is below the rest', () => {
  const { text, html } = written({ hint: '' });
  expect(text).toMatch(/b=2\n$/);
  expect(html).toMatch(/<\/a><\/p>\n<\/body>/);
});

test('a rule may have more to tell', () => {
  const told = [person(1, 'Ana')];
  const subject = { kind: 'status', status: '<Blocked>', step: 0, since: 0 } as const;
  const about = notice(told, { channel: 'email', rule: 'escalation', subject });
  const email = emailText(messages.escalation, about, state(told, { title: 'Launch' }), messages.words, '');
  expect(email.subject).toBe('<Blocked>: Launch');
  expect(email.text).toMatch(/^Ana, this page is in the status “<Blocked>”: Launch/);
  expect(email.html).toContain('“&lt;Blocked&gt;”');
});

test.each<[string, Given, string]>([
  [
    'a title with a script',
    { title: '<script>x</script>' },
    '<strong>&lt;script&gt;x&lt;/script&gt;</strong>',
  ],
  ['a name with quotes', { name: `"A" & 'B'` }, '&quot;A&quot; &amp; &#39;B&#39;,'],
  [
    'an address that ends its attribute',
    { url: 'https://n/"onclick="x' },
    'href="https://n/&quot;onclick=&quot;x"',
  ],
  ['an address that is none of the web', { url: 'javascript:alert(1)' }, '<p>javascript:alert(1)</p>'],
  ['a title that looks like a placeholder', { title: '{url} $&' }, '<strong>{url} $&amp;</strong>'],
  [
    'a template with markup',
    { email: '<b>{title}</b>\n{url}' },
    '&lt;b&gt;<strong>Launch</strong>&lt;/b&gt;<br>\n<a',
  ],
])('%s', (_, given, expected) => {
  expect(written(given).html).toContain(expected);
});

test('a page without a title is told of, too', () => {
  expect(written({ title: ' \n ' }).subject).toBe('Now yours: Untitled');
});

test('the subject is one short line, whatever the title is', () => {
  assertProperty(
    fc.property(anyText(), (title) => {
      const { subject } = written({ title, subject: `${'s'.repeat(150)} {title}` });
      expect(subject).not.toMatch(/\p{Cc}/u);
      expect([...subject].length).toBeLessThanOrEqual(200);
    }),
  );
});

test('whatever comes from Notion, the HTML shows what the text says, and has no tags of its own', () => {
  const tags = written().html.match(/<[^>]*>/g)?.length;
  assertProperty(
    fc.property(anyText(), anyText(), (title, name) => {
      const { text, html } = written({ title, name });
      expect(html.match(/<[^>]*>/g)).toHaveLength(tags ?? 0);
      const words = (value: string) => value.split(/\s+/).filter((word) => word !== '');
      expect(words(shown(html))).toEqual(words(text));
    }),
  );
});
