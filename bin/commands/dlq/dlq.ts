import { confirm } from '@clack/prompts';
import { Command } from 'commander';
import { deadLetterBox } from '../../adapters/dead-letter-box.ts';
import { eventsQueue } from '../../adapters/events-queue.ts';
import { parkedRecords } from '../../adapters/parked-records.ts';
import { accessTable } from '../../adapters/table-access.ts';
import { type Output, openOutput } from '../../output.ts';
import { CommandError } from '../command-error.ts';
import { INTERRUPTED } from '../interruption.ts';
import { findTarget, type TargetOptions } from '../target.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { counted } from '../words.ts';
import { workspaceKeys } from '../workspace-keys.ts';
import { tellBriefly, tellWhole, toJson } from './describe.ts';
import { drop } from './drop.ts';
import type { Entry } from './entries.ts';
import type { DlqPorts } from './ports.ts';
import { choose, errandsFor, retry } from './retry.ts';
import { findEntry, type Survey, survey } from './survey.ts';

interface DlqOptions extends TargetOptions {
  json?: boolean;
}

export function dlqCommand(): Command {
  const command = new Command('dlq').description(
    'What was given up: notices that Notion or Slack refused, and messages that nobody could work on.',
  );
  command.addCommand(
    withTargetOptions(new Command('list').description('Lists what is parked, the longest first.')).action(
      async (options: DlqOptions) => list(await open(options)),
    ),
  );
  command.addCommand(
    withTargetOptions(new Command('show').description('Shows one whole.').argument('<id>')).action(
      async (id: string, options: DlqOptions) => show(id, await open(options)),
    ),
  );
  command.addCommand(
    withTargetOptions(
      new Command('retry')
        .description('Sends what is parked through the queue again: those named, or all.')
        .argument('[id...]'),
    )
      .option('--reason <text>', 'only what was parked for a reason that holds this text')
      .option('--dry-run', 'show what would be sent, and send nothing')
      .action(async (ids: string[], options: RetryOptions) => retryChosen(ids, options, await open(options))),
  );
  command.addCommand(
    withTargetOptions(
      new Command('drop')
        .description('Forgets one for good, after showing it whole.')
        .argument('<id>')
        .option('--yes', 'do not ask'),
    ).action(async (id: string, options: DropOptions) => dropOne(id, options, await open(options))),
  );
  return command;
}

/** What a subcommand works with. */
interface Desk {
  output: Output;
  ports: DlqPorts;
  /** Keys of the configuration's. */
  workspaces: string[];
  look<Answer>(work: (survey: Survey) => Promise<Answer>): Promise<Answer>;
}

async function open(options: DlqOptions): Promise<Desk> {
  const target = await findTarget(options);
  const { workspace: only } = options;
  const looked = workspaceKeys(target.settings, only);
  const ports: DlqPorts = {
    ...parkedRecords(accessTable(target.dynamodb, target.tableName)),
    letters: deadLetterBox(target.sqs, target.deadLetterQueueUrl),
    queue: eventsQueue(target.sqs, target.queueUrl).again,
  };
  const workspaces = target.settings.workspaces.map(({ key }) => key);
  return {
    output: openOutput(options),
    ports,
    workspaces,
    look: (work) => survey(looked, only, ports, work),
  };
}

async function list({ output, look }: Desk): Promise<void> {
  const found = await look(async ({ entries, unseen, unreadable }) => ({ entries, unseen, unreadable }));
  const { entries, unseen, unreadable } = found;
  output.json({ entries: entries.map(toJson), unseen, unreadable });
  if (output.isJson) return;
  const now = Date.now();
  for (const entry of entries) {
    tellBriefly(entry, now, output);
    output.line();
  }
  if (entries.length > 0) output.line(`${entries.length} parked.`);
  else output.line(unreadable > 0 ? 'Nothing else is parked.' : 'Nothing is parked.');
  tellUnlisted(found, output);
}

function tellUnlisted({ unseen, unreadable }: Pick<Survey, 'unseen' | 'unreadable'>, output: Output): void {
  if (unreadable > 0) {
    output.note(
      `${counted(unreadable, 'record')} cannot be read (written by a later release?). Use the \`pagebell\` of the release that is deployed.`,
    );
  }
  if (unseen === 0) return;
  output.note(
    `About ${counted(unseen, 'more message')} cannot be read now: they are in somebody else's hands, or wait behind others of their group. Look again in a few minutes.`,
  );
}

async function show(id: string, { output, look }: Desk): Promise<void> {
  await look(async ({ entries }) => {
    const entry = findEntry(id, entries);
    output.json(toJson(entry));
    if (!output.isJson) tellWhole(entry, Date.now(), output);
  });
}

interface RetryOptions extends DlqOptions {
  reason?: string;
  dryRun?: boolean;
}

async function retryChosen(
  ids: string[],
  { reason, dryRun = false }: RetryOptions,
  { output, ports, workspaces, look }: Desk,
): Promise<void> {
  await look(async (found) => {
    const chosen = choose({ ids, reason }, found.entries);
    if (dryRun) errandsFor(chosen, workspaces); // what it would refuse is refused now
    const stuck = dryRun ? [] : await retry(chosen, found, workspaces, ports);
    const { unseen, unreadable } = found;
    output.json({ dryRun, retried: chosen.map(toJson), unseen, unreadable });
    if (!output.isJson) tellRetried(chosen, dryRun, output);
    tellUnlisted(found, output);
    for (const { messageId } of stuck) {
      output.note(
        `The message ${messageId} could not be removed. It is listed once more; to drop it is safe.`,
      );
    }
  });
}

function tellRetried(chosen: readonly Entry[], isDryRun: boolean, output: Output): void {
  if (chosen.length === 0) {
    output.line('Nothing that is parked matches. Nothing was sent.');
    return;
  }
  for (const entry of chosen) tellBriefly(entry, Date.now(), output);
  output.line();
  output.line(
    isDryRun
      ? `${chosen.length} would be sent again. Nothing was sent.`
      : `${chosen.length} sent again. \`pagebell events --follow\` shows what becomes of them.`,
  );
}

interface DropOptions extends DlqOptions {
  yes?: boolean;
}

async function dropOne(id: string, { yes }: DropOptions, { output, ports, look }: Desk): Promise<void> {
  if (!yes && !output.isTerminal) {
    throw new CommandError('There is no terminal to ask in', 'Add --yes to drop it without a question.');
  }
  if (!yes) {
    await look(async ({ entries }) => tellWhole(findEntry(id, entries), Date.now(), output));
    // Asked with empty hands: the answer may take longer than messages can be held.
    const answer = await confirm({
      message: 'Drop it for good?',
      initialValue: false,
      output: output.people,
    });
    if (answer !== true) {
      output.line('Nothing was dropped.');
      process.exitCode = answer === false ? 0 : INTERRUPTED;
      return;
    }
  }
  await look(async (found) => {
    const entry = findEntry(id, found.entries);
    if (yes && !output.isJson) tellWhole(entry, Date.now(), output);
    await drop(entry, found, ports);
    output.json({ dropped: toJson(entry) });
    output.line(`Dropped ${id}.`);
  });
}
