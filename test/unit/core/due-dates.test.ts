import { daysUntil, dueDayOf, momentBefore } from '../../../lambdas/core/due-dates.ts';

const iso = (time: number) => new Date(time).toISOString();

describe('the day on which something is due', () => {
  test.each([
    ['a day', { start: '2026-11-03' }, 'Europe/Berlin', '2026-11-03'],
    ['a day, far in the east', { start: '2026-11-03' }, 'Pacific/Kiritimati', '2026-11-03'],
    ['a range of days', { start: '2026-11-03', end: '2026-11-06' }, 'Europe/Berlin', '2026-11-06'],
    ['a time', { start: '2026-11-03T23:30:00.000+00:00' }, 'Europe/Berlin', '2026-11-04'],
    ['a time in the west', { start: '2026-11-03T03:30:00.000Z' }, 'America/New_York', '2026-11-02'],
    ['a range of times', { start: '2026-11-03T09:00:00Z', end: '2026-11-05T23:30:00Z' }, 'UTC', '2026-11-05'],
    ['a time of its own zone', { start: '2026-11-03T02:00:00', timeZone: 'Asia/Tokyo' }, 'UTC', '2026-11-02'],
    ['a local time without a zone', { start: '2026-11-03T23:30:00' }, 'America/New_York', '2026-11-03'],
    [
      'a zone that nobody knows',
      { start: '2026-11-03T23:30:00', timeZone: 'Mars/Base' },
      'UTC',
      '2026-11-03',
    ],
    ['no date', { start: 'soon' }, 'UTC', undefined],
  ])('%s', (_, due, timeZone, day) => {
    expect(dueDayOf(due, timeZone)).toBe(day);
  });
});

describe('when a reminder is due: at nine, whatever the clocks do', () => {
  test.each([
    // On the last Sunday of March Berlin goes from +01:00 to +02:00, in October back.
    ['Europe/Berlin', '2026-03-29', 1, '2026-03-28T08:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', 0, '2026-03-29T07:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', 1, '2026-10-24T07:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', 0, '2026-10-25T08:00:00.000Z'],
    ['America/New_York', '2026-03-08', 1, '2026-03-07T14:00:00.000Z'],
    ['America/New_York', '2026-03-08', 0, '2026-03-08T13:00:00.000Z'],
    ['America/New_York', '2026-11-01', 1, '2026-10-31T13:00:00.000Z'],
    ['America/New_York', '2026-11-01', 0, '2026-11-01T14:00:00.000Z'],
    // Lord Howe moves its clocks by half an hour.
    ['Australia/Lord_Howe', '2026-10-04', 1, '2026-10-02T22:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', 0, '2026-10-03T22:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', 1, '2026-04-03T22:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', 0, '2026-04-04T22:30:00.000Z'],
    ['Europe/Berlin', '2026-03-01', 1, '2026-02-28T08:00:00.000Z'],
    ['Europe/Berlin', '2026-12-31', -1, '2027-01-01T08:00:00.000Z'],
  ])('%s: %s, %i days before', (timeZone, day, daysBefore, expected) => {
    expect(iso(momentBefore(day, daysBefore, '09:00', timeZone))).toBe(expected);
  });

  test.each([
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45:00.000Z'],
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00:00.000Z'],
  ])('%s, %s: %s, which its clocks leave out, is as long after midnight', (timeZone, day, at, expected) => {
    expect(iso(momentBefore(day, 0, at, timeZone))).toBe(expected);
  });
});

test.each([
  ['2026-11-03', '2026-11-02T09:00:00Z', 'Europe/Berlin', 1],
  ['2026-11-03', '2026-11-02T23:30:00Z', 'Europe/Berlin', 0],
  ['2026-11-03', '2026-11-03T23:30:00Z', 'Europe/Berlin', -1],
  ['2026-11-03', '2026-11-04T03:30:00Z', 'America/New_York', 0],
  ['2026-03-30', '2026-03-28T23:30:00Z', 'Europe/Berlin', 1],
])('%s, seen at %s in %s, is %i days away', (day, now, timeZone, days) => {
  expect(daysUntil(day, Date.parse(now), timeZone)).toBe(days);
});
