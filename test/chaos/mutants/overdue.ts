import type { Mutant } from './mutant.ts';

/** Of the daily list of what is overdue. */
export const OVERDUE: readonly Mutant[] = [
  {
    name: 'what is left out is listed',
    file: 'lambdas/core/overdue.ts',
    text: 'if (page.inTrash || isLeftOut || !isOver || isCompleted(values, watch)) return [];',
    replacement: `if (page.inTrash || !isOver || isCompleted(values, watch)) return [];
    if (now < 0 && isLeftOut) return [];`,
  },
  {
    name: 'what is due today is listed',
    file: 'lambdas/core/overdue.ts',
    text: 'daysUntil(day, now, reminders.timeZone) < 0',
    replacement: 'daysUntil(day, now, reminders.timeZone) < 1',
  },
  {
    name: 'only the first rows are listed',
    file: 'lambdas/consumer/overdue/find-overdue.ts',
    text: 'if (queried.value.next === undefined)',
    replacement: 'if (queried.value.next === undefined || now > 0)',
  },
  {
    name: 'each sweep puts the list off until the next day',
    file: 'lambdas/adapters/table/overdue.ts',
    text: "const ConditionExpression = 'attribute_not_exists(pk)';",
    replacement: "const ConditionExpression = 'attribute_not_exists(pk) OR attribute_exists(pk)';",
  },
];
