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
  {
    name: 'who was lost by a digest waits for it all the same',
    file: 'lambdas/consumer/notices/ways-of.ts',
    text: 'if (record?.members.includes(id)) known.set',
    replacement: 'if (lookAt > 0) known.set',
  },
  {
    name: 'who joins somebody that waits for a digest waits as long',
    file: 'lambdas/core/pending-notices.ts',
    text: 'return digest === undefined ? progress.at : now;',
    replacement: 'return digest === undefined || now > 0 ? progress.at : now;',
  },
];
