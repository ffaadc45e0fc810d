import { z } from 'zod';
import { defaultMessages } from '../default-messages.ts';
import { withMessages } from '../wording.ts';
import { dataSource } from './data-source.ts';
import { email } from './email.ts';
import { escalations } from './escalations.ts';
import { butNot, name } from './fields.ts';
import { languageFaults, languages } from './languages.ts';
import { someMessages } from './messages.ts';
import { once } from './once.ts';
import { muted, people } from './people.ts';
import { placeFaults } from './place-faults.ts';
import { quietHours } from './quiet-hours.ts';
import { reminders } from './reminders.ts';
import { slackChannel } from './slack-channel.ts';

const workspaceKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, butNot('expected at most 32 lower-case letters, digits and dashes'));

export const workspace = z
  .strictObject({
    key: workspaceKey,
    mode: z.enum(['notify', 'observe']).default('notify'),
    callsPerMinute: z.int().min(10).max(600).default(180),
    sweepMinutes: z.int().min(5).max(1440).default(15),
    pace: z.number().min(0.2).max(100).optional(),
    assigneeProperty: name.default('Assignee'),
    dataSources: z
      .array(dataSource)
      .min(1, 'expected one at least; leave the key out to watch every data source')
      .check(once('id'))
      .optional(),
    firstSight: z.enum(['notify', 'silent']).default('notify'),
    notifySelf: z.boolean().default(false),
    unassigned: z.enum(['notify', 'silent']).default('silent'),
    mute: z.array(muted).default([]),
    quietHours: quietHours.optional(),
    statusProperty: name.default('Status'),
    reminders: reminders.optional(),
    escalations: escalations.default([]),
    comment: z.boolean().default(true),
    slack: z.union([z.literal('auto'), z.boolean()], 'expected "auto", true or false').default('auto'),
    slackChannel: slackChannel.optional(),
    slackMention: z.boolean().default(true),
    slackDirectMessage: z.boolean().default(false),
    slackSingles: z.int().min(0).max(1_000_000).default(10),
    email: email.optional(),
    people,
    messages: someMessages.default({}),
    languages,
  })
  .check(({ value, issues }) => {
    if (issues.length > 0) return;
    const faults = [...placeFaults(value), ...languageFaults(value)];
    for (const fault of faults) issues.push({ code: 'custom', input: value, ...fault });
  })
  // What is said by default above a digest depends on whether anything was told before it.
  .transform(({ messages, ...rest }) => ({
    ...rest,
    messages: withMessages(defaultMessages(rest.slackSingles), messages),
  }));
