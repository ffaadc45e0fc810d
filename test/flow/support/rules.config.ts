import { defineConfig } from '../../../lambdas/core/config.ts';
import { PEOPLE } from '../../../local/notion/seed.ts';

/** Reminders of due dates, and a ladder for a status: people first, then a channel and an address. */
export default defineConfig({
  workspaces: [
    {
      key: 'main',
      firstSight: 'silent',
      sweepMinutes: 5,
      email: { from: 'bell@example.com' },
      reminders: { timeZone: 'Europe/Berlin', overdue: true },
      escalations: [
        {
          status: 'In progress',
          steps: [
            { after: '0h', tell: { people: [PEOPLE.femi] } },
            { after: '24h', tell: { people: [PEOPLE.elif], assignees: true } },
            { after: '48h', tell: { channel: 'C0ESCALATIONS', email: 'oncall@example.com' } },
          ],
        },
      ],
    },
  ],
});
