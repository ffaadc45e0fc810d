import { NAMELESS, PEOPLE, type Person } from './cast.ts';

/** What a message says, and of whom. */
export interface ToldText {
  rule: ToldRule;
  /** Ids. */
  people: string[];
}

const VERBS = { assigned: ' now have ', unassigned: ' no longer have ' } as const;
type ToldRule = keyof typeof VERBS;

/** By them a message says what it tells, whom, and of which page. */
export const MESSAGES = {
  assigned: templates(VERBS.assigned),
  unassigned: templates(VERBS.unassigned),
};

function templates(verb: string) {
  const text = `{people}${verb}{url}`;
  return { comment: `{people}${verb}{pagebell}`, slack: text, subject: '{title}', email: text };
}

/** Reads a message that was written with these templates. */
export function toldIn(text: string): ToldText {
  const rule = text.includes(VERBS.unassigned) ? 'unassigned' : 'assigned';
  const [people = ''] = text.split(VERBS[rule]);
  const named = people.split(', ').map((name) => PEOPLE.find((person) => isCalled(person, name))?.id);
  return { rule, people: named.filter((id) => id !== undefined) };
}

/** By name, or by a mention of Slack or Notion. */
function isCalled({ id, slackId, name: own, isPartial }: Person, name: string): boolean {
  if (name === `@${id}`) return true;
  if (slackId !== undefined && name === `<@${slackId}>`) return true;
  return name === own || (isPartial && name === NAMELESS);
}

/** Canonical id of the page that a text links to; empty, if it links to none. */
export function pageIn(text: string): string {
  const [, hex = ''] = text.match(/notion\.so\/([0-9a-f]{32})/) ?? [];
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
