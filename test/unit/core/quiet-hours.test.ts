import type { Channel, Progress } from '../../../lambdas/core/page-record.ts';
import { putOff, quietUntil } from '../../../lambdas/core/quiet-hours.ts';
import { NOW, notice, person } from './builders.ts';

const NIGHT = { from: '19:00', to: '08:00', timeZone: 'Europe/Berlin' };
const NOON = { from: '12:00', to: '13:00', timeZone: 'UTC' };

test.each([
  ['in the evening, until next morning', NIGHT, '2026-11-02T20:00:00+01:00', '2026-11-03T08:00:00+01:00'],
  ['when it begins', NIGHT, '2026-11-02T19:00:00+01:00', '2026-11-03T08:00:00+01:00'],
  ['after midnight, until the same morning', NIGHT, '2026-11-03T00:30:00+01:00', '2026-11-03T08:00:00+01:00'],
  ['just before its end', NIGHT, '2026-11-03T07:59:59+01:00', '2026-11-03T08:00:00+01:00'],
  ['not at its end', NIGHT, '2026-11-03T08:00:00+01:00', undefined],
  ['not by day', NIGHT, '2026-11-03T12:00:00+01:00', undefined],
  ['at the end of a year', NIGHT, '2026-12-31T23:00:00+01:00', '2027-01-01T08:00:00+01:00'],
  ['within a day', NOON, '2026-11-02T12:30:00Z', '2026-11-02T13:00:00Z'],
  ['not before it', NOON, '2026-11-02T11:59:59Z', undefined],
  ['the night when clocks go forward', NIGHT, '2026-03-28T22:00:00+01:00', '2026-03-29T08:00:00+02:00'],
  ['the night when they go back', NIGHT, '2026-10-24T22:00:00+02:00', '2026-10-25T08:00:00+01:00'],
])('it is quiet %s', (_, quietHours, now, end) => {
  expect(quietUntil(quietHours, Date.parse(now))).toBe(end && Date.parse(end));
});

test('an end that the clocks leap over still comes', () => {
  const gap = { from: '22:00', to: '02:30', timeZone: 'Europe/Berlin' };
  const before = Date.parse('2026-03-29T01:59:00+01:00');
  const end = quietUntil(gap, before) ?? 0;
  expect(end).toBeGreaterThan(before);
  expect(end).toBeLessThanOrEqual(before + 100 * 60_000);
  expect(quietUntil(gap, end)).toBeUndefined();
});

test('without quiet hours it is never quiet', () => {
  expect(quietUntil(undefined, NOW)).toBeUndefined();
});

test('what is due waits for the end, but comments; what is not due yet, or was given up, stays as it is', () => {
  const until = NOW + 1000;
  const at = (progress: Progress, channel: Channel = 'slack') =>
    notice([person(1)], { id: `${progress.state} ${channel}`, channel, progress });
  const due = at({ state: 'pending', at: NOW });
  const died = at({ state: 'sending', at: NOW });
  const rest = [
    at({ state: 'pending', at: NOW + 1 }),
    at({ state: 'sending', at: NOW + 1 }),
    at({ state: 'failed', failedAt: NOW, reason: 'r', hint: 'h' }),
    at({ state: 'pending', at: NOW }, 'comment'),
  ];
  expect(putOff([due, died, ...rest], NOW, until)).toEqual([
    { ...due, progress: { state: 'pending', at: until } },
    { ...died, progress: { state: 'sending', at: until } },
    ...rest,
  ]);
});
