import type { DataSourceSchema } from '../../../lambdas/core/data-source-schema.ts';
import {
  listAfter,
  nextList,
  overdueAmong,
  overdueFilter,
  overdueIdOf,
  partsOfOverdueId,
  withFound,
} from '../../../lambdas/core/overdue.ts';
import type { DueDate } from '../../../lambdas/core/page-record.ts';
import type { QueriedPage } from '../../../lambdas/core/ports/notion.ts';
import type { Overdue } from '../../../lambdas/core/ports/overdue.ts';
import type { ReminderSettings } from '../../../lambdas/core/settings.ts';
import { person } from './builders.ts';

const BERLIN = { at: '09:00', timeZone: 'Europe/Berlin' };
const AUCKLAND = { at: '00:30', timeZone: 'Pacific/Auckland' };
const time = (text: string) => Date.parse(`${text}Z`);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);

const REMINDERS: ReminderSettings = { ...BERLIN, property: 'Due', daysBefore: [], overdue: true };
const watchWith = (completed?: string[]) => ({
  only: [{ property: 'Urgent', checked: true }],
  statusProperty: 'Status',
  reminders: { ...REMINDERS, completed },
  escalations: [],
});
const STATUS = {
  name: 'Status',
  id: 's',
  type: 'status',
  options: [
    { name: 'Open', group: 'To-do' },
    { name: 'Shipped', group: 'Complete' },
    { name: 'Dropped', group: 'Complete' },
  ],
};
const DUE = { name: 'Due', id: 'd', type: 'date' };
const NOW = time('2026-11-10T12:00');

test('an id tells the channel and the time, whatever they are', () => {
  const id = overdueIdOf('C0123456789', { at: '08:30', timeZone: 'America/Argentina/Buenos_Aires' });
  expect(partsOfOverdueId(id)).toEqual({
    destination: 'C0123456789',
    at: '08:30',
    timeZone: 'America/Argentina/Buenos_Aires',
  });
});

test.each([
  ['before its time today', BERLIN, '2026-11-10T07:59', '2026-11-10T08:00'],
  ['at its very time', BERLIN, '2026-11-10T08:00', '2026-11-11T08:00'],
  ['in summer', BERLIN, '2026-07-10T08:00', '2026-07-11T07:00'],
  ['the evening before clocks go back', BERLIN, '2026-10-24T20:00', '2026-10-25T08:00'],
  ['the evening before they go forward', BERLIN, '2026-03-28T20:00', '2026-03-29T07:00'],
  ['where it is tomorrow already', AUCKLAND, '2026-11-10T11:00', '2026-11-10T11:30'],
])('the next list, %s', (_, at, after, expected) => {
  expect(iso(nextList(at, time(after)))).toBe(expected);
});

test.each([
  ['in time', '2026-11-10T08:01', '2026-11-11T08:00'],
  ['in the evening', '2026-11-10T20:00', '2026-11-11T08:00'],
  ['hours before the next', '2026-11-11T05:00', '2026-11-12T08:00'],
])('the list after one that was told %s', (_, told, expected) => {
  expect(iso(listAfter(BERLIN, time(told)))).toBe(expected);
});

describe('what Notion is asked', () => {
  const ask = (schema: DataSourceSchema, completed?: string[], now = NOW) =>
    overdueFilter(schema, watchWith(completed), REMINDERS, now);

  test('leaves out what is completed, by group or by name', () => {
    const without = (options: string[], type = 'status') => ({
      property: 'Due',
      before: '2026-11-11',
      without: { property: 'Status', type, options },
    });
    expect(ask([DUE, STATUS])).toEqual(without(['Shipped', 'Dropped']));
    expect(ask([DUE, STATUS], ['Dropped'])).toEqual(without(['Dropped']));
    const select = { name: 'Status', id: 's', type: 'select', options: [{ name: 'Done' }, { name: 'Open' }] };
    expect(ask([DUE, select])).toEqual(without(['Done'], 'select'));
  });

  test('names no status where there is none, or none that is completed', () => {
    const expected = { property: 'Due', before: '2026-11-11' };
    expect(ask([DUE])).toEqual(expected);
    expect(ask([DUE, STATUS], [])).toEqual(expected);
  });

  test('is nothing where there is no such date', () => {
    expect(ask([{ ...DUE, type: 'rich_text' }, STATUS])).toBeUndefined();
  });

  test('reaches to the end of the local day', () => {
    expect(ask([DUE], undefined, time('2026-11-30T23:30'))).toMatchObject({ before: '2026-12-02' });
  });
});

describe('what is overdue of the rows', () => {
  const row = (date: DueDate | null, option: string | null = 'Open', more: object = {}): QueriedPage => ({
    id: 'p',
    editedAt: 0,
    page: {
      title: 'T',
      url: 'u',
      inTrash: false,
      createdAt: 0,
      dataSourceId: 'ds',
      properties: [
        { name: 'Due', id: 'd', type: 'date', date },
        { name: 'Status', id: 's', type: 'status', option },
        { name: 'Owner', id: 'o', type: 'people', people: [person(1)] },
      ],
      ...more,
    },
  });
  const among = (one: QueriedPage) =>
    overdueAmong(
      [one],
      {
        dataSourceId: 'ds',
        assigneeProperty: 'Owner',
        watch: watchWith(),
        schema: [DUE, STATUS],
        leftOut: new Set(),
      },
      NOW,
    );

  test('comes with its assignees', () => {
    expect(among(row({ start: '2026-11-09' }))).toEqual([
      { day: '2026-11-09', title: 'T', url: 'u', assignees: [person(1)], dataSourceId: 'ds' },
    ]);
  });

  test.each<[string, QueriedPage, number]>([
    ['of yesterday', row({ start: '2026-11-09' }), 1],
    ['of today', row({ start: '2026-11-10' }), 0],
    ['of a range that has ended', row({ start: '2026-11-01', end: '2026-11-09' }), 1],
    ['of a range that ends today', row({ start: '2026-11-01', end: '2026-11-10' }), 0],
    ['at a time that is today here', row({ start: '2026-11-09T23:30:00.000+00:00' }), 0],
    ['without a date', row(null), 0],
    ['that is completed', row({ start: '2026-11-09' }, 'Dropped'), 0],
    ['without a status', row({ start: '2026-11-09' }, null), 1],
    [
      'that is left out',
      row({ start: '2026-11-09' }, 'Open', {
        properties: [
          { name: 'Due', id: 'd', type: 'date', date: { start: '2026-11-09' } },
          { name: 'Urgent', id: 'u', type: 'checkbox', isChecked: false },
        ],
      }),
      0,
    ],
    ['in the trash', row({ start: '2026-11-09' }, 'Open', { inTrash: true }), 0],
  ])('a page %s', (_, one, expected) => {
    expect(among(one)).toHaveLength(expected);
  });
});

test('of many only the oldest are kept, and the rest is counted', () => {
  const page = (day: number): Overdue => ({
    day: `2026-10-${String(day).padStart(2, '0')}`,
    title: '',
    url: '',
    assignees: [],
    dataSourceId: 'ds',
  });
  const many = (day: number, count: number) => Array.from({ length: count }, () => page(day));
  const { found, more } = withFound({ found: many(5, 90), more: 3 }, [...many(9, 20), page(1)]);
  expect([found.length, more]).toEqual([100, 14]);
  expect(found.map(({ day }) => day)).toEqual([...found.map(({ day }) => day)].sort());
  expect(found[0]).toEqual(page(1));
});
