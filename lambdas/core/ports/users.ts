import type { NotionUser } from '../notion-user.ts';

/** Users whose page showed no more than an id. */
export interface UserStore {
  load(workspace: string, userId: string): Promise<NotionUser | undefined>;
  save(workspace: string, user: NotionUser, expiresAt: number): Promise<void>;
  /** Who a user was in Slack when that was last looked up. */
  loadSlack(workspace: string, userId: string): Promise<SlackIdentity | undefined>;
  saveSlack(workspace: string, userId: string, identity: SlackIdentity): Promise<void>;
}

export interface SlackIdentity {
  /** Absent: nobody in Slack is known to be them. */
  slackId?: string | undefined;
  /** A trace of the address in `people` that it was looked up by; absent: there was none. */
  asConfigured?: string | undefined;
  /** When to look again (ms). */
  expiresAt: number;
}
