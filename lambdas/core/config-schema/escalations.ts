import { z } from 'zod';
import { durationOf } from '../rules/escalation.ts';
import { butNot, emailAddress, name, userId } from './fields.ts';
import { eachOnce, once } from './once.ts';
import { slackChannel } from './slack-channel.ts';

const step = z.strictObject({
  after: z.string().regex(/^\d{1,4}[mhd]$/, butNot('expected a time such as 30m, 24h or 3d')),
  tell: z
    .strictObject({
      people: z.array(userId).check(eachOnce).default([]),
      assignees: z.boolean().default(false),
      channel: slackChannel.optional(),
      email: emailAddress.optional(),
    })
    .refine(
      ({ people, assignees, channel, email }) => assignees || people.length > 0 || (channel ?? email),
      'expected people, assignees: true, a channel or an email',
    ),
});

const escalation = z.strictObject({
  status: name,
  steps: z
    .array(step)
    .min(1)
    .max(20)
    .check(({ value, issues }) => {
      if (issues.length > 0) return;
      for (const [index, { after }] of value.entries()) {
        const before = value[index - 1]?.after;
        if (before === undefined || durationOf(after) > durationOf(before)) continue;
        const message = `expected a time after that of the step before, ${before}`;
        issues.push({ code: 'custom', input: after, path: [index, 'after'], message });
      }
    }),
});

export const escalations = z.array(escalation).check(once('status'));
