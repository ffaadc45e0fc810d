import { notionPage } from '../../../bin/commands/arguments.ts';

const PAGE = '7a500000-0000-4000-8000-000000000001';
const HEX = PAGE.replaceAll('-', '');

test.each([
  [PAGE],
  [HEX],
  [`https://www.notion.so/${HEX}`],
  [`https://www.notion.so/northlight/Redesign-the-homepage-${HEX}?pvs=4`],
  [`https://www.notion.so/northlight/${'d'.repeat(32)}?v=${'e'.repeat(32)}&p=${HEX}&pm=s`],
])('%s is a page', (text) => {
  expect(notionPage(text)).toBe(PAGE);
});

test.each([['plan'], [''], ['https://www.notion.so/northlight'], [`${HEX}?pvs=4`]])(
  '"%s" is none, and the error says what is wanted',
  (text) => {
    expect(() => notionPage(text)).toThrow(/page's address or an id of Notion: 32 hexadecimal digits/);
  },
);
