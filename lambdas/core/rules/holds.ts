import { isPlace } from '../notices.ts';
import type { Memory, Notice, PageRecord } from '../page-record.ts';
import type { Watch } from '../watch.ts';
import { forgetStep, isOfThisStay, isOnStep } from './escalation.ts';
import { isAssigned } from './people-rule.ts';
import { peopleRule } from './people-rules.ts';
import { forgetReminder, reminderHolds } from './reminder.ts';

/** What is known of a page. */
export type Known = Pick<PageRecord, 'state' | 'memory'>;

/** The notice, for those only of whom it still holds on the page; undefined: it does not hold any more. */
export function whereItHolds(notice: Notice, known: Known, watch: Watch): Notice | undefined {
  if (known.state?.isGone) return undefined;
  if (isPlace(notice.channel)) return isOfThisStay(notice.subject, known.memory) ? notice : undefined;
  const people = notice.people.filter(({ id }) => holds(notice, id, known, watch));
  return people.length === 0 ? undefined : { ...notice, people };
}

/** Whether what a notice tells somebody still holds on the page. */
function holds(notice: Notice, personId: string, { state, memory }: Known, watch: Watch): boolean {
  if (!state) return false;
  switch (notice.rule) {
    case 'assigned':
    case 'unassigned':
      return peopleRule(notice.rule).holds(personId, state);
    case 'reminder':
      return isAssigned(personId, state) && reminderHolds(notice.subject, state, watch);
    case 'escalation':
      return isOfThisStay(notice.subject, memory) && isOnStep(notice.subject, personId, state, watch);
  }
}

/** The memory without what was never told after all. */
export function forgetSubjects(memory: Memory | undefined, unsent: readonly Notice[]): Memory | undefined {
  return unsent.reduce<Memory | undefined>((known, { subject }) => {
    if (!known || !subject) return known;
    const { reminder, escalation, ...others } = known;
    return {
      ...others,
      ...(reminder && { reminder: forgetReminder(reminder, subject) }),
      ...(escalation && { escalation: forgetStep(escalation, subject) }),
    };
  }, memory);
}
