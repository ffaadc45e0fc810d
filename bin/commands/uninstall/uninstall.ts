import { isCancel, text } from '@clack/prompts';
import { Command } from 'commander';
import { deployedEstate, localEstate } from '../../adapters/estates.ts';
import { type Output, openOutput } from '../../output.ts';
import { CommandError } from '../command-error.ts';
import { INTERRUPTED } from '../interruption.ts';
import { awsAccess, readSettings, type TargetOptions } from '../target.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { type Estate, type Found, type Leftover, removeAll } from './remove-leftovers.ts';

interface UninstallOptions extends TargetOptions {
  yes?: boolean;
  json?: boolean;
}

export function uninstallCommand(): Command {
  const command = new Command('uninstall').description(
    'Lists what `cdk destroy` leaves behind, and removes it once you have confirmed.',
  );
  return withTargetOptions(command)
    .option('--yes', 'remove it without a question')
    .action(async (options: UninstallOptions) => {
      process.exitCode = await uninstall(options);
    });
}

async function uninstall(options: UninstallOptions): Promise<number> {
  const output = openOutput(options);
  const estate = await estateOf(options);
  const found = await estate.look();
  const { leftovers } = found;
  tellFound(found, output);

  const isAsked = leftovers.length > 0 && !options.yes;
  if (isAsked && !output.isTerminal) {
    output.json({ found: leftovers.map(toJson), removed: [] });
    throw new CommandError(
      'There is no terminal to ask in, and nothing was removed',
      'Add --yes to remove all of it.',
    );
  }
  const answer = isAsked ? await confirmed(estate.name, output) : 'yes';
  if (answer !== 'yes') {
    output.line('Nothing was removed.');
    return answer === 'left' ? INTERRUPTED : 0;
  }
  const removed: Leftover[] = [];
  try {
    await removeAll(leftovers, (leftover) => {
      removed.push(leftover);
      output.line(`Removed ${leftover.name}`);
    });
  } finally {
    output.json({ found: leftovers.map(toJson), removed: removed.map(toJson) });
  }
  return 0;
}

async function estateOf(options: UninstallOptions): Promise<Estate> {
  if (options.workspace !== undefined) {
    throw new CommandError('Uninstalling concerns every workspace', 'Leave --workspace out.');
  }
  const settings = await readSettings(options.config);
  if (options.local) return localEstate(settings);
  return deployedEstate(awsAccess(options), options.stack ?? settings.stackName, settings);
}

function tellFound({ leftovers, rest }: Found, output: Output): void {
  output.line(leftovers.length === 0 ? 'Nothing is left to remove.' : 'What is left:');
  for (const { kind, name, about } of leftovers)
    output.line(`  ${kind} ${output.style('bold', name)}: ${about}`);
  output.line('Not touched by this:');
  for (const one of rest) output.line(`  ${one}`);
}

async function confirmed(name: string, output: Output): Promise<'yes' | 'no' | 'left'> {
  const typed = await text({
    message: `This cannot be undone. Type ${name} to remove what is left.`,
    output: output.people,
  });
  if (isCancel(typed)) return 'left';
  return typed?.trim() === name ? 'yes' : 'no';
}

function toJson({ kind, name }: Leftover): object {
  return { kind, name };
}
