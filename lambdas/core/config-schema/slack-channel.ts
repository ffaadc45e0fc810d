import { z } from 'zod';

/** Ids, not names: a name may be given to another channel. */
export const slackChannel = z
  .string()
  .regex(/^[CG][A-Z0-9]{4,20}$/, "expected a channel's id such as C0123456789, from its details in Slack");
