import { defineConfig } from './lambdas/core/config.ts';

// Works as it is: one workspace, every page that the connection can see, people property "Assignee" (or
// the only people property). The README's table lists every key.
export default defineConfig({});
