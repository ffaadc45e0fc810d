import type { PageProperty } from '../../../../lambdas/core/page-properties.ts';
import { filterPage } from '../../../../lambdas/core/rules/filter.ts';
import type { Condition } from '../../../../lambdas/core/settings.ts';
import { people, person } from '../builders.ts';

const ANA = person(1, 'Ana');
const BEN = person(2, 'Ben');

const status = (option: string | null): PageProperty => ({ name: 'Stage', id: 's', type: 'status', option });
const select = (option: string | null): PageProperty => ({ name: 'Stage', id: 's', type: 'select', option });
const checkbox = (isChecked: boolean): PageProperty => ({
  name: 'Stage',
  id: 's',
  type: 'checkbox',
  isChecked,
});
const team = (...all: (typeof ANA)[]): PageProperty => ({
  name: 'Stage',
  id: 's',
  type: 'people',
  people: all,
});

const is = (...options: string[]): Condition => ({ property: 'Stage', is: options });
const isNot = (...options: string[]): Condition => ({ property: 'Stage', isNot: options });
const checked = (isChecked: boolean): Condition => ({ property: 'Stage', checked: isChecked });
const includes = (...all: (typeof ANA)[]): Condition => ({
  property: 'Stage',
  includes: all.map(({ id }) => id),
});
const empty = (isEmpty: boolean): Condition => ({ property: 'Stage', isEmpty });

test.each<[string, PageProperty, Condition, isLeftOut: boolean]>([
  ['one of the options', status('High'), is('Urgent', 'High'), false],
  ['one of the options, of a select', select('High'), is('High'), false],
  ['another option', status('Low'), is('Urgent', 'High'), true],
  ['an option in other letters', select('high'), is('High'), true],
  ['no option', select(null), is('High'), true],
  ['an option that it must not be', status('Draft'), isNot('Idea', 'Draft'), true],
  ['an option that it may be', select('Ready'), isNot('Idea', 'Draft'), false],
  ['no option, which is none of them', status(null), isNot('Draft'), false],
  ['checked', checkbox(true), checked(true), false],
  ['not checked', checkbox(false), checked(true), true],
  ['not checked, as it should be', checkbox(false), checked(false), false],
  ['checked, which it should not be', checkbox(true), checked(false), true],
  ['one of the people', team(BEN, ANA), includes(ANA), false],
  ['none of the people', team(BEN), includes(ANA), true],
  ['nobody', team(), includes(ANA, BEN), true],
  ['nobody, as it should be', team(), empty(true), false],
  ['somebody, where nobody should be', team(ANA), empty(true), true],
  ['nobody, where somebody should be', team(), empty(false), true],
  ['an option, where some should be', status('Draft'), empty(false), false],
  ['an option, where none should be', select('Draft'), empty(true), true],
  ['no option, as it should be', select(null), empty(true), false],
])('%s', (_, property, condition, isLeftOut) => {
  const filtered = filterPage({ properties: [property] }, [condition]);
  expect(filtered).toEqual({ isLeftOut, propertyIds: ['s'], misfits: [], isCertain: true });
});

test.each<[string, PageProperty, Condition]>([
  ['of another name', { ...status('Low'), name: 'Status' }, is('High')],
  ['of a kind that has no options', checkbox(false), is('High')],
  ['that is no checkbox', status('Low'), checked(true)],
  ['that holds no people', status('Low'), includes(ANA)],
  ['of a kind that is never empty', checkbox(false), empty(true)],
])('a property %s leaves out nothing, and is told of', (_, property, condition) => {
  const filtered = filterPage({ properties: [property] }, [condition]);
  expect(filtered).toMatchObject({ isLeftOut: false, propertyIds: [], misfits: [condition] });
});

test('all conditions must hold, and each property is watched once', () => {
  const ready: PageProperty = { name: 'Ready', id: 'r', type: 'checkbox', isChecked: true };
  const page = { properties: [status('High'), ready] };
  const only: Condition[] = [isNot('Draft'), is('High'), { ...checked(true), property: 'Ready' }];
  expect(filterPage(page, only)).toMatchObject({ isLeftOut: false, propertyIds: ['s', 'r'] });
  for (const [index] of only.entries()) {
    const failing = only.map((each, at) => (at === index ? is('Low') : each));
    expect(filterPage(page, failing).isLeftOut).toBe(true);
  }
  expect(filterPage(page, [])).toMatchObject({ isLeftOut: false, propertyIds: [] });
});

test('more people than Notion shows are no certain answer', () => {
  const crowd = { properties: [team(...people(25))] };
  expect(filterPage(crowd, [includes(ANA)]).isCertain).toBe(false);
  expect(filterPage(crowd, []).isCertain).toBe(true);
});
