/** Names that the stack, the functions, the local run and the command agree on. */

/** Parameters below `/pagebell/<stage>/<workspace>/`. */
export const PARAMETERS = {
  notionToken: 'notion-token',
  webhookToken: 'webhook-token',
  slackWebhookUrl: 'slack-webhook-url',
  slackBotToken: 'slack-bot-token',
} as const;

/** The parameter below `/pagebell/<stage>/` that holds the key of the dashboard. */
export const DASHBOARD_KEY = 'dashboard-key';

/** Sparse indexes of the table: an item without the sort attribute is in none. */
export const INDEXES = {
  /** workspace (string), dueAt (number, ms): all that must happen later. */
  due: 'due',
  /** workspace (string), parkedAt (number, ms): the ledger of what was given up. */
  parked: 'parked',
  /** workspace (string), endedAt (number, ms): lines of the journal. */
  recent: 'recent',
  /** page (string), endedAt (number, ms): those about one page that it was read for. */
  history: 'history',
} as const;

/** The table's key is one attribute; the table's TTL attribute is in whole seconds. */
export const ATTRIBUTES = {
  key: 'pk',
  workspace: 'workspace',
  dueAt: 'dueAt',
  parkedAt: 'parkedAt',
  endedAt: 'endedAt',
  page: 'page',
  expiresAt: 'expiresAt',
} as const;

export const ROUTES = {
  webhook: '/webhooks/notion',
  webhookOfWorkspace: '/webhooks/notion/{workspace}',
  dashboard: '/dashboard',
  signIn: '/dashboard/sign-in',
} as const;

/** The first workspace has the short route. */
export function webhookRoute(workspaces: readonly { key: string }[], workspace: string): string {
  if (workspace === workspaces[0]?.key) return ROUTES.webhook;
  return ROUTES.webhookOfWorkspace.replace('{workspace}', workspace);
}

/** `/pagebell/<stage>`, above each workspace's parameters. */
export function parameterPrefix(stage: string): string {
  return `/pagebell/${stage}`;
}
