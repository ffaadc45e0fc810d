import { z } from 'zod';
import { durationOf } from '../rules/escalation.ts';
import { name, notionId } from './fields.ts';
import { slackChannel } from './slack-channel.ts';

const step = z.strictObject({
  after: z.string().regex(/^\d{1,4}[mhd]$/, 'expected a time such as 30m, 24h or 3d'),
  tell: z
    .strictObject({
      people: z.array(notionId).default([]),
      assignees: z.boolean().default(false),
      channel: slackChannel.optional(),
      email: z.email('expected an e-mail address').optional(),
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
    .refine(areInOrder, 'expected each step to be later than the one before it'),
});

function areInOrder(steps: readonly { after: string }[]): boolean {
  const times = steps.map(({ after }) => durationOf(after));
  return times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0));
}

export const escalations = z
  .array(escalation)
  .refine(
    (all) => new Set(all.map(({ status }) => status)).size === all.length,
    'there are two ladders for one status',
  );
