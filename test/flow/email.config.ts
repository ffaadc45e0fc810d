import { defineConfig } from '../../lambdas/core/config.ts';
import { PEOPLE } from '../../local/notion/seed.ts';

export default defineConfig({
  workspaces: [
    {
      key: 'main',
      email: { from: 'Pagebell <bell@example.com>', replyTo: 'team@example.com' },
      people: [{ notion: PEOPLE.ben, email: 'ben@elsewhere.example' }],
    },
  ],
});
