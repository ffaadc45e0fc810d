import type { MessageSet, Words } from './settings.ts';

/** What code says between the placeholders. */
export const DEFAULT_WORDS: Words = {
  dueToday: 'due today',
  dueTomorrow: 'due tomorrow',
  dueInDays: 'due in {days} days',
  overdueOneDay: 'overdue since yesterday',
  overdueDays: 'overdue for {days} days',
  somebody: 'A team member',
  untitled: 'Untitled',
  nobody: 'nobody',
  andMore: 'and {count} more',
  manyPeople: '{count} people',
  part: '({number} of {of})',
};

/** What is said where the team says nothing. */
export const DEFAULT_MESSAGES: MessageSet = {
  assigned: {
    comment: '{people}, this page is now yours. ({pagebell})',
    slack: '{people}, this page is now yours: *<{url}|{title}>*',
    subject: 'Now yours: {title}',
    email: '{people}, this page is now yours: {title}\n\n{url}',
  },
  unassigned: {
    comment: '{people}, this page is no longer yours. ({pagebell})',
    slack: '{people}, this page is no longer yours: *<{url}|{title}>*',
    subject: 'No longer yours: {title}',
    email: '{people}, this page is no longer yours: {title}\n\n{url}',
  },
  reminder: {
    comment: '{people}, this page is {when}. ({pagebell})',
    slack: '{people}, this page is {when} ({date}): *<{url}|{title}>*',
    subject: '{when}: {title}',
    email: '{people}, this page is {when} ({date}): {title}\n\n{url}',
  },
  escalation: {
    comment: '{people}, this page is in the status “{status}”. ({pagebell})',
    slack: '{people}, this page is in the status “{status}”: *<{url}|{title}>*',
    subject: '{status}: {title}',
    email: '{people}, this page is in the status “{status}”: {title}\n\n{url}',
    toChannel: '*<{url}|{title}>* is in the status “{status}”. Assigned to: {people}.',
    toAddress: 'This page is in the status “{status}”: {title}\n\nAssigned to: {people}\n\n{url}',
  },
  digest: '*{count} more in the same minute:*',
  overdue: { header: '*{count} overdue:*', line: '*<{url}|{title}>* is {when} ({date}): {people}' },
  mute: 'To be told no longer, ask who runs Pagebell to mute you.',
  words: DEFAULT_WORDS,
};

/** Above a digest that holds all of its minute: nothing went before of which that would be more. */
const WHOLE_MINUTE = '*{count} in one minute:*';

/**
 * What a workspace says where its team says nothing.
 *
 * @param slackSingles how many notices of a minute a channel gets before a digest begins
 */
export function defaultMessages(slackSingles: number): MessageSet {
  return slackSingles === 0 ? { ...DEFAULT_MESSAGES, digest: WHOLE_MINUTE } : DEFAULT_MESSAGES;
}
