import type { Mutant } from './mutant.ts';

/** Of what goes to another workspace, too. */
export const MIRRORS: readonly Mutant[] = [
  {
    name: 'what a mirror wrote is forgotten',
    file: 'lambdas/core/mirror/settle-mirrors.ts',
    text: 'return withTaken(withoutWriting(record, act), act);',
    replacement: 'return withTaken(record, act) === record ? record : withoutWriting(record, act);',
  },
  {
    name: 'a mirror writes what is there already',
    file: 'lambdas/core/mirror/reconcile.ts',
    text: 'if (there === undefined || isSameValue(wanted, there)) {',
    replacement: "if (there === undefined || (isSameValue(wanted, there) && property === '')) {",
  },
  {
    name: 'a deferred read loses what the other side asked for',
    file: 'lambdas/core/mirror/move-mirrors.ts',
    text: "return ofDue((entry) => ({ ...entry, progress: { state: 'pending', at: outcome.at } }));",
    replacement:
      "return { record: { ...record, outbox: record.outbox.filter((entry) => entry.kind !== 'take-over') }, acts: [] };",
  },
  {
    name: 'who was never told of a link is not told of it any more',
    file: 'lambdas/core/mirror/move-mirrors.ts',
    text: 'const isUnheard = known.link !== undefined && !isMutual;',
    replacement: "const isUnheard = known.link === '' && !isMutual;",
  },
  {
    name: "what landed without an answer counts as somebody's edit",
    file: 'lambdas/core/mirror/compare-side.ts',
    text: 'const seen = withLanded(base, here, there);',
    replacement: "const seen = mirror.key === '' ? withLanded(base, here, there) : base;",
  },
  {
    name: 'nobody notes what is about to be written',
    file: 'lambdas/core/mirror/claim-mirrors.ts',
    text: 'record: claimed.reduce(withWriting, { ...record, outbox }), acts: claimed',
    replacement:
      'record: claimed.slice(claimed.length).reduce(withWriting, { ...record, outbox }), acts: claimed',
  },
  {
    name: 'a page in the trash keeps what it was mirrored into',
    file: 'lambdas/core/mirror/move-mirrors.ts',
    text: "if (isLeft && sideOf(key) === 'from') return [];",
    replacement: "if (isLeft && sideOf(key) === 'from' && key === '') return [];",
  },
  {
    name: 'an option that is there by now counts as missing',
    file: 'lambdas/consumer/mirror/take-over.ts',
    text: 'await dataSources.schemaNow(',
    replacement: 'await dataSources.schema(',
  },
];
