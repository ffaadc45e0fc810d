import { z } from 'zod';
import type { Settings } from '../settings.ts';
import { expectationOf } from './expectation.ts';
import { butNot, emailAddress } from './fields.ts';
import { idleFaults } from './idle-faults.ts';
import { mirrorFaults, mirrors } from './mirrors.ts';
import { once } from './once.ts';
import { workspace } from './workspace.ts';

/** Retention periods that CloudWatch Logs offers, up to a year. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365];

/** An alarm of CloudWatch looks back a week at most. */
const MOST_ALARM_HOURS = 7 * 24;
const SILENT_HOURS = `expected whole hours, 1 to ${MOST_ALARM_HOURS}, or "off"`;
const RUNBOOK = 'expected an address or a path without spaces and without "#", at most 200 characters';

const settings = z.strictObject({
  stackName: z
    .string()
    .regex(
      /^[A-Za-z][A-Za-z0-9-]{0,59}$/,
      butNot('expected a letter, then at most 59 letters, digits and dashes'),
    )
    .default('Pagebell'),
  stage: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, butNot('expected at most 32 lower-case letters, digits and dashes'))
    .default('prod'),
  reservedConcurrency: z.enum(['on', 'off']).default('on'),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS, `expected one of ${LOG_RETENTION_DAYS.join(', ')}`)
    .default(30),
  alarmEmail: emailAddress.optional(),
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
    .check(once('key'))
    .prefault([{ key: 'main' }]),
  mirrors,
});

export const configSchema = settings.check(({ value, issues }) => {
  if (issues.length > 0) return;
  const { mirrors, workspaces } = value;
  const report = (key: string, faults: ReturnType<typeof mirrorFaults>) => {
    for (const { path, message } of faults)
      issues.push({ code: 'custom', input: value, path: [key, ...path], message });
  };
  report('mirrors', mirrorFaults(mirrors, workspaces));
  report('workspaces', idleFaults(workspaces, mirrors));
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
  const result = configSchema.safeParse(config, { error: expectationOf });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return `${file}: ${pathOf(issue.path)}: ${issue.message}`;
    const ofEach = issue.message.split('\n');
    return issue.keys.map(
      (key, index) => `${file}: ${pathOf([...issue.path, key])}: ${ofEach[index] ?? issue.message}`,
    );
  });
  throw new ConfigError(faults.join('\n'));
}

/** `workspaces[0].dataSources[1].id` */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text.replace(/^\./, '') || 'the configuration';
}
