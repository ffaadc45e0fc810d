import { parseMrkdwn, slackPosts } from '../../../local/ui/slack-posts.ts';

describe('markup', () => {
  const url = 'https://www.notion.so/p1';

  test.each([
    ['plain', [{ text: 'plain' }]],
    ['Ana: *this* one', [{ text: 'Ana: ' }, { text: 'this', style: 'bold' }, { text: ' one' }]],
    [`<${url}|Page>!`, [{ text: 'Page', href: url }, { text: '!' }]],
    [`<${url}>`, [{ text: url, href: url }]],
    [`*<${url}|Page>*`, [{ text: 'Page', style: 'bold', href: url }]],
    [`*<${url}|2 * 3 *>*`, [{ text: '2 * 3 *', style: 'bold', href: url }]],
    ['2 * 3', [{ text: '2 * 3' }]],
    ['<@U0000000ANA>, hi', [{ text: '@Ana Ferreira', style: 'mention' }, { text: ', hi' }]],
    ['<@U0NOBODY>', [{ text: '@U0NOBODY', style: 'mention' }]],
    ['&lt;script&gt; &amp;amp;', [{ text: '<script> &amp;' }]],
    [`<${url}?a=1&amp;b=2|&lt;Page&gt;>`, [{ text: '<Page>', href: `${url}?a=1&b=2` }]],
    ['<javascript:alert(1)|Page>', [{ text: 'Page' }]],
    ['', []],
  ])('%s', (source, parts) => {
    expect(parseMrkdwn(source)).toEqual(parts);
  });
});

describe('posts', () => {
  test('the newest comes first, and blocks go before the text', () => {
    const blocks = [
      { type: 'section', text: { type: 'mrkdwn', text: '*bold*' } },
      { type: 'divider' },
      { type: 'section', text: { type: 'plain_text', text: '*as it is*' } },
    ];
    const posts = slackPosts([
      { id: 'm1', at: 1, text: 'only text' },
      { id: 'm2', at: 2, text: 'for the notification', blocks },
    ]);
    expect(posts).toEqual([
      { id: 'm2', at: 2, text: [{ text: 'bold', style: 'bold' }, { text: '\n' }, { text: '*as it is*' }] },
      { id: 'm1', at: 1, text: [{ text: 'only text' }] },
    ]);
  });
});
