import { defineConfig } from '../../../lambdas/core/config.ts';

/** A team and its client, each with what it finds. */
export default defineConfig({ workspaces: [{ key: 'team' }, { key: 'client' }] });
