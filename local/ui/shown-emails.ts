import type { SentEmail } from '../aws/ses/message.ts';
import type { ShownEmail } from './state.ts';

const MOST_EMAILS = 50;

/** What was sent, newest first; undefined if nothing was. */
export function shownEmails(emails: readonly SentEmail[]): ShownEmail[] | undefined {
  if (emails.length === 0) return undefined;
  return emails
    .slice(-MOST_EMAILS)
    .reverse()
    .map(({ id, at, from, to, subject, text = '' }) => ({ id, at, from, to, subject, text }));
}
