import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configText } from '../../../bin/commands/setup/config-text.ts';
import { withWorkspace } from '../../../bin/commands/setup/merge-config.ts';
import type { PagebellConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { loadSettings } from '../../../lib/settings.ts';

const TASKS = 'd5000000-0000-4000-8000-000000000001';
const BUGS = 'd5000000-0000-4000-8000-000000000002';
const OTHER = 'd5000000-0000-4000-8000-000000000003';
const ONLY_HIGH = [{ property: 'Priority', is: ['High'] }];

describe('a workspace in the configuration', () => {
  const cases: [
    string,
    PagebellConfig,
    string,
    Parameters<typeof withWorkspace>[2],
    boolean,
    PagebellConfig,
  ][] = [
    ['that says nothing stays nothing', {}, 'main', {}, true, {}],
    ['all of the only workspace is the default', {}, 'main', { dataSources: 'all' }, false, {}],
    [
      'a choice makes an entry',
      { stage: 'prod' },
      'main',
      { dataSources: [{ id: TASKS }] },
      true,
      { stage: 'prod', workspaces: [{ key: 'main', dataSources: [{ id: TASKS }] }] },
    ],
    [
      'another one stands beside the default that is in use',
      {},
      'ops',
      {},
      true,
      { workspaces: [{ key: 'main' }, { key: 'ops' }] },
    ],
    ['another one replaces the default that is not', {}, 'ops', {}, false, { workspaces: [{ key: 'ops' }] }],
    [
      'everything else of it stays',
      {
        workspaces: [
          { key: 'a', mute: ['x'] },
          { key: 'b', mode: 'observe', dataSources: [{ id: BUGS }] },
        ],
      },
      'b',
      { dataSources: 'all', assigneeProperty: 'Owner' },
      false,
      {
        workspaces: [
          { key: 'a', mute: ['x'] },
          { key: 'b', mode: 'observe', assigneeProperty: 'Owner' },
        ],
      },
    ],
    [
      'what it says of a data source stays while that is watched, however its id is written',
      {
        workspaces: [
          {
            key: 'a',
            dataSources: [
              { id: TASKS.replaceAll('-', '').toUpperCase(), only: ONLY_HIGH, slackChannel: 'C0TASKS' },
              { id: BUGS, escalations: [] },
            ],
          },
        ],
      },
      'a',
      { dataSources: [{ id: OTHER }, { id: TASKS, assigneeProperty: 'Owner' }] },
      false,
      {
        workspaces: [
          {
            key: 'a',
            dataSources: [
              { id: OTHER },
              { id: TASKS, only: ONLY_HIGH, slackChannel: 'C0TASKS', assigneeProperty: 'Owner' },
            ],
          },
        ],
      },
    ],
    [
      'what is not chosen stays',
      { workspaces: [{ key: 'a', dataSources: [{ id: BUGS }] }] },
      'a',
      {},
      false,
      { workspaces: [{ key: 'a', dataSources: [{ id: BUGS }] }] },
    ],
  ];
  test.each(cases)('%s', (_, before, key, choice, isDefaultUsed, after) => {
    expect(withWorkspace(before, key, choice, isDefaultUsed)).toEqual(after);
  });
});

describe('the text', () => {
  test('is formatted as the project is, with names of data sources', () => {
    const config: PagebellConfig = {
      stage: 'prod',
      workspaces: [{ key: 'main', dataSources: [{ id: TASKS }, { id: BUGS, assigneeProperty: "Bob's" }] }],
    };
    const labels = new Map([[TASKS, 'Team\u2028tasks\n*/ process.exit()']]);
    expect(
      configText(config, './lambdas/core/config.ts', labels),
    ).toBe(`import { defineConfig } from './lambdas/core/config.ts';

// Written by \`pagebell setup\`, and yours to edit. The README's table lists every key.
export default defineConfig({
  stage: 'prod',
  workspaces: [
    {
      key: 'main',
      dataSources: [
        { id: '${TASKS}' }, // Team tasks */ process.exit()
        { id: '${BUGS}', assigneeProperty: "Bob's" },
      ],
    },
  ],
});
`);
  });

  test('of an entry that is too long for a line has its name above', () => {
    const dataSources = [{ id: TASKS, only: ONLY_HIGH, slackChannel: 'C0123456789', slackMention: false }];
    const labels = new Map([[TASKS, 'Team tasks']]);
    expect(configText({ workspaces: [{ key: 'a', dataSources }] }, 'x', labels)).toContain(`
        // Team tasks
        {
          id: '${TASKS}',
          only: [{ property: 'Priority', is: ['High'] }],
          slackChannel: 'C0123456789',
          slackMention: false,
        },
`);
  });

  test.each<[string, PagebellConfig]>([
    ['nothing', {}],
    [
      'quotes, backslashes and line separators',
      { workspaces: [{ key: 'a', assigneeProperty: `'"\\\u2028\n\`\${x}` }] },
    ],
    [
      'numbers, booleans and nested objects',
      {
        logRetentionDays: 30,
        workspaces: [
          {
            key: 'a',
            comment: false,
            mute: [TASKS],
            messages: { assigned: { slack: "{people}: it's *<{url}|{title}>*" } },
          },
        ],
      },
    ],
  ])('of %s comes to what it was made from', async (_, config) => {
    const directory = mkdtempSync(join(tmpdir(), 'pagebell-config-'));
    try {
      const file = join(directory, 'pagebell.config.ts');
      const module = join(process.cwd(), 'lambdas/core/config.ts');
      writeFileSync(file, configText(config, module, new Map()));
      expect(await loadSettings(file)).toEqual(resolveConfig(config));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
