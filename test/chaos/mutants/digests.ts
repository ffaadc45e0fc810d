import type { Mutant } from './mutant.ts';

/** Of what one minute was too much for. */
export const DIGESTS: readonly Mutant[] = [
  {
    name: 'what is left to a digest is told singly as well',
    file: 'lambdas/core/digests.ts',
    text: 'const gathered = { ...notice, digest, progress: { ...progress, at: lookAt } };',
    replacement: 'const gathered = { ...notice, digest };',
  },
  {
    name: 'a digest that was told is told again after a death',
    file: 'lambdas/consumer/digests/tell-digest.ts',
    text: "if (state === 'told')",
    replacement: "if (state === 'told' && telling.length < 0)",
  },
];
