import { asksForGroups, isCompleted, isInComplete } from '../../../lambdas/core/completion.ts';
import type { DataSourceSchema } from '../../../lambdas/core/data-source-schema.ts';
import type { PageProperty } from '../../../lambdas/core/page-properties.ts';
import type { PageState } from '../../../lambdas/core/page-record.ts';
import type { Watch } from '../../../lambdas/core/watch.ts';
import { state } from './builders.ts';

const watchWith = (completed?: string[]): Watch => ({
  only: [],
  statusProperty: 'Status',
  reminders: { property: 'Due', at: '09:00', timeZone: 'UTC', daysBefore: [0], completed, overdue: false },
  escalations: [],
});
const NO_REMINDERS: Watch = { only: [], statusProperty: 'Status', escalations: [] };

const DUE: PageProperty = { name: 'Due', id: 'd', type: 'date', date: { start: '2026-11-10' } };
const STATUS: PageProperty = { name: 'Status', id: 's', type: 'status', option: 'Shipped' };

test.each<[string, PageProperty[], Watch, boolean]>([
  ['a page that is due and has a status', [DUE, STATUS], watchWith(), true],
  ['statuses are named', [DUE, STATUS], watchWith(['Done']), false],
  ['even none is named', [DUE, STATUS], watchWith([]), false],
  ['nobody is reminded of anything', [DUE, STATUS], NO_REMINDERS, false],
  ['it is not due', [{ ...DUE, date: null }, STATUS], watchWith(), false],
  ['it has no status', [DUE, { ...STATUS, option: null }], watchWith(), false],
  ['a select has no groups', [DUE, { ...STATUS, type: 'select' }], watchWith(), false],
  ['the status is another property', [DUE, { ...STATUS, name: 'Stage' }], watchWith(), false],
])('groups are asked for: %s', (_, properties, watch, expected) => {
  expect(asksForGroups({ properties, ...PAGE }, watch)).toBe(expected);
});

const PAGE = { title: '', url: '', inTrash: false, createdAt: undefined, dataSourceId: undefined };

const options = (...all: [name: string, group?: string][]): DataSourceSchema => [
  { name: 'Due', id: 'd', type: 'date' },
  { name: 'Status', id: 's', type: 'status', options: all.map(([name, group]) => ({ name, group })) },
];

test.each([
  ['in it', options(['Open', 'To-do'], ['Shipped', 'Complete']), true],
  ['in another', options(['Open', 'Complete'], ['Shipped', 'In progress']), false],
  ['not there yet', options(['Open', 'Complete']), undefined],
  ['in groups of other names', options(['Open', 'To-do'], ['Shipped', 'Fertig']), undefined],
  ['in a property that is not there', [], undefined],
])('a status that is %s: %j', (_, schema, expected) => {
  expect(isInComplete(schema, 's', 'Shipped')).toBe(expected);
});

test.each<[string, Partial<PageState>, Watch, boolean]>([
  ['its group says so', { status: 'Shipped', isComplete: true }, watchWith(), true],
  ['its group says not, whatever its name', { status: 'Done', isComplete: false }, watchWith(), false],
  ['no group is known: done', { status: 'Done' }, watchWith(), true],
  ['no group is known: not done', { status: 'Shipped' }, watchWith(), false],
  ['it is named', { status: 'Dropped', isComplete: false }, watchWith(['Dropped']), true],
  ['it is not named', { status: 'Shipped', isComplete: true }, watchWith(['Dropped']), false],
  ['it has no status', { status: null }, watchWith(), false],
  ['nobody is reminded', { status: 'Done', isComplete: true }, NO_REMINDERS, false],
])('completed: %s', (_, more, watch, expected) => {
  expect(isCompleted(state([], more), watch)).toBe(expected);
});
