import type { ConditionConfig } from '../../../lambdas/core/config-rules.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';

const ID = 'd5000000-0000-4000-8000-000000000001';
const ANA = 'a0a00000-0000-4000-8000-000000000001';

function resolve(...only: unknown[]) {
  return resolveConfig({ workspaces: [{ key: 'main', dataSources: [{ id: ID, only }] }] });
}

test.each<ConditionConfig>([
  { property: 'Priority', is: ['High'] },
  { property: 'Status', isNot: ['Draft'] },
  { property: 'Ready', checked: false },
  { property: 'Team', includes: [ANA] },
  { property: 'Team', isEmpty: false },
])('%j is one question, and stays it', (condition) => {
  const resolved = resolve(condition);
  expect(resolved.workspaces[0]?.dataSources?.[0]?.only).toEqual([condition]);
  expect(resolveConfig(JSON.parse(JSON.stringify(resolved)))).toEqual(resolved);
});

test('ids are kept in their canonical form', () => {
  const [workspace] = resolve({
    property: 'Team',
    includes: [ANA.replaceAll('-', '').toUpperCase()],
  }).workspaces;
  expect(workspace?.dataSources?.[0]?.only).toEqual([{ property: 'Team', includes: [ANA] }]);
});

const ONE = 'expected is, isNot, checked, includes or isEmpty, and one of them only';

test.each<[unknown, string]>([
  [{ property: 'Priority' }, `: ${ONE}`],
  [{ property: 'Priority', is: ['High'], isNot: ['Low'] }, `: ${ONE}`],
  [{ property: 'Priority', is: [] }, '.is: '],
  [{ property: 'Priority', is: 'High' }, '.is: '],
  [{ property: '', checked: true }, '.property: '],
  [{ property: 'Ready', checked: 'yes' }, '.checked: '],
  [
    { property: 'Team', includes: ['Ana'] },
    '.includes[0]: expected a Notion user id, which `npx pagebell people` shows, not "Ana"',
  ],
  [
    { property: 'Team', includes: [ANA, ANA.toUpperCase()] },
    `.includes[1]: expected another than "${ANA}", which is there already`,
  ],
  [{ property: 'Team', contains: [ANA] }, '.contains: there is no such key'],
])('%j is refused', (config, fault) => {
  expect(() => resolve(config)).toThrow(`workspaces[0].dataSources[0].only[0]${fault}`);
});
