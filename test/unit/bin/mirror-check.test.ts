import { checkMirrors } from '../../../bin/commands/doctor/mirror-check.ts';
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
      properties: [{ from: 'Status', to: 'State' }],
    },
  ],
});

const source = (id: string, types: Readonly<Record<string, string>>): DataSourceView => ({
  id,
  name: 'Tasks',
  url: undefined,
  properties: Object.entries(types).map(([name, type]) => ({ name, type })),
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
])('%s', (_, workspace, visible, kind, text) => {
  const verdict = checkMirrors(mirrors, workspace, visible);
  expect(verdict.kind).toBe(kind);
  expect(verdict.text).toMatch(text);
});
