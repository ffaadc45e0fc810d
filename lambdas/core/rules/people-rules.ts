import { RULES, type Rule } from '../page-record.ts';
import { assigned } from './assigned.ts';
import type { PeopleRule } from './people-rule.ts';
import { unassigned } from './unassigned.ts';

const BY_NAME: Readonly<Record<Rule, PeopleRule>> = { assigned, unassigned };

export function peopleRule(name: Rule): PeopleRule {
  return BY_NAME[name];
}

export const PEOPLE_RULES: readonly PeopleRule[] = RULES.map(peopleRule);
