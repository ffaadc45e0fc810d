import { z } from 'zod';
import { timeOfDay, timeZone } from './fields.ts';

export const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay, timeZone })
  .refine(({ from, to }) => from !== to, 'from and to are the same: leave the key out for no quiet hours');
