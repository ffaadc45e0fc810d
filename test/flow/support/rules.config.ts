import { defineConfig } from '../../../lambdas/core/config.ts';
import { PEOPLE } from '../../../local/notion/seed.ts';

/** Reminders of due dates, and a ladder for a status. */
export default defineConfig({
  workspaces: [
    {
      key: 'main',
      firstSight: 'silent',
      sweepMinutes: 5,
      reminders: { timeZone: 'Europe/Berlin' },
      escalations: [
        {
          status: 'In progress',
          steps: [
            { after: '0h', tell: { people: [PEOPLE.femi] } },
            { after: '24h', tell: { people: [PEOPLE.elif], assignees: true } },
          ],
        },
      ],
    },
  ],
});
