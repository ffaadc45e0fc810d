import type { Rule } from '../../lambdas/core/page-record.ts';
import { EVERYBODY, NAMELESS, type Person } from './cast.ts';

/** What a message says, and of whom. */
export interface ToldText {
  rule: Rule;
  /** Ids. */
  people: string[];
  /** Of a reminder: the day on which the page is due, and when that is in words. */
  day?: string;
  when?: string;
  /** Of an escalation. */
  status?: string;
}

const VERBS: Readonly<Record<Rule, string>> = {
  assigned: ' now have ',
  unassigned: ' no longer have ',
  reminder: ' are reminded of ',
  escalation: ' are told of ',
};

const ON_CALL = `nobody in particular${VERBS.escalation}{status}: {url}`;

/** By them a message says what it tells, whom, and of which page. */
export const MESSAGES = {
  assigned: templates(VERBS.assigned),
  unassigned: templates(VERBS.unassigned),
  reminder: templates(`${VERBS.reminder}{date}, {when}: `),
  escalation: { ...templates(`${VERBS.escalation}{status}: `), toChannel: ON_CALL, toAddress: ON_CALL },
  digest: '{count} at once',
  overdue: { header: '{count} overdue', line: '{people} are late with {date}, {when}: {url}' },
};

function templates(verb: string) {
  const text = `{people}${verb}{url}`;
  return { comment: `{people}${verb}{pagebell}`, slack: text, subject: '{title}', email: text };
}

/** One message that tells of many notices. */
export function isDigest(text: string): boolean {
  return /^\d+ at once\n/.test(text);
}

const LISTED = / are late with (\S+), (.*?): /;

/** A line of the list of what is overdue; undefined for any other text. */
export function listedIn(line: string): { day: string; when: string } | undefined {
  const [, day, when] = LISTED.exec(line) ?? [];
  return day === undefined || when === undefined ? undefined : { day, when };
}

const RULES = Object.keys(VERBS) as Rule[]; // the keys of a record of rules

/** Reads a message that was written with these templates. */
export function toldIn(text: string): ToldText {
  const rule = RULES.find((one) => text.includes(VERBS[one])) ?? 'assigned';
  const [names = '', rest = ''] = text.split(VERBS[rule]);
  const named = names.split(', ').map((name) => EVERYBODY.find((person) => isCalled(person, name))?.id);
  return { rule, people: named.filter((id) => id !== undefined), ...detailsIn(rule, rest) };
}

function detailsIn(rule: Rule, rest: string): Pick<ToldText, 'day' | 'when' | 'status'> {
  const [, before = ''] = /^(.*?): /.exec(rest) ?? [];
  switch (rule) {
    case 'assigned':
    case 'unassigned':
      return {};
    case 'reminder': {
      const [day = '', when = ''] = before.split(', ');
      return { day, when };
    }
    case 'escalation':
      return { status: before };
  }
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
