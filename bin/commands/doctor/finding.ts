import { CommandError } from '../command-error.ts';

/** Which question a finding answers: stable, for programs. */
export type CheckName =
  | 'configuration'
  | 'stack'
  | 'notion-token'
  | 'read-content'
  | 'read-comments'
  | 'insert-comments'
  | 'user-information'
  | 'data-sources'
  | 'properties'
  | 'conditions'
  | 'timed-rules'
  | 'update-content'
  | 'mirrors'
  | 'slack'
  | 'slack-bot'
  | 'slack-channels'
  | 'slack-members'
  | 'email'
  | 'webhook-token'
  | 'events'
  | 'queue'
  | 'dead-letters'
  | 'concurrency'
  | 'clock';

export type Verdict =
  | { kind: 'ok'; text: string }
  | { kind: 'broken'; text: string; remedy: string }
  /** It could not be found out, which says nothing against the set-up. */
  | { kind: 'unchecked'; text: string; remedy?: string };

export type Finding = Verdict & {
  check: CheckName;
  /** Undefined for what concerns all of them. */
  workspace?: string;
};

/** Makes a finding of what a check finds, about the workspace that is looked at. */
export type About = (check: CheckName, find: () => Promise<Verdict>) => Promise<Finding>;

export const TITLES: Readonly<Record<CheckName, string>> = {
  configuration: 'Configuration',
  stack: 'Stack',
  'notion-token': 'Notion token',
  'read-content': 'Read content',
  'read-comments': 'Read comments',
  'insert-comments': 'Insert comments',
  'user-information': 'Read user information',
  'data-sources': 'Data sources',
  properties: 'Assignee property',
  conditions: 'Conditions',
  'timed-rules': 'Reminders and ladders',
  'update-content': 'Update content',
  mirrors: 'Mirrored properties',
  slack: 'Slack',
  'slack-bot': 'Slack bot',
  'slack-channels': 'Slack channels',
  'slack-members': 'Slack members',
  email: 'E-mail',
  'webhook-token': 'Webhook token',
  events: 'Events',
  queue: 'Queue',
  'dead-letters': 'Dead letters',
  concurrency: 'Lambda concurrency',
  clock: 'Clock',
};

export const ok = (text: string): Verdict => ({ kind: 'ok', text });
export const broken = (text: string, remedy: string): Verdict => ({ kind: 'broken', text, remedy });
export const unchecked = (reason: string, remedy?: string): Verdict => ({
  kind: 'unchecked',
  text: `could not be checked because ${reason}`,
  ...(remedy !== undefined && { remedy }),
});

/** The verdict, or what kept it from being found. */
export async function verdictOf(find: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return unchecked(lowerFirst(error.message), error.remedy);
  }
}

/** "No valid …" in the middle of a sentence; names such as AWS stay as they are. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
