import type { Verdict } from '../../../bin/commands/doctor/finding.ts';
import { checkRules, hasTimedRules } from '../../../bin/commands/doctor/rule-check.ts';
import type { DataSourceView } from '../../../bin/commands/notion-view.ts';
import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { WorkspaceSettings } from '../../../lambdas/core/settings.ts';

const TASKS = source('1', 'Tasks', [
  { name: 'Due', type: 'date' },
  { name: 'Status', type: 'status', options: ['Blocked', 'Done'] },
]);
const BUGS = source('2', 'Bugs', [
  { name: 'State', type: 'select', options: ['Open', 'Fixed'] },
  { name: 'Deadline', type: 'rich_text' },
]);

function source(digit: string, name: string, properties: DataSourceView['properties']): DataSourceView {
  return { id: `d5000000-0000-4000-8000-00000000000${digit}`, name, url: undefined, properties };
}

function settings(config: Partial<WorkspaceConfig>): WorkspaceSettings {
  const [workspace] = resolveConfig({ workspaces: [{ key: 'main', ...config }] }).workspaces;
  if (!workspace) throw new Error('there is one');
  return workspace;
}

function check(config: Partial<WorkspaceConfig>, visible: DataSourceView[] = [TASKS, BUGS]): Verdict {
  return checkRules(visible, settings(config));
}

const reminders = (change = {}) => ({ timeZone: 'UTC', ...change });
const ladder = (status: string) => ({ status, steps: [{ after: '0h', tell: { assignees: true } }] });

test.each<[string, Partial<WorkspaceConfig>, string]>([
  [
    'in one of the data sources',
    { reminders: reminders(), escalations: [ladder('Blocked')] },
    'Tasks: Due, Tasks: Status',
  ],
  ['with what is completed', { reminders: reminders({ completed: ['Done'] }) }, 'Tasks: Due, Tasks: Status'],
  ['nobody named the status', { reminders: reminders() }, 'Tasks: Due'],
  [
    'in each by its own names',
    {
      reminders: reminders(),
      dataSources: [
        { id: TASKS.id },
        { id: BUGS.id, statusProperty: 'State', escalations: [ladder('Open')] },
      ],
    },
    'Tasks: Due, Bugs: State',
  ],
  [
    'nobody is ever reminded',
    { reminders: reminders({ property: 'X', daysBefore: [] }) },
    'they look at nothing',
  ],
])('what rules look at is there: %s', (_, config, text) => {
  expect(check(config)).toEqual({ kind: 'ok', text });
});

test.each<[string, Partial<WorkspaceConfig>, string]>([
  [
    'Tasks: there is no property "Deadlin", and 1 more like it',
    { reminders: reminders({ property: 'Deadlin' }) },
    'Mend the property in Notion, or its name in `reminders.property`',
  ],
  [
    'Bugs: "Deadline" is of type rich_text, not date',
    { dataSources: [{ id: BUGS.id, reminders: reminders({ property: 'Deadline' }) }] },
    'Mend the property in Notion, or its name in `reminders.property`',
  ],
  [
    'Bugs: there is no property "Due"',
    {
      dataSources: [
        { id: TASKS.id, reminders: reminders() },
        { id: BUGS.id, reminders: reminders() },
      ],
    },
    'Mend the property in Notion, or its name in `reminders.property`',
  ],
  [
    'Tasks: there is no property "Stat", and 1 more like it',
    { statusProperty: 'Stat', reminders: reminders() },
    'Mend the property in Notion, or its name in `statusProperty`',
  ],
  [
    'Bugs: there is no property "Status"',
    { dataSources: [{ id: TASKS.id }, { id: BUGS.id, escalations: [ladder('Open')] }] },
    'Mend the property in Notion, or its name in `statusProperty`',
  ],
  [
    'Tasks: "Due" is of type date, not one of status, select',
    { dataSources: [{ id: TASKS.id, statusProperty: 'Due', escalations: [ladder('Open')] }] },
    'Mend the property in Notion, or its name in `statusProperty`',
  ],
  [
    'Tasks: "Status" has no option "blocked"',
    { escalations: [ladder('blocked'), ladder('Done')] },
    'Add the option in Notion, or mend its name in `escalations`',
  ],
  [
    'Tasks: "Status" has no option "Finished"',
    { dataSources: [{ id: TASKS.id, reminders: reminders({ completed: ['Done', 'Finished'] }) }] },
    'Add the option in Notion, or mend its name in `reminders.completed`',
  ],
])('%s', (text, config, remedy) => {
  expect(check(config)).toEqual({ kind: 'broken', text, remedy: `${remedy} in pagebell.config.ts.` });
});

test('of data sources that are not shared nothing can be said', () => {
  const config = { dataSources: [{ id: TASKS.id, reminders: reminders() }] };
  expect(check(config, [BUGS])).toMatchObject({ kind: 'unchecked' });
});

test.each<[boolean, Partial<WorkspaceConfig>]>([
  [false, {}],
  [false, { dataSources: [{ id: TASKS.id, escalations: [] }] }],
  [true, { reminders: reminders() }],
  [true, { escalations: [ladder('Open')] }],
  [true, { dataSources: [{ id: TASKS.id, reminders: reminders() }] }],
  [true, { dataSources: [{ id: TASKS.id, escalations: [ladder('Open')] }] }],
])('is asked: %s of %j', (isAsked, config) => {
  expect(hasTimedRules(settings(config))).toBe(isAsked);
});
