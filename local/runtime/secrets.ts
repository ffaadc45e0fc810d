import type { Environment } from '../environment.ts';

/** A secret, and the variable that it comes from. */
export interface Secret {
  variable: string;
  value: string | undefined;
}

export interface WorkspaceSecrets {
  workspace: string;
  notionToken: Secret;
  webhookToken: Secret;
  slackWebhookUrl: Secret;
  slackBotToken: Secret;
}

/**
 * The secrets of each workspace: the first one's are in `NOTION_TOKEN` and so on, those of a further one,
 * such as `team-b`, in `NOTION_TOKEN_TEAM_B`.
 */
export function secretsOf(workspaces: readonly string[], environment: Environment): WorkspaceSecrets[] {
  return workspaces.map((workspace, index) => {
    const suffix = index === 0 ? '' : `_${workspace.toUpperCase().replaceAll('-', '_')}`;
    const secret = (name: string): Secret => ({
      variable: name + suffix,
      value: environment[name + suffix],
    });
    return {
      workspace,
      notionToken: secret('NOTION_TOKEN'),
      webhookToken: secret('NOTION_WEBHOOK_SECRET'),
      slackWebhookUrl: secret('SLACK_WEBHOOK_URL'),
      slackBotToken: secret('SLACK_BOT_TOKEN'),
    };
  });
}
