import { nearest } from '../../../lambdas/core/config-schema/nearest.ts';

const KNOWN = [
  'key',
  'mode',
  'pace',
  'mute',
  'reminders',
  'assigneeProperty',
  'statusProperty',
  'slack',
  'slackChannel',
];

test.each([
  ['remindres', 'reminders'],
  ['assigneProperty', 'assigneeProperty'],
  ['assigneeproperty', 'assigneeProperty'],
  ['slackchanel', 'slackChannel'],
  ['slak', 'slack'],
  ['pase', 'pace'],
  ['mdoe', 'mode'],
  ['reminders.at', 'reminders'],
  // More than three letters wrong, or more than half of them.
  ['stateProperties', undefined],
  ['kye', undefined],
  ['size', undefined],
  ['to', undefined],
  ['', undefined],
])('%j means %j', (typed, meant) => {
  expect(nearest(typed, KNOWN)).toBe(meant);
});

test('the nearest counts, wherever it stands', () => {
  expect(nearest('teams', ['beams', 'team'])).toBe('beams');
  expect(nearest('teams', ['trams2', 'team'])).toBe('team');
  expect(nearest('teams', [])).toBeUndefined();
});
