import { fitting, listMessage } from '../../../lambdas/core/digest-message.ts';
import type { SlackMessage, SlackText } from '../../../lambdas/core/slack-message.ts';

const HEADER = '*{count} more:*';
const line = (length: number, name = 'x'): SlackText => ({ mrkdwn: name.repeat(length), plain: name });
const lines = (count: number, length: number) => Array.from({ length: count }, () => line(length));

function sectionsOf({ blocks }: SlackMessage): string[] {
  return blocks.flatMap((block) => (block.type === 'section' ? [block.text.text] : []));
}

test('lists what it tells below its header, with one hint at the end', () => {
  const told = [
    { mrkdwn: '<@U1>: *A*', plain: 'Ana: A' },
    { mrkdwn: 'Ben: *B*', plain: 'Ben: B' },
  ];
  const message = listMessage(HEADER, told, 'Ask to be muted.');
  expect(message).toEqual({
    text: '2 more:\nAna: A\nBen: B',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: '*2 more:*', verbatim: true } },
      { type: 'section', text: { type: 'mrkdwn', text: '• <@U1>: *A*\n• Ben: *B*', verbatim: true } },
      { type: 'context', elements: [{ type: 'plain_text', text: 'Ask to be muted.' }] },
    ],
  });
});

test('without a header or a hint the list is all', () => {
  expect(sectionsOf(listMessage('', [line(3)], ''))).toEqual(['• xxx']);
  expect(listMessage('', [line(3)], '').blocks).toHaveLength(1);
});

test.each([
  ['short', 40, 150],
  ['middling', 8, 1100],
  ['as long as a section', 3, 3000],
  ['one short of it', 3, 2999],
])('lines that are %s fill sections that Slack takes, and none is lost', (_, count, length) => {
  const all = lines(count, length);
  const message = listMessage(HEADER, all.slice(0, fitting(all)), '');
  const [, ...sections] = sectionsOf(message);
  for (const section of sections) expect(section.length).toBeLessThanOrEqual(3000);
  expect(sections.join('').replaceAll(/[^x]/g, '')).toHaveLength(fitting(all) * length);
  expect(JSON.stringify(sections).length).toBeLessThan(10_000);
});

test.each([
  ['all of few', lines(20, 150), 20],
  ['no more than have room', lines(100, 147), 60],
  ['one that fills it alone', lines(2, 9000), 1],
  ['none of none', [], 0],
])('there is room for %s', (_, all, expected) => {
  expect(fitting(all)).toBe(expected);
});
