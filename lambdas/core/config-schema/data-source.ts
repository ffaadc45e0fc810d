import { z } from 'zod';
import { conditions } from './conditions.ts';
import { escalations } from './escalations.ts';
import { name, notionId } from './fields.ts';
import { someMessages } from './messages.ts';
import { reminders } from './reminders.ts';
import { slackChannel } from './slack-channel.ts';

const SOURCE = "expected an object: { id: '<data source id>' }";

export const dataSource = z.strictObject(
  {
    id: notionId,
    only: conditions.optional(),
    assigneeProperty: name.optional(),
    statusProperty: name.optional(),
    reminders: reminders.optional(),
    escalations: escalations.optional(),
    slackChannel: slackChannel.optional(),
    slackMention: z.boolean().optional(),
    slackDirectMessage: z.boolean().optional(),
    messages: someMessages.optional(),
  },
  { error: ({ code }) => (code === 'invalid_type' ? SOURCE : undefined) },
);
