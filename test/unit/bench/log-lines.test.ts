import { accessLine, bytesOfLine } from '../../../bench/log-lines.ts';

test('the access log shows a value wherever its format names one', () => {
  const shown = JSON.parse(accessLine());
  expect(shown).toMatchObject({ routeKey: 'POST /webhooks/notion', status: '200' });
  expect(accessLine()).not.toContain('$context');
});

test('a line is billed by its bytes, and as CloudWatch adds to each', () => {
  expect(bytesOfLine('é')).toBe(28);
});
