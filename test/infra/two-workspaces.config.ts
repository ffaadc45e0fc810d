import { defineConfig } from '../../lambdas/core/config.ts';

export default defineConfig({
  stackName: 'TwoWorkspaces',
  workspaces: [{ key: 'main' }, { key: 'design', mode: 'observe' }],
});
