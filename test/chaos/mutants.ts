import { DELIVERIES } from './mutants/deliveries.ts';
import { DIGESTS } from './mutants/digests.ts';
import { MIRRORS } from './mutants/mirrors.ts';
import type { Mutant } from './mutants/mutant.ts';
import { OVERDUE } from './mutants/overdue.ts';
import { PEOPLE } from './mutants/people.ts';
import { RECORDS } from './mutants/records.ts';
import { TIMED } from './mutants/timed.ts';
import { WORKSPACES } from './mutants/workspaces.ts';

/** All that the bench must notice. */
export const MUTANTS: readonly Mutant[] = [
  ...RECORDS,
  ...DELIVERIES,
  ...WORKSPACES,
  ...PEOPLE,
  ...TIMED,
  ...OVERDUE,
  ...DIGESTS,
  ...MIRRORS,
];
