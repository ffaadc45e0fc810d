import { z } from 'zod';
import { escalations } from './escalations.ts';
import { name, notionId } from './fields.ts';
import { reminders } from './reminders.ts';
import { slackChannel } from './slack-channel.ts';

export const dataSource = z.strictObject({
  id: notionId,
  assigneeProperty: name.optional(),
  statusProperty: name.optional(),
  reminders: reminders.optional(),
  escalations: escalations.optional(),
  slackChannel: slackChannel.optional(),
  slackMention: z.boolean().optional(),
  slackDirectMessage: z.boolean().optional(),
});
