/** Somebody in the simulated Slack. */
export interface SlackMember {
  id: string;
  name: string;
  email: string;
}

/** The people of the simulated Notion, save one: who is not in Slack is named, not mentioned. */
export const SLACK_MEMBERS: readonly SlackMember[] = [
  member('U0000000ANA', 'Ana Ferreira', 'ana'),
  member('U0000000BEN', 'Ben Okafor', 'ben'),
  member('U00000CHLOE', 'Chloé Laurent', 'chloe'),
  member('U0000000DEV', 'Dev Patel', 'dev'),
  member('U000000FEMI', 'Femi Adeyemi', 'femi'),
];

function member(id: string, name: string, mailbox: string): SlackMember {
  return { id, name, email: `${mailbox}@northlight.example` };
}
