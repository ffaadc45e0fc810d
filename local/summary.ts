import { webhookRoute } from '../lambdas/core/names.ts';
import type { LocalRun } from './local-run.ts';

/** What runs where, in a few lines. */
export function summary(run: LocalRun): string[] {
  const { workspaces } = run.settings;
  return [
    `Pagebell, stack ${run.stackName}, on this machine`,
    `  Notion   ${run.notion ? 'simulated, ' : ''}${run.notionUrl}`,
    `  Slack    ${describeSlack(run)}`,
    `  AWS      ${run.isAwsForeign ? run.aws.endpoints.sqs : 'queue, table and parameters of our own'}`,
    ...workspaces.map(({ key }) => `  webhooks ${run.url}${webhookRoute(workspaces, key)}`),
    `  page     ${run.url}/`,
  ];
}

function describeSlack({ slack, slackUrl }: LocalRun): string {
  if (slack) return 'simulated';
  // Its path is a secret.
  return slackUrl ? new URL(slackUrl).origin : 'off: set SLACK_WEBHOOK_URL or SLACK_BOT_TOKEN to turn it on';
}
