import { z } from 'zod';
import type { Settings } from './config.ts';
import { canonicalId } from './ids.ts';
import { CHANNELS } from './page-record.ts';

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
const templates = (comment: string, slack: string) =>
  z
    .strictObject({
      comment: template({ people: true, pagebell: true, title: false }).default(comment),
      slack: template({ people: true, title: false, url: false }).default(slack),
    })
    .prefault({});

/** No union: its faults would name neither the key nor what is expected. */
const muted = z.preprocess(
  (value) => (typeof value === 'string' ? { person: value, channels: CHANNELS } : value),
  z.strictObject({ person: notionId, channels: z.array(z.enum(CHANNELS)).min(1) }),
);

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 08:30');

const quietHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    timeZone: z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Berlin'),
  })
  .refine(({ from, to }) => from !== to, 'from and to are the same: leave the key out for no quiet hours');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const dataSource = z.strictObject({ id: notionId, assigneeProperty: z.string().min(1).optional() });

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
  comment: z.boolean().default(true),
  slack: z.union([z.literal('auto'), z.boolean()]).default('auto'),
  messages: z
    .strictObject({
      assigned: templates(
        '{people}, this page is now yours. ({pagebell})',
        '{people}, this page is now yours: *<{url}|{title}>*',
      ),
      unassigned: templates(
        '{people}, this page is no longer yours. ({pagebell})',
        '{people}, this page is no longer yours: *<{url}|{title}>*',
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
