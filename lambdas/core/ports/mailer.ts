import type { EmailText } from '../email-text.ts';
import type { Result } from '../failure.ts';

/** Amazon SES. */
export interface Mailer {
  /** @param sender `Pagebell <bell@example.com>` */
  send(sender: string, email: Email): Promise<Result<void>>;
}

/** E-mail addresses by workspace and person, in the memory of one running function: they are never stored. */
export type AddressBook = Map<string, { address: string | undefined; until: number }>;

export interface Email extends EmailText {
  to: string;
  /** Default: to the sender. */
  replyTo?: string | undefined;
}
