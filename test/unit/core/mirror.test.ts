import * as fc from 'fast-check';
import { pageIdInLink } from '../../../lambdas/core/mirror/link.ts';
import { readSide } from '../../../lambdas/core/mirror/read-side.ts';
import { reconcile, type SideValues } from '../../../lambdas/core/mirror/reconcile.ts';
import { isSameValue } from '../../../lambdas/core/mirror/same-value.ts';
import type { MirrorValue } from '../../../lambdas/core/mirror/side-schema.ts';
import { fromCommon, toCommon, type WritableValue } from '../../../lambdas/core/mirror/value.ts';
import { assertProperty } from './assert-property.ts';

const PAGE = '7a500000-0000-4000-8000-000000000001';
const HEX = PAGE.replaceAll('-', '');

describe('the page that an address leads to', () => {
  test.each([
    [`https://www.notion.so/${HEX}`],
    [`https://www.notion.so/northlight/Redesign-the-homepage-${HEX}?pvs=4`],
    [`https://app.notion.com/p/Redesign-${HEX.toUpperCase()}/`],
    [`https://northlight.notion.site/${PAGE}#d5000000000040008000000000000009`],
    [`https://www.notion.so/northlight/d5000000000040008000000000000001?v=1&p=${HEX}&pm=s`],
  ])('%s', (link) => expect(pageIdInLink(link)).toBe(PAGE));

  test.each([['https://example.com/our-client'], ['7a5'], [HEX], [''], [`ftp://x.example/${HEX}`]])(
    '%s leads to none',
    (link) => expect(pageIdInLink(link)).toBeUndefined(),
  );
});

describe('the common form', () => {
  const names = { 'In progress': 'Doing', Done: 'Shipped' };
  test.each<[WritableValue, MirrorValue]>([
    [{ type: 'status', option: 'In progress' }, 'Doing'],
    [{ type: 'select', option: null }, null],
    [{ type: 'multi_select', options: ['Done', 'A'] }, ['A', 'Shipped']],
    [{ type: 'checkbox', isChecked: true }, true],
    [{ type: 'number', number: 0 }, 0],
    [{ type: 'url', url: 'https://example.com' }, 'https://example.com'],
    [{ type: 'rich_text', text: 'Notes' }, 'Notes'],
    [{ type: 'date', date: { start: '2026-12-01' } }, { start: '2026-12-01' }],
  ])('%j is %j, and back', (value, common) => {
    expect(toCommon(value, names)).toEqual(common);
    const back = fromCommon(common, value.type, names);
    expect(back && toCommon(back, names)).toEqual(common);
  });

  test('one moment is the same in every offset', () => {
    const at = (start: string) => toCommon({ type: 'date', date: { start } });
    expect(at('2026-12-01T10:00:00.000+01:00')).toEqual(at('2026-12-01T09:00:00Z'));
  });

  test('a status goes with a select, but a number with no text', () => {
    expect(fromCommon('Doing', 'select')).toEqual({ type: 'select', option: 'Doing' });
    expect(fromCommon('three', 'number')).toBeUndefined();
    expect(fromCommon(null, 'checkbox')).toBeUndefined();
  });
});

const value = fc.constantFrom<MirrorValue>('A', 'B', 'C', null);
const side = fc.record({ value, at: fc.integer({ min: 0, max: 3 }) });
const sideOf = ({ value, at }: { value: MirrorValue; at: number }): SideValues => ({
  values: { Status: value },
  changedAt: { Status: at },
});

describe('what has to move', () => {
  test('at most one side moves, and then both are equal', () => {
    assertProperty(
      fc.property(fc.option(value, { nil: undefined }), side, side, (base, from, to) => {
        const agreed = base === undefined ? {} : { Status: base };
        const { toTo, toFrom } = reconcile(agreed, sideOf(from), sideOf(to), true);
        expect(Object.keys(toTo).length + Object.keys(toFrom).length).toBe(from.value === to.value ? 0 : 1);
        const after = { from: toFrom['Status'] ?? from.value, to: toTo['Status'] ?? to.value };
        if ('Status' in toFrom) after.from = toFrom['Status'] ?? null;
        if ('Status' in toTo) after.to = toTo['Status'] ?? null;
        expect(after.from).toBe(after.to);
      }),
    );
  });

  test('who kept what was agreed takes over from who left it, whatever the times say', () => {
    assertProperty(
      fc.property(value, side, fc.integer(), (base, moved, at) => {
        fc.pre(moved.value !== base);
        const kept = sideOf({ value: base, at });
        expect(reconcile({ Status: base }, sideOf(moved), kept, true).toTo).toEqual({ Status: moved.value });
        expect(reconcile({ Status: base }, kept, sideOf(moved), true).toFrom).toEqual({
          Status: moved.value,
        });
      }),
    );
  });

  test('one way, nothing comes back', () => {
    assertProperty(
      fc.property(value, side, side, (base, from, to) => {
        expect(reconcile({ Status: base }, sideOf(from), sideOf(to), false).toFrom).toEqual({});
      }),
    );
  });
});

test('values are compared by what they hold', () => {
  expect(isSameValue(['A', 'B'], ['A', 'B'])).toBe(true);
  expect(isSameValue(['A'], ['A', 'B'])).toBe(false);
  expect(isSameValue({ start: '2026-12-01' }, { start: '2026-12-01' })).toBe(true);
  expect(isSameValue({ start: '2026-12-01' }, { start: '2026-12-01', end: '2026-12-02' })).toBe(false);
  expect(isSameValue(null, undefined)).toBe(false);
});

test('a text that is too long for a record is left out, and what is beside it is not', () => {
  const ends = { workspace: 'team', dataSource: PAGE };
  const mirror = {
    from: { ...ends, link: 'Link' },
    to: { ...ends, workspace: 'client' },
    properties: ['Notes', 'Title'].map((name) => ({ from: name, to: name, options: {} })),
    both: true,
    key: 'a',
    place: 'mirrors[0]',
  };
  const text = (name: string, length: number) =>
    ({ name, id: name, type: 'rich_text', text: 'x'.repeat(length) }) as const;
  const page = { title: '', url: '', inTrash: false, createdAt: 0, dataSourceId: PAGE };
  const properties = [text('Notes', 10_001), text('Title', 10_000)];
  const read = readSide({ ...page, properties }, { mirror, side: 'to' }, 0);
  expect([read.tooLong, Object.keys(read.values), read.missing]).toEqual([['Notes'], ['Title'], []]);
});
