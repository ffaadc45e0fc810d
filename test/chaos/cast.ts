/** Who and what takes part in every schedule. */

export const WORKSPACE = 'main';
export const DATA_SOURCE = 'd0000000-0000-4000-8000-000000000001';
/** Decoded: Notion's API shows it URL-encoded. */
export const ASSIGNEE_PROPERTY = '{LUX';
/** Decoded, as well. */
export const DUE_PROPERTY = 'mN:x';
export const STATUS_PROPERTY = 'XGe@';
export const LEFT_OUT_PROPERTY = 'q%?';
export const POINTS_PROPERTY = 'p;Ts';
export const LINK_PROPERTY = 'lN|k';
/** The workspace that some schedules mirror into, and what it shows of a page's status has the same id there. */
export const CLIENT = 'client';
export const CLIENT_DATA_SOURCE = 'd0000000-0000-4000-8000-000000000002';
export const BOT_ID = '0b070b07-0000-4000-8000-000000000b07';
/** Where the Slack bot posts. */
export const SLACK_CHANNEL = 'C0TEAMTASKS';

export interface Person {
  id: string;
  name: string;
  /** The page shows no more than the id: the name must be asked for. */
  isPartial: boolean;
  /** What Notion shows of them. */
  email?: string;
  /** What the configuration says of them. */
  configured?: { slack?: string; email?: string };
  /** Their id in Slack, where they have one of their addresses. */
  slackId?: string;
}

/**
 * Edit pages and are assigned to them. Of one the page shows no more than the id: who has no name is that one.
 * Ana and Eve are found in Slack by the address that Notion shows, Cleo is not there, Ben is configured, and of
 * Dag nobody knows more than a name.
 */
const TEAM: readonly Person[] = [
  { id: personId(1), name: 'Ana', isPartial: false, email: addressOf('ana'), slackId: 'U0000000ANA' },
  {
    id: personId(2),
    name: 'Ben',
    isPartial: false,
    configured: { slack: 'U0000000BEN', email: addressOf('ben') },
    slackId: 'U0000000BEN',
  },
  { id: personId(3), name: 'Cleo', isPartial: false, email: addressOf('cleo') },
  { id: personId(4), name: 'Dag', isPartial: false },
  { id: personId(5), name: 'Eve', isPartial: true, email: addressOf('eve'), slackId: 'U0000000EVE' },
];

/** Assigned all together: more than a page shows, and fewer than a message names. */
const GUESTS: readonly Person[] = Array.from({ length: 30 }, (_, index) => ({
  id: personId(101 + index),
  name: `Guest ${index + 1}`,
  isPartial: false,
  configured: { email: addressOf(`guest-${index + 1}`) },
  ...(index % 2 === 0 && { slackId: `U00000GUEST${index + 1}` }),
}));

export const PEOPLE: readonly Person[] = [...TEAM, ...GUESTS];
export const TEAM_SIZE = TEAM.length;

/** Told of pages that stay in a status, one by each step: never assigned to one, and to be reached in different ways. */
export const LEADS: readonly Person[] = [
  { id: personId(801), name: 'Lena', isPartial: false, email: addressOf('lena'), slackId: 'U000000LENA' },
  {
    id: personId(802),
    name: 'Max',
    isPartial: false,
    configured: { slack: 'U0000000MAX', email: addressOf('max') },
    slackId: 'U0000000MAX',
  },
  { id: personId(803), name: 'Nora', isPartial: false },
];

/** Nobody in particular, who is told by the last step, too: the channel and the address of whoever is on call. */
export const ON_CALL = {
  channel: { id: 'the channel on call', to: 'C0ONCALL' },
  address: { id: 'the address on call', to: addressOf('on-call') },
} as const;

export const EVERYBODY: readonly Person[] = [...PEOPLE, ...LEADS];

/** Edits pages and is never assigned to one. */
export const MANAGERS: readonly string[] = [personId(901), personId(902)];

/** What Pagebell calls somebody whose name cannot be had. */
export const NAMELESS = 'A team member';

/** Pages after the recorded ones are made by the first edit of them. */
export const PAGES = 4;

export function pageIdOf(number: number): string {
  return `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** In the other workspace. */
export function deliverableIdOf(number: number): string {
  return pageIdOf(number).replace('a', 'c');
}

export function pageName(pageId: string): string {
  if (pageId.startsWith('c')) return `deliverable ${Number(pageId.slice(-12))}`;
  return `page ${Number(pageId.slice(-12))}`;
}

export function nameOf(personId: string): string {
  if (MANAGERS.includes(personId)) return 'a manager';
  return EVERYBODY.find(({ id }) => id === personId)?.name ?? personId;
}

/** Whether an e-mail address is theirs. */
export function hasAddress({ email, configured }: Person, address: string): boolean {
  return email === address || configured?.email === address;
}

function personId(number: number): string {
  return `b0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function addressOf(mailbox: string): string {
  return `${mailbox}@team.example`;
}
