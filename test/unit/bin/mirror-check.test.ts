import { MirrorCheck } from '../../../bin/commands/doctor/mirror-check.ts';
import type { DataSourceView } from '../../../bin/commands/notion-view.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';

const TASKS = 'd5000000-0000-4000-8000-000000000001';
const DELIVERABLES = 'd5000000-0001-4000-8000-000000000001';

const { mirrors } = resolveConfig({
  workspaces: [{ key: 'team' }, { key: 'client' }],
  mirrors: [
    {
      from: { workspace: 'team', dataSource: TASKS, link: 'Client page' },
      to: { workspace: 'client', dataSource: DELIVERABLES },
      properties: [{ from: 'Status', to: 'State', options: { 'In progress': 'Doing' } }],
    },
  ],
});

/** @param options of all that can have some */
const source = (
  id: string,
  types: Readonly<Record<string, string>>,
  options = ['In progress', 'Doing'],
): DataSourceView => ({
  id,
  name: 'Tasks',
  url: undefined,
  properties: Object.entries(types).map(([name, type]) => ({
    name,
    type,
    ...(['status', 'select'].includes(type) && { options }),
  })),
});
const whole = source(TASKS, { Status: 'status', 'Client page': 'url' });

test.each<[string, string, DataSourceView[], string, RegExp]>([
  ['all is there', 'team', [whole], 'ok', /^Status$/],
  ['the other side has its own', 'client', [source(DELIVERABLES, { State: 'select' })], 'ok', /^State$/],
  ['it is not shared', 'team', [], 'broken', /^the data source d5.* is not shared with the connection$/],
  ['there is no link', 'team', [source(TASKS, { Status: 'status' })], 'broken', /no property "Client page"/],
  [
    'the link is a text',
    'team',
    [source(TASKS, { Status: 'status', 'Client page': 'rich_text' })],
    'broken',
    /"Client page" is of type rich_text, not url$/,
  ],
  [
    'a formula cannot be written',
    'client',
    [source(DELIVERABLES, { State: 'formula' })],
    'broken',
    /"State" is of type formula, not one of status, select/,
  ],
  [
    'an option that is named is not there',
    'team',
    [source(TASKS, { Status: 'status', 'Client page': 'url' }, ['Doing'])],
    'broken',
    /^Tasks: "Status" has no option "In progress"$/,
  ],
  [
    'nor is what it is called on the other side',
    'client',
    [source(DELIVERABLES, { State: 'select' }, ['In progress'])],
    'broken',
    /"State" has no option "Doing"$/,
  ],
])('%s', (_, workspace, visible, kind, text) => {
  const verdict = new MirrorCheck(mirrors).check(workspace, visible);
  expect(verdict.kind).toBe(kind);
  expect(verdict.text).toMatch(text);
});

test.each([
  ['a status and a select go together', 'select', 'ok', /^State$/],
  [
    'a status and a number do not',
    'number',
    'broken',
    /"State" is of type number, and status on the other side$/,
  ],
])('%s', (_, type, kind, text) => {
  const check = new MirrorCheck(mirrors);
  expect(check.check('team', [whole]).kind).toBe('ok');
  const verdict = check.check('client', [source(DELIVERABLES, { State: type })]);
  expect([verdict.kind, verdict.text]).toEqual([kind, expect.stringMatching(text)]);
});
