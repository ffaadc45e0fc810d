import { defineConfig } from '../../../lambdas/core/config.ts';
import { clientSeed } from '../../../local/notion/client-seed.ts';
import { TASKS_DATA_SOURCE } from '../../../local/notion/seed.ts';

/** A team whose tasks' statuses are followed by its client's. */
export default defineConfig({
  workspaces: [{ key: 'team' }, { key: 'client' }],
  mirrors: [
    {
      from: { workspace: 'team', dataSource: TASKS_DATA_SOURCE, link: 'Client page' },
      to: { workspace: 'client', dataSource: clientSeed(1).deliverables },
      properties: [{ from: 'Status', to: 'State', options: { 'In progress': 'Doing', Done: 'Shipped' } }],
      both: true,
    },
  ],
});
