import type { Result } from '../failure.ts';
import type { SlackMessage } from '../slack-message.ts';

/** An incoming webhook of Slack, which posts into its own channel. */
export interface Slack {
  post(message: SlackMessage): Promise<Result<void>>;
}

/** A bot of Slack. */
export interface SlackBot {
  /** @param to a channel's id; or a user's, who gets it as a direct message */
  post(to: string, message: SlackMessage): Promise<Result<void>>;
  /** Slack's id of whoever has that e-mail address there; undefined: nobody has. */
  userIdOf(email: string): Promise<Result<string | undefined>>;
}
