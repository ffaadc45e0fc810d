import type { Mutant } from './mutant.ts';

/** Of what is told when its time comes. */
export const TIMED: readonly Mutant[] = [
  {
    name: 'a reminder that was told is forgotten',
    file: 'lambdas/core/rules/reminder.ts',
    text: 'told: [...told, ...newlyTold].slice(-MOST_REMEMBERED)',
    replacement: 'told: [...told, ...newlyTold].slice(MOST_REMEMBERED)',
  },
  {
    name: 'no page is looked at when its day comes',
    file: 'lambdas/core/timed-notices.ts',
    text: 'if (at === undefined) return [];',
    replacement: 'if (at === undefined || at > 0) return [];',
  },
  {
    name: 'who waits to be reminded of a date that is another by now is reminded',
    file: 'lambdas/core/rules/reminder.ts',
    text: 'isCurrent: (subject) => !isDue && reminderHolds(subject, current, watch),',
    replacement: 'isCurrent: () => true,',
  },
  {
    name: 'what is done is reminded of',
    file: 'lambdas/core/rules/reminder.ts',
    text: 'if (!reminders || !state.due || state.isLeftOut || isCompleted(state, watch)) return undefined;',
    replacement: `if (!reminders || !state.due || state.isLeftOut) return undefined;
  if (state.assignees.length < 0 && isCompleted(state, watch)) return undefined;`,
  },
  {
    name: 'a page that comes back into its status begins nothing anew',
    file: 'lambdas/core/rules/escalation.ts',
    text: 'if (!ladder || current.isLeftOut) return { ...NOTHING, memory: undefined };',
    replacement: 'if (!ladder || current.isLeftOut) return { ...NOTHING, memory: input.memory?.escalation };',
  },
  {
    name: 'steps that were told are told again',
    file: 'lambdas/core/rules/escalation.ts',
    text: 'const upTo = Math.max(doneBefore, ...due.map(({ after }) => after));',
    replacement: 'const upTo = doneBefore;',
  },
  {
    name: 'who waits to hear of a status hears of it though the page has left it',
    file: 'lambdas/core/rules/escalation.ts',
    text: "isCurrent: (subject) => subject.kind === 'status' && subject.status === status && subject.since === since,",
    replacement: 'isCurrent: () => true,',
  },
  {
    name: 'quiet hours are not kept',
    file: 'lambdas/consumer/pages/advance.ts',
    text: 'quiet === undefined ? learned.outbox : putOff(learned.outbox, now, quiet)',
    replacement: 'quiet === undefined ? learned.outbox : putOff(learned.outbox, now, now)',
  },
  {
    name: 'nobody on call is told',
    file: 'lambdas/core/timed-notices.ts',
    text: 'plan.places(subject).includes(channel)',
    replacement: 'plan.places(subject).length > 9',
  },
];
