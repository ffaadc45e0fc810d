import type { Memory } from '../../../../lambdas/core/page-record.ts';
import { forgetSubjects } from '../../../../lambdas/core/rules/holds.ts';
import { NOW, notice, person } from '../builders.ts';

test('of what is remembered only what was to be told, and was not, is forgotten', () => {
  const memory: Memory = {
    reminder: { day: '2026-11-10', since: NOW, told: ['2026-11-10/1', '2026-11-10/0'] },
    escalation: { status: 'Blocked', since: NOW, done: 1, upTo: 0 },
    passedOver: [{ rule: 'assigned', people: [person(1)], propertyIds: ['a'], readAt: NOW }],
  };
  const unsent = notice([], { rule: 'reminder', subject: { kind: 'due', day: '2026-11-10', daysBefore: 0 } });
  expect(forgetSubjects(memory, [unsent])).toEqual({
    ...memory,
    reminder: { ...memory.reminder, told: ['2026-11-10/1'] },
  });
});
