import type { ChangeRule } from '../page-record.ts';
import { assigned } from './assigned.ts';
import type { PeopleRule } from './people-rule.ts';
import { unassigned } from './unassigned.ts';

const BY_NAME: Readonly<Record<ChangeRule, PeopleRule>> = { assigned, unassigned };

export function peopleRule(name: ChangeRule): PeopleRule {
  return BY_NAME[name];
}

export const PEOPLE_RULES: readonly PeopleRule[] = Object.values(BY_NAME);
