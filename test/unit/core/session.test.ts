import { isKey, isSession, issueSession, SESSION_MS } from '../../../lambdas/core/session.ts';

const KEY = 'one key';
const NOW = Date.parse('2026-11-02T09:00:00Z');
const session = issueSession(KEY, NOW);
const [issuedAt = '', signature = ''] = session.split('.');

test.each([
  { what: 'at once', value: session, now: NOW, expected: true },
  { what: 'to its last moment', value: session, now: NOW + SESSION_MS - 1, expected: true },
  { what: 'seen by a clock a little behind', value: session, now: NOW - 60_000, expected: true },
  { what: 'when its time is over', value: session, now: NOW + SESSION_MS, expected: false },
  { what: 'from the future', value: session, now: NOW - 60_001, expected: false },
  { what: 'no cookie', value: undefined, now: NOW, expected: false },
  { what: 'an empty one', value: '', now: NOW, expected: false },
  { what: 'prolonged', value: `${(NOW + 1000).toString(36)}.${signature}`, now: NOW, expected: false },
  { what: 'the signature of another', value: `${issuedAt}.${'A'.repeat(43)}`, now: NOW, expected: false },
  { what: 'cut off', value: session.slice(0, -1), now: NOW, expected: false },
  { what: 'with something behind it', value: `${session}A`, now: NOW, expected: false },
  { what: 'no signature', value: `${issuedAt}.`, now: NOW, expected: false },
  { what: 'in capitals', value: session.toUpperCase(), now: NOW, expected: false },
  { what: 'under another key', value: issueSession('another', NOW), now: NOW, expected: false },
  { what: 'under an empty key', value: issueSession('', NOW), now: NOW, expected: false },
])('a session $what: $expected', ({ value, now, expected }) => {
  expect(isSession(value, KEY, now)).toBe(expected);
});

test('a session does not show its key, and lasts eight hours', () => {
  expect(session).not.toContain(KEY);
  expect(session).toMatch(/^[0-9a-z]+\.[\w-]{43}$/);
  expect(SESSION_MS).toBe(8 * 60 * 60_000);
});

test.each([
  ['one key', true],
  ['one kez', false],
  ['one key ', false],
  ['one ke', false],
  ['ONE KEY', false],
  ['', false],
])('the key %j: %s', (given, expected) => {
  expect(isKey(given, KEY)).toBe(expected);
});
