import { toProperties } from '../../../lambdas/adapters/notion-properties.ts';

const text = (length: number) => 'x'.repeat(length);

test.each([
  ['none', '', []],
  ['what fits', text(2000), [text(2000)]],
  ['more', text(2500), [text(2000), text(500)]],
  ['a character that would be cut', `${text(1999)}😀${text(1999)}`, [text(1999), `😀${text(1998)}`, 'x']],
])('a text goes in parts that Notion takes: %s', (_, given, parts) => {
  expect(toProperties({ Notes: { type: 'rich_text', text: given } })).toEqual({
    Notes: { rich_text: parts.map((content) => ({ text: { content } })) },
  });
});
