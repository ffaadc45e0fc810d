import { defineConfig } from '../../../lambdas/core/config.ts';
import { PEOPLE, TASKS_DATA_SOURCE } from '../../../local/notion/seed.ts';

/** A team with a bot in its Slack. Femi is there under another address than in Notion. */
export default defineConfig({
  workspaces: [
    {
      key: 'main',
      slackDirectMessage: true,
      people: [{ notion: PEOPLE.femi, slack: 'U000000FEMI' }],
      dataSources: [{ id: TASKS_DATA_SOURCE, slackChannel: 'C0FLOWTESTS' }],
    },
  ],
});
