import { z } from 'zod';
import { timeOfDay, timeZone } from './fields.ts';

export const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay, timeZone })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    error: 'expected another time than `from`; leave quietHours out for none',
  });
