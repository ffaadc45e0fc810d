import type { Mutant } from './mutant.ts';

/** Of who is told, and where. */
export const PEOPLE: readonly Mutant[] = [
  {
    name: 'whom Slack could not look up counts as not there',
    file: 'lambdas/consumer/notices/who-is-who.ts',
    text: 'const found = await bot.userIdOf(email.value);',
    replacement: `const answer = await bot.userIdOf(email.value);
    const found = answer.ok ? answer : success(undefined);`,
  },
  {
    name: 'a direct message goes to whoever was looked up first',
    file: 'lambdas/consumer/notices/who-is-who.ts',
    text: 'const known = this.#asked.get(userId);',
    replacement: 'const known = [...this.#asked.values()][0];',
  },
  {
    name: 'an address that Notion could not tell now counts as none',
    file: 'lambdas/consumer/notices/addresses.ts',
    text: "return { kind: 'failed', verdict };",
    replacement: "return { kind: 'none', reason: verdict.reason };",
  },
  {
    name: 'muted people are told of what is assigned',
    file: 'lambdas/core/plan.ts',
    text: 'for (const id of settings.mute[channel]) wanted.delete(id);',
    replacement: '',
  },
  {
    name: 'muted people are reminded',
    file: 'lambdas/core/timed-notices.ts',
    text: "kind !== 'bot' && !mute[channel].includes(id)",
    replacement: "kind !== 'bot' && !mute[channel].includes(id.slice(1))",
  },
  {
    name: 'who was taken for the author of their own assignment is for good',
    file: 'lambdas/core/rules/passed-over.ts',
    text: '...released];',
    replacement: '];',
  },
  {
    name: 'people are told of pages that are left out',
    file: 'lambdas/core/rules/assigned.ts',
    text: 'holds: (personId, state) => !state.isLeftOut && isAssigned(personId, state),',
    replacement: 'holds: (personId, state) => isAssigned(personId, state),',
  },
  {
    name: 'who was told of nothing because their page is left out counts as told',
    file: 'lambdas/core/left-out.ts',
    text: '({ id }) => before !== undefined && (isAssigned(id, before) || losing.has(id)),',
    replacement: '({ id }) => !before || isAssigned(id, before) || id,',
  },
];
