import type { ConditionConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';

const ID = 'd5000000-0000-4000-8000-000000000001';
const ANA = 'a0a00000-0000-4000-8000-000000000001';

function resolve(...only: unknown[]) {
  return resolveConfig({ workspaces: [{ key: 'main', dataSources: [{ id: ID, only }] }] });
}

test.each<[ConditionConfig, unknown]>([
  [
    { property: 'Priority', is: ['High'] },
    { property: 'Priority', kind: 'is', options: ['High'] },
  ],
  [
    { property: 'Status', isNot: ['Draft'] },
    { property: 'Status', kind: 'is-not', options: ['Draft'] },
  ],
  [
    { property: 'Ready', checked: false },
    { property: 'Ready', kind: 'checked', isChecked: false },
  ],
  [
    { property: 'Team', includes: [ANA.replaceAll('-', '').toUpperCase()] },
    { property: 'Team', kind: 'includes', people: [ANA] },
  ],
  [
    { property: 'Team', isEmpty: false },
    { property: 'Team', kind: 'empty', isEmpty: false },
  ],
])('%j is one question', (config, condition) => {
  expect(resolve(config).workspaces[0]?.dataSources?.[0]?.only).toEqual([condition]);
});

const ONE = 'expected is, isNot, checked, includes or isEmpty, and one of them only';

test.each<[unknown, string]>([
  [{ property: 'Priority' }, `: ${ONE}`],
  [{ property: 'Priority', is: ['High'], isNot: ['Low'] }, `: ${ONE}`],
  [{ property: 'Priority', is: [] }, '.is: '],
  [{ property: 'Priority', is: 'High' }, '.is: '],
  [{ property: '', checked: true }, '.property: '],
  [{ property: 'Ready', checked: 'yes' }, '.checked: '],
  [{ property: 'Team', includes: ['Ana'] }, '.includes[0]: "Ana" is not a Notion id'],
  [{ property: 'Team', contains: [ANA] }, '.contains: there is no such key'],
])('%j is refused', (config, fault) => {
  expect(() => resolve(config)).toThrow(`workspaces[0].dataSources[0].only[0]${fault}`);
});
