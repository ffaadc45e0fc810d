import { checkConditions } from '../../../bin/commands/doctor/condition-check.ts';
import type { Verdict } from '../../../bin/commands/doctor/finding.ts';
import type { DataSourceView } from '../../../bin/commands/notion-view.ts';
import type { ConditionConfig } from '../../../lambdas/core/config-rules.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';

const ID = 'd5000000-0000-4000-8000-000000000001';
const PERSON = 'b0000000-0000-4000-8000-000000000001';
const TASKS: DataSourceView = {
  id: ID,
  name: 'Tasks',
  url: undefined,
  properties: [
    { name: 'Priority', type: 'select', options: ['High', 'Low'] },
    { name: 'Status', type: 'status', options: ['Blocked', 'Done'] },
    { name: 'Urgent', type: 'checkbox' },
    { name: 'Team', type: 'people' },
  ],
};

function check(only: ConditionConfig[], visible: DataSourceView[] = [TASKS]): Verdict {
  const [workspace] = resolveConfig({
    workspaces: [{ key: 'main', dataSources: [{ id: ID, only }] }],
  }).workspaces;
  if (!workspace) throw new Error('there is one');
  return checkConditions(visible, workspace);
}

test('every kind of condition can be asked of a property that can answer it', () => {
  const verdict = check([
    { property: 'Priority', is: ['High', 'Low'] },
    { property: 'Status', isNot: ['Done'] },
    { property: 'Urgent', checked: true },
    { property: 'Team', includes: [PERSON] },
    { property: 'Team', isEmpty: false },
    { property: 'Status', isEmpty: false },
  ]);
  expect(verdict).toEqual({ kind: 'ok', text: '6 can be asked' });
});

test.each<{ only: ConditionConfig[]; text: string; remedy: RegExp }>([
  {
    only: [{ property: 'Urgency', is: ['High'] }],
    text: 'Tasks: there is no property "Urgency"',
    remedy: /property.*`only`/,
  },
  {
    only: [{ property: 'Priority', is: ['High', 'Urgent'] }],
    text: 'Tasks: "Priority" has no option "Urgent"',
    remedy: /option.*`only`/,
  },
  {
    only: [{ property: 'Status', isNot: ['Finished'] }],
    text: 'Tasks: "Status" has no option "Finished"',
    remedy: /option.*`only`/,
  },
  {
    only: [{ property: 'Team', is: ['High'] }],
    text: 'Tasks: "Team" is of type people, not one of status, select',
    remedy: /property.*`only`/,
  },
  {
    only: [{ property: 'Status', checked: true }],
    text: 'Tasks: "Status" is of type status, not checkbox',
    remedy: /property.*`only`/,
  },
  {
    only: [{ property: 'Urgent', includes: [PERSON] }],
    text: 'Tasks: "Urgent" is of type checkbox, not people',
    remedy: /property.*`only`/,
  },
  {
    only: [{ property: 'Urgent', isEmpty: true }],
    text: 'Tasks: "Urgent" is of type checkbox, not one of status, select, people',
    remedy: /property.*`only`/,
  },
  {
    only: [
      { property: 'Priority', is: ['A', 'B'] },
      { property: 'Nowhere', checked: true },
    ],
    text: 'Tasks: "Priority" has no option "A", and 2 more like it',
    remedy: /option.*`only`/,
  },
])('$text', ({ only, text, remedy }) => {
  expect(check(only)).toEqual({ kind: 'broken', text, remedy: expect.stringMatching(remedy) });
});

test('of a data source that is not shared nothing can be said', () => {
  const elsewhere = { ...TASKS, id: ID.replace(/1$/, '2') };
  expect(check([{ property: 'Urgency', is: ['High'] }], [elsewhere])).toMatchObject({ kind: 'unchecked' });
});
