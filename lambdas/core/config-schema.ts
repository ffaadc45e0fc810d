import { z } from 'zod';
import type { Settings } from './config.ts';
import { parseSender, standsFor } from './email-address.ts';
import { canonicalId } from './ids.ts';
import { CHANNELS } from './page-record.ts';
import { durationOf } from './rules/escalation.ts';

/** Retention periods that CloudWatch Logs offers, up to a year. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365];

/** An alarm of CloudWatch looks back a week at most. */
const MOST_ALARM_HOURS = 7 * 24;
const SILENT_HOURS = `expected whole hours, 1 to ${MOST_ALARM_HOURS}, or "off"`;
const RUNBOOK = 'expected an address or a path without spaces and without "#", at most 200 characters';

const notionId = z.string().transform((id, context) => {
  const canonical = canonicalId(id);
  if (canonical) return canonical;
  context.addIssue({ code: 'custom', message: `"${id}" is not a Notion id (32 hexadecimal digits)` });
  return z.NEVER;
});

const workspaceKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'expected at most 32 lower-case letters, digits and dashes');

/**
 * A message template with its placeholders: `true` for those that it must hold. None may be there twice: a
 * comment has room for one list of mentions.
 */
const template = (placeholders: Readonly<Record<string, boolean>>) =>
  z
    .string()
    .max(1000)
    .check((context) => {
      const report = (message: string) =>
        context.issues.push({ code: 'custom', input: context.value, message });
      const names = [...context.value.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const found = new Set(names);
      for (const [name, isNeeded] of Object.entries(placeholders)) {
        if (isNeeded && !found.has(name)) report(`{${name}} is missing`);
      }
      for (const name of found) {
        if (names.indexOf(name) !== names.lastIndexOf(name)) report(`{${name}} is there more than once`);
        if (name && !Object.hasOwn(placeholders, name)) {
          report(`{${name}} is unknown; there are {${Object.keys(placeholders).join('}, {')}}`);
        }
      }
    });

/** With what is said where the team says nothing. */
const templates = (
  comment: string,
  slack: string,
  { subject, email }: { subject: string; email: string },
  more: Readonly<Record<string, boolean>> = {},
) =>
  z
    .strictObject({
      comment: template({ people: true, pagebell: true, title: false, ...more }).default(comment),
      slack: template({ people: true, title: false, url: false, ...more }).default(slack),
      subject: template({ title: false, ...more }).default(subject),
      email: template({ people: false, title: false, url: true, ...more }).default(email),
    })
    .prefault({});

/** No union: its faults would name neither the key nor what is expected. */
const muted = z.preprocess(
  (value) => (typeof value === 'string' ? { person: value, channels: CHANNELS } : value),
  z.strictObject({ person: notionId, channels: z.array(z.enum(CHANNELS)).min(1) }),
);

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 08:30');

const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Berlin');

const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay, timeZone })
  .refine(({ from, to }) => from !== to, 'from and to are the same: leave the key out for no quiet hours');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Ids, not names: a name may be given to another channel. */
const slackChannel = z
  .string()
  .regex(/^[CG][A-Z0-9]{4,20}$/, "expected a channel's id such as C0123456789, from its details in Slack");

const person = z
  .strictObject({
    notion: notionId,
    slack: z
      .string()
      .regex(
        /^[UW][A-Z0-9]{4,20}$/,
        "expected a member's id such as U0123456789, from their profile in Slack",
      )
      .optional(),
    email: z.email('expected an e-mail address').optional(),
  })
  .refine(({ slack, email }) => slack !== undefined || email !== undefined, 'expected slack, email or both');

const people = z
  .array(person)
  .refine(
    (all) => new Set(all.map(({ notion }) => notion)).size === all.length,
    'one Notion user is there twice',
  )
  .default([]);

const name = z.string().min(1);

const reminders = z.strictObject({
  property: name.default('Due'),
  at: timeOfDay.default('09:00'),
  timeZone,
  daysBefore: z.array(z.int().min(-30).max(365)).max(20).default([1, 0]),
  completed: z.array(name).default(['Done']),
});

