import { z } from 'zod';
import { butNot } from './fields.ts';

/** Ids, not names: a name may be given to another channel. */
export const slackChannel = z
  .string()
  .regex(
    /^[CG][A-Z0-9]{4,20}$/,
    butNot("expected a channel's id such as C0123456789, from its details in Slack"),
  );
