import type { Notion } from './notion.ts';
import type { Slack, SlackBot } from './slack.ts';

/** What came of asking for a workspace's clients. */
export type Connection =
  /** `slack` is undefined where no Slack webhook is stored, `slackBot` where no bot token is. */
  | { kind: 'connected'; notion: Notion; slack: Slack | undefined; slackBot?: SlackBot | undefined }
  /** A secret is missing, or the secret store does not answer. */
  | { kind: 'refused'; reason: string };