const step = z.strictObject({
  after: z.string().regex(/^\d{1,4}[mhd]$/, 'expected a time such as 30m, 24h or 3d'),
  tell: z
    .strictObject({ people: z.array(notionId).default([]), assignees: z.boolean().default(false) })
    .refine(({ people, assignees }) => assignees || people.length > 0, 'expected people, or assignees: true'),
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

const escalations = z
  .array(escalation)
  .refine(
    (all) => new Set(all.map(({ status }) => status)).size === all.length,
    'there are two ladders for one status',
  );

const email = z
  .strictObject({
    from: z
      .string()
      .refine(parseSender, 'expected an address such as bell@example.com or Pagebell <bell@example.com>'),
    replyTo: z.email('expected an e-mail address').optional(),
    identity: z.string().min(1).optional(),
  })
  .check(({ value, issues }) => {
    const sender = parseSender(value.from);
    if (!sender || value.identity === undefined || standsFor(value.identity, sender.address)) return;
    const message = `expected ${sender.address}, its domain, or a domain above that`;
    issues.push({ code: 'custom', input: value.identity, path: ['identity'], message });
  });

const dataSource = z.strictObject({
  id: notionId,
  assigneeProperty: name.optional(),
  statusProperty: name.optional(),
  reminders: reminders.optional(),
  escalations: escalations.optional(),
  slackChannel: slackChannel.optional(),
  slackMention: z.boolean().optional(),
  slackDirectMessage: z.boolean().optional(),
});

const workspace = z.strictObject({
  key: workspaceKey,
  mode: z.enum(['notify', 'observe']).default('notify'),
  callsPerMinute: z.int().min(10).max(600).default(180),
  sweepMinutes: z.int().min(5).max(1440).default(15),
  pace: z.number().min(0.2).max(100).optional(),
  assigneeProperty: z.string().min(1).default('Assignee'),
  dataSources: z.array(dataSource).min(1, 'leave the key out to watch every data source').optional(),
  firstSight: z.enum(['notify', 'silent']).default('notify'),
  notifySelf: z.boolean().default(false),
  unassigned: z.enum(['notify', 'silent']).default('silent'),
  mute: z.array(muted).default([]),
  quietHours: quietHours.optional(),
  statusProperty: name.default('Status'),
  reminders: reminders.optional(),
  escalations: escalations.default([]),
  comment: z.boolean().default(true),
  slack: z.union([z.literal('auto'), z.boolean()]).default('auto'),
  slackChannel: slackChannel.optional(),
  slackMention: z.boolean().default(true),
  slackDirectMessage: z.boolean().default(false),
  email: email.optional(),
  people,
  messages: z
    .strictObject({
      assigned: templates(
        '{people}, this page is now yours. ({pagebell})',
        '{people}, this page is now yours: *<{url}|{title}>*',
        { subject: 'Now yours: {title}', email: '{people}, this page is now yours: {title}\n\n{url}' },
      ),
      unassigned: templates(
        '{people}, this page is no longer yours. ({pagebell})',
        '{people}, this page is no longer yours: *<{url}|{title}>*',
        {
          subject: 'No longer yours: {title}',
          email: '{people}, this page is no longer yours: {title}\n\n{url}',
        },
      ),
      reminder: templates(
        '{people}, this page is {when}. ({pagebell})',
        '{people}, this page is {when} ({date}): *<{url}|{title}>*',
        { subject: '{when}: {title}', email: '{people}, this page is {when} ({date}): {title}\n\n{url}' },
        { when: false, date: false },
      ),
      escalation: templates(
        '{people}, this page is in the status “{status}”. ({pagebell})',
        '{people}, this page is in the status “{status}”: *<{url}|{title}>*',
        {
          subject: '{status}: {title}',
          email: '{people}, this page is in the status “{status}”: {title}\n\n{url}',
        },
        { status: false },
      ),
      mute: z.string().max(300).default('To be told no longer, ask who runs Pagebell to mute you.'),
    })
    .prefault({}),
});

const schema = z.strictObject({
  stackName: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,59}$/, 'expected a letter, then at most 59 letters, digits and dashes')
    .default('Pagebell'),
  stage: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'expected at most 32 lower-case letters, digits and dashes')
    .default('prod'),
  reservedConcurrency: z.enum(['on', 'off']).default('on'),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS, `expected one of ${LOG_RETENTION_DAYS.join(', ')}`)
    .default(30),
  alarmEmail: z.email('expected an e-mail address').optional(),
  alarmSilentHours: z
    .union([z.literal('off'), z.int().min(1, SILENT_HOURS).max(MOST_ALARM_HOURS, SILENT_HOURS)], SILENT_HOURS)
    .default(72),
  alarmSignatureFailures: z.int().min(1).max(100_000).default(20),
  runbookUrl: z
    .string()
    .regex(/^[^\s#]{1,200}$/, RUNBOOK)
    .default('docs/runbook.md'),
  workspaces: z
    .array(workspace)
    .min(1, 'expected one workspace at least')
    .refine(
      (all) => new Set(all.map(({ key }) => key)).size === all.length,
      'two workspaces have the same key',
    )
    .prefault([{ key: 'main' }]),
});

/** What is wrong with a configuration: one line per fault, each naming its key. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Validates a configuration and fills in its defaults.
 *
 * @param file where it came from, for the messages
 * @throws {ConfigError} naming each faulty key and what is expected of it
 */
export function resolveConfig(config: unknown, file = 'pagebell.config.ts'): Settings {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return `${file}: ${pathOf(issue.path)}: ${issue.message}`;
    return issue.keys.map((key) => `${file}: ${pathOf([...issue.path, key])}: there is no such key`);
  });
  throw new ConfigError(faults.join('\n'));
}

/** `workspaces[0].dataSources[1].id` */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text.replace(/^\./, '') || 'the configuration';
}
