import { z } from 'zod';
import { name, timeOfDay, timeZone } from './fields.ts';

export const reminders = z.strictObject({
  property: name.default('Due'),
  at: timeOfDay.default('09:00'),
  timeZone,
  daysBefore: z.array(z.int().min(-30).max(365)).max(20).default([1, 0]),
  overdue: z.boolean().default(false),
  completed: z.array(name).optional(),
});
