import type { Memory, TimedRule } from '../page-record.ts';
import { planEscalation } from './escalation.ts';
import { planReminders } from './reminder.ts';
import type { TimedInput, TimedPlan } from './timed-rule.ts';

/** What each rule that tells in its time makes of a reading, and what they remember of the page from now on. */
export function planTimedRules(input: TimedInput): {
  plans: { rule: TimedRule; plan: TimedPlan }[];
  memory: Memory | undefined;
} {
  const reminders = planReminders(input);
  const ladder = planEscalation(input);
  const memory = {
    ...(reminders.memory && { reminder: reminders.memory }),
    ...(ladder.memory && { escalation: ladder.memory }),
  };
  return {
    plans: [
      { rule: 'reminder', plan: reminders },
      { rule: 'escalation', plan: ladder },
    ],
    memory: Object.keys(memory).length > 0 ? memory : undefined,
  };
}
