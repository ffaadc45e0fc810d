import type { Mutant } from './mutant.ts';

/** Of what goes to another workspace, too. */
export const MIRRORS: readonly Mutant[] = [
  {
    name: 'what a mirror wrote is forgotten',
    file: 'lambdas/core/mirror/settle-mirrors.ts',
    text: 'return withTaken(withoutWriting(record, act), act);',
    replacement: 'return withTaken(record, act) === record ? record : withoutWriting(record, act);',
  },
];
