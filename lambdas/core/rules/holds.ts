import { isPlace } from '../notices.ts';
import type { Memory, Notice, PageState } from '../page-record.ts';
import type { Watch } from '../watch.ts';
import { escalationHolds, forgetStep, isStillThere } from './escalation.ts';
import { isAssigned } from './people-rule.ts';
import { peopleRule } from './people-rules.ts';
import { forgetReminder, reminderHolds } from './reminder.ts';

/** The notice, for those only of whom it still holds on the page; undefined: it does not hold any more. */
export function whereItHolds(notice: Notice, state: PageState, watch: Watch): Notice | undefined {
  if (isPlace(notice.channel)) return isStillThere(notice.subject, state) ? notice : undefined;
  const people = notice.people.filter(({ id }) => holds(notice, id, state, watch));
  return people.length === 0 ? undefined : { ...notice, people };
}

/** Whether what a notice tells somebody still holds on the page. */
function holds(notice: Notice, personId: string, state: PageState, watch: Watch): boolean {
  switch (notice.rule) {
    case 'assigned':
    case 'unassigned':
      return peopleRule(notice.rule).holds(personId, state);
    case 'reminder':
      return isAssigned(personId, state) && reminderHolds(notice.subject, state, watch);
    case 'escalation':
      return escalationHolds(notice.subject, personId, state, watch);
  }
}

/** The memory without what was never told after all. */
export function forgetSubjects(memory: Memory | undefined, unsent: readonly Notice[]): Memory | undefined {
  return unsent.reduce<Memory | undefined>((known, { subject }) => {
    if (!known || !subject) return known;
    const { reminder, escalation } = known;
    return {
      ...(reminder && { reminder: forgetReminder(reminder, subject) }),
      ...(escalation && { escalation: forgetStep(escalation, subject) }),
    };
  }, memory);
}
