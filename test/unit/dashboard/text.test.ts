import { LATENCY_CLASSES, quantile } from '../../../lambdas/dashboard/latency.ts';
import { clip, count, duration, list, shellQuote, time } from '../../../lambdas/dashboard/views/text.ts';

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [1240, '1.2 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_949, '60 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_600, '1 h'],
  [3_660_000, '1 h 1 min'],
  [90_000_000, '1 d 1 h'],
])('%d ms are %s', (ms, expected) => {
  expect(duration(ms)).toBe(expected);
});

test('a time is told to programs in full and to people in UTC', () => {
  const at = Date.parse('2026-11-02T09:05:07Z');
  expect(String(time(at))).toBe(
    '<time datetime="2026-11-02T09:05:07.000Z" data-form="day">2 Nov, 09:05:07</time>',
  );
  expect(String(time(at, 'hour'))).toContain('>09:05</time>');
});

test('a text is cut between characters', () => {
  expect(clip('ab👩🏽‍🚀cd', 4)).toBe('ab👩…');
  expect(clip('abcd', 4)).toBe('abcd');
});

test('names are escaped, and each keeps its own direction', () => {
  expect(String(list(['<b>Ana</b>', 'عمر', 'Ben'], 2))).toBe(
    '<bdi>&lt;b&gt;Ana&lt;/b&gt;</bdi>, <bdi>عمر</bdi> and 1 more',
  );
});

test.each([
  [0, '0 events'],
  [1, '1 event'],
  [1200, '1,200 events'],
])('%d: %s', (value, expected) => {
  expect(count(value, 'event')).toBe(expected);
});

test.each([
  ['abc-1', 'abc-1'],
  ['two words', "'two words'"],
  ["it's $(rm)", "'it'\\''s $(rm)'"],
  ['', "''"],
])('%j is %s to a shell', (argument, expected) => {
  expect(shellQuote(argument)).toBe(expected);
});

test.each([
  { latencies: [0, 0, 0, 0, 0, 0, 0, 0, 0], share: 0.5, expected: undefined },
  { latencies: [1, 0, 0, 0, 0, 0, 0, 0, 0], share: 0.95, expected: '≤ 500 ms' },
  { latencies: [2, 0, 2, 0, 0, 0, 0, 0, 0], share: 0.5, expected: '≤ 500 ms' },
  { latencies: [1, 0, 2, 0, 0, 0, 0, 0, 0], share: 0.5, expected: '≤ 2 s' },
  { latencies: [19, 0, 0, 0, 0, 0, 0, 0, 1], share: 0.95, expected: '≤ 500 ms' },
  { latencies: [18, 0, 0, 0, 0, 0, 0, 0, 2], share: 0.95, expected: '> 5 min' },
])('of $latencies, $share are $expected', ({ latencies, share, expected }) => {
  const index = quantile(latencies, share);
  expect(index === undefined ? undefined : LATENCY_CLASSES[index]).toBe(expected);
});
